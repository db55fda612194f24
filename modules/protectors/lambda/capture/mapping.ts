import {
  type EventSourceMappingConfiguration,
  GetEventSourceMappingCommand,
  ListTagsCommand,
} from "@aws-sdk/client-lambda";
import { functionOf } from "../../../core/arn.ts";
import { CallError, callOrNone } from "../../kit/calls.ts";
import { pick } from "../../kit/json.ts";
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

/**
 * One mapping, read singly: the list hides filters that a customer's key encrypts. `undefined` when it is gone or
 * names another function by now.
 * @throws CallError also when its filters cannot be read: without them a restored function would get every event.
 */
export async function readMapping(
  { lambda }: LambdaReads,
  uuid: string,
  arnOfFunction: string,
): Promise<MappingDocument | undefined> {
  const mapping = await callOrNone(CALL, uuid, () =>
    lambda.send(new GetEventSourceMappingCommand({ UUID: uuid })),
  );
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
