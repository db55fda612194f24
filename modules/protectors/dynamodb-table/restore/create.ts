import { RestoreTableFromBackupCommand, RestoreTableToPointInTimeCommand } from "@aws-sdk/client-dynamodb";
import { attempt, orNone } from "../../kit/attempt.ts";
import { isObject } from "../../kit/canonical.ts";
import { apiError, RestoreError } from "../../kit/restore-error.ts";
import type { TableDocument, TableSettings } from "../document.ts";
import { readDescription } from "../read.ts";
import type { Index } from "../settings.ts";
import type { Draft } from "./draft.ts";
import { comingIndexes } from "./indexes.ts";
import { untilIndexed } from "./wait.ts";
import type { Data } from "./whence.ts";

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
          if (!/^Table(AlreadyExists|InUse)Exception$/.test(name)) throw error;
          // A request whose answer was lost has made it.
          const there = await orNone(() => readDescription(ports, document.name));
          if (there === undefined || !data.made(there) || there.TableStatus === "DELETING")
            throw new RestoreError(
              resource,
              data.call,
              message,
              "a table of that name is made or deleted by somebody else; run again to see how it differs",
            );
        }
      });
      await untilIndexed(ports, document.name);
    },
  });
}

/** Capacity, indexes and key are those of the point, whatever the items' source has by now. */
function overridesOf({ settings }: TableDocument, indexes: readonly Index[]): Record<string, unknown> {
  const {
    BillingMode,
    ProvisionedThroughput: units,
    OnDemandThroughput: most,
    SSESpecification: sse,
    VectorIndexes: vector,
  } = settings;
  const hasVectors = indexes.some(({ VectorAttribute }) => VectorAttribute !== undefined);
  return {
    BillingModeOverride: BillingMode,
    ...(units !== undefined && { ProvisionedThroughputOverride: units }),
    ...(most !== undefined && { OnDemandThroughputOverride: most }),
    GlobalSecondaryIndexOverride: comingIndexes(settings.GlobalSecondaryIndexes, indexes),
    LocalSecondaryIndexOverride: comingIndexes(settings.LocalSecondaryIndexes, indexes),
    // Without it all come; a region that knows none need not be told so.
    ...(vector !== undefined && hasVectors && { VectorIndexOverride: comingIndexes(vector, indexes) }),
    SSESpecificationOverride: sse ?? { Enabled: false },
  };
}

/** What a table has when it was restored so: everything else has to be set. */
export function restoredAs({ settings }: TableDocument, indexes: readonly Index[]): TableSettings {
  const {
    WarmThroughput: _warm,
    GlobalSecondaryIndexes: global,
    LocalSecondaryIndexes: local,
    VectorIndexes: vector,
    ...rest
  } = settings;
  return {
    settings: {
      ...rest,
      ...(global !== undefined && { GlobalSecondaryIndexes: comingIndexes(global, indexes) }),
      ...(local !== undefined && { LocalSecondaryIndexes: comingIndexes(local, indexes) }),
      ...(vector !== undefined && { VectorIndexes: comingIndexes(vector, indexes) }),
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
