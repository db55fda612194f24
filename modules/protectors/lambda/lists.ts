import {
  type FunctionConfiguration,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
} from "@aws-sdk/client-lambda";
import type { MappedTrigger } from "../../contract/triggers.ts";
import { functionOf, tableOf } from "../../core/arn.ts";
import type { Candidate } from "../../runs/selection.ts";
import { everyPage } from "../kit/pages.ts";
import { groupOf } from "./log-group.ts";
import type { LambdaReads } from "./ports.ts";
import { mappedKind } from "./trigger-kinds.ts";

/** What the list of functions tells of one; neither values of its variables nor anything else of its configuration. */
export interface ListedFunction extends Candidate {
  /** ARN of what takes events that could not be handled. */
  readonly letters?: string;
  /** The log group that it was given, in place of that which is named after it. */
  readonly logGroup?: string;
}

/** What the list of mappings tells of one. */
export interface ListedMapping {
  readonly id: string;
  /** ARN of the function, without a qualifier. */
  readonly of: string;
  /** ARN of what it reads. */
  readonly source?: string;
  /** Absent: of a kind that is not known. */
  readonly kind?: MappedTrigger;
}

/**
 * Every function of the region. Replicas of Lambda@Edge are left out: they are read-only copies of a function of
 * us-east-1.
 */
export async function* listFunctions({ lambda, region }: LambdaReads): AsyncIterable<ListedFunction> {
  const pages = everyPage(
    "lambda:ListFunctions",
    region,
    (Marker) => lambda.send(new ListFunctionsCommand({ Marker })),
    ({ NextMarker }) => NextMarker,
  );
  for await (const { Functions = [] } of pages)
    for (const listed of Functions) if (listed.MasterArn === undefined) yield functionIn(listed, region);
}

function functionIn(listed: FunctionConfiguration, region: string): ListedFunction {
  const { FunctionName: name, FunctionArn: arn, Runtime: runtime, DeadLetterConfig: dead } = listed;
  const logGroup = listed.LoggingConfig?.LogGroup;
  if (name === undefined || arn === undefined)
    throw new Error(`lambda:ListFunctions of ${region}: a function without a name`);
  return {
    ...{ name, arn },
    ...(runtime !== undefined && { runtime }),
    ...(dead?.TargetArn !== undefined && { letters: dead.TargetArn }),
    ...(logGroup !== undefined && logGroup !== groupOf(name) && { logGroup }),
  };
}

/** Every mapping of the region. */
export async function* listMappings({ lambda, region }: LambdaReads): AsyncIterable<ListedMapping> {
  const pages = everyPage(
    "lambda:ListEventSourceMappings",
    region,
    (Marker) => lambda.send(new ListEventSourceMappingsCommand({ Marker })),
    ({ NextMarker }) => NextMarker,
  );
  for await (const { EventSourceMappings = [] } of pages)
    for (const mapping of EventSourceMappings) {
      const { UUID: id, FunctionArn, EventSourceArn: source } = mapping;
      if (id === undefined || FunctionArn === undefined) continue;
      const kind = mappedKind(mapping);
      yield {
        ...{ id, of: functionOf(FunctionArn) },
        // A mapping of a table names one of its streams, which is another one whenever it was switched off and on.
        ...(source !== undefined && { source: kind === "dynamodb" ? tableOf(source) : source }),
        ...(kind !== undefined && { kind }),
      };
    }
}
