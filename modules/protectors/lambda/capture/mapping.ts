import {
  type EventSourceMappingConfiguration,
  GetEventSourceMappingCommand,
  ListTagsCommand,
} from "@aws-sdk/client-lambda";
import { functionOf } from "../../../core/arn.ts";
import { CallError, callOrNone } from "../../kit/calls.ts";
import { pick } from "../../kit/json.ts";
import { ChangedError } from "../../kit/moment.ts";
import { arnOfMapping, parseFunctionArn } from "../arn.ts";
import type { MappingDocument } from "../document.ts";
import type { LambdaReads } from "../ports.ts";

const CALL = "lambda:GetEventSourceMapping";

/** Fields that CreateEventSourceMapping takes as they are read. */
const FIELDS = [
  "EventSourceArn",
  "BatchSize",
  "FilterCriteria",
  "KMSKeyArn",
  "MetricsConfig",
  "LoggingConfig",
  "ScalingConfig",
  "MaximumBatchingWindowInSeconds",
  "ParallelizationFactor",
  "StartingPosition",
  "StartingPositionTimestamp",
  "DestinationConfig",
  "MaximumRecordAgeInSeconds",
  "BisectBatchOnFunctionError",
  "MaximumRetryAttempts",
  "TumblingWindowInSeconds",
  "Topics",
  "Queues",
  "SourceAccessConfigurations",
  "SelfManagedEventSource",
  "FunctionResponseTypes",
  "AmazonManagedKafkaEventSourceConfig",
  "SelfManagedKafkaEventSourceConfig",
  "DocumentDBEventSourceConfig",
  "ProvisionedPollerConfig",
] as const satisfies readonly (keyof EventSourceMappingConfiguration)[];

type MappingReads = LambdaReads & { readonly sleep: (milliseconds: number) => Promise<void> };

/** A mapping that is made or changed says so, and not whether it is to be enabled: that shows some seconds later. */
const UNSETTLED = new Set(["Creating", "Updating"]);
const MAX_READS = 12;
const PAUSE_MS = 5_000;

/** @throws ChangedError when it does not come to rest within a minute */
async function settledMapping({ lambda, sleep }: Pick<MappingReads, "lambda" | "sleep">, uuid: string) {
  for (let reads = 1; ; reads++) {
    const mapping = await callOrNone(CALL, uuid, () =>
      lambda.send(new GetEventSourceMappingCommand({ UUID: uuid })),
    );
    if (!UNSETTLED.has(mapping?.State ?? "")) return mapping;
    if (reads === MAX_READS)
      throw new ChangedError(
        `mapping ${uuid} stays ${mapping?.State}: whether it is to be enabled is not known`,
      );
    await sleep(PAUSE_MS);
  }
}

/**
 * One mapping, read singly: the list hides filters that a customer's key encrypts. `undefined` when it is gone or
 * names another function by now.
 * @throws CallError also when its filters cannot be read: without them a restored function would get every event.
 */
export async function readMapping(
  { lambda, sleep }: MappingReads,
  uuid: string,
  arnOfFunction: string,
): Promise<MappingDocument | undefined> {
  const mapping = await settledMapping({ lambda, sleep }, uuid);
  if (mapping === undefined || mapping.State === "Deleting") return undefined;
  const { FunctionArn = "", FilterCriteriaError: hidden, State } = mapping;
  if (hidden !== undefined)
    throw new CallError(
      CALL,
      uuid,
      new Error(`its filters cannot be read: ${hidden.ErrorCode} ${hidden.Message}`),
    );
  if (functionOf(FunctionArn) !== arnOfFunction) return undefined;
  const { qualifier } = parseFunctionArn(FunctionArn);
  const Resource = arnOfMapping(arnOfFunction, uuid);
  const tagged = await callOrNone("lambda:ListTags", Resource, () =>
    lambda.send(new ListTagsCommand({ Resource })),
  );
  if (tagged === undefined) return undefined;
  const { Tags: tags = {} } = tagged;
  return {
    uuid,
    ...(qualifier !== undefined && { qualifier }),
    enabled: State !== "Disabled" && State !== "Disabling",
    settings: pick(mapping, FIELDS),
    ...(Object.keys(tags).length > 0 && { tags }),
  };
}
