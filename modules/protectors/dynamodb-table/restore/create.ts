import { RestoreTableFromBackupCommand, RestoreTableToPointInTimeCommand } from "@aws-sdk/client-dynamodb";
import type { Json, JsonObject } from "../../../contract/json.ts";
import { attempt } from "../../kit/attempt.ts";
import { isObject } from "../../kit/canonical.ts";
import { apiError, RestoreError } from "../../kit/restore-error.ts";
import type { TableDocument, TableSettings } from "../document.ts";
import { objectsIn } from "../view.ts";
import type { Data } from "./data.ts";
import type { Draft } from "./draft.ts";
import { RESTORING, untilActive } from "./wait.ts";

/** One call gives the table its items, keys, indexes, capacity and encryption; then it takes as long as it takes. */
export function planCreate({ ports, request, steps, warnings }: Draft, data: Data): void {
  const { document } = request.translation;
  const resource = `table ${document.name}`;
  warnings.push(...data.warnings);
  steps.push({
    title: `restore ${resource} with its items from ${data.told}`,
    call: data.call,
    effect: "create",
    perform: async () => {
      const input = { TargetTableName: document.name, ...overridesOf(document, data.indexes) };
      const what = { resource, call: data.call };
      await attempt(ports.sleep, what, async () => {
        try {
          if (data.call === "dynamodb:RestoreTableFromBackup")
            await ports.dynamodb.send(new RestoreTableFromBackupCommand({ ...input, ...data.input }));
          else await ports.dynamodb.send(new RestoreTableToPointInTimeCommand({ ...input, ...data.input }));
        } catch (error) {
          const { name, message } = apiError(error);
          throw name === "TableAlreadyExistsException"
            ? new RestoreError(
                resource,
                data.call,
                message,
                "a table of that name was made meanwhile; run again to see how it differs",
              )
            : error;
        }
      });
      await untilActive(ports, document.name, RESTORING);
    },
  });
}

/** Capacity, indexes and key are those of the point, whatever the items' source has by now. */
function overridesOf({ settings }: TableDocument, indexes: ReadonlySet<string>): Record<string, unknown> {
  const {
    BillingMode,
    ProvisionedThroughput: units,
    OnDemandThroughput: most,
    SSESpecification: sse,
  } = settings;
  return {
    BillingModeOverride: BillingMode,
    ...(units !== undefined && { ProvisionedThroughputOverride: units }),
    ...(most !== undefined && { OnDemandThroughputOverride: most }),
    GlobalSecondaryIndexOverride: coming(settings.GlobalSecondaryIndexes, indexes),
    LocalSecondaryIndexOverride: coming(settings.LocalSecondaryIndexes, indexes),
    SSESpecificationOverride: sse ?? { Enabled: false },
  };
}

function coming(of: Json | undefined, indexes: ReadonlySet<string>): JsonObject[] {
  return objectsIn(of)
    .filter(({ IndexName }) => indexes.has(String(IndexName)))
    .map(({ WarmThroughput: _later, ...index }) => index as JsonObject);
}

/** What a table has when it was restored so: everything else has to be set. */
export function restoredAs({ settings }: TableDocument, indexes: ReadonlySet<string>): TableSettings {
  const {
    WarmThroughput: _warm,
    GlobalSecondaryIndexes: global,
    LocalSecondaryIndexes: local,
    ...rest
  } = settings;
  return {
    settings: {
      ...rest,
      ...(global !== undefined && { GlobalSecondaryIndexes: coming(global, indexes) }),
      ...(local !== undefined && { LocalSecondaryIndexes: coming(local, indexes) }),
      TableClass: "STANDARD",
      DeletionProtectionEnabled: false,
    },
    insights: [],
    destinations: [],
    scaling: [],
    tags: {},
  };
}

export function hasOwnKey({ settings: { SSESpecification: sse } }: TableDocument): string | undefined {
  const key = isObject(sse) ? sse.KMSMasterKeyId : undefined;
  return typeof key === "string" ? key : undefined;
}
