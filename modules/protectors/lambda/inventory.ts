import {
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
  ListTagsCommand,
} from "@aws-sdk/client-lambda";
import type { Inventoried, InventoryOptions } from "../protector.ts";
import { unqualified } from "./arn.ts";
import { bucketsByFunction } from "./buckets.ts";
import { callOrNone } from "./call.ts";
import { everyPage } from "./every-page.ts";
import type { LambdaReads } from "./ports.ts";
import { keepsMapping, keepsMappings, keepsTrigger } from "./trigger-kinds.ts";

/**
 * Every function of the region, with the mappings and buckets that name it: no API lists a function's triggers.
 * Replicas of Lambda@Edge are left out: they are read-only copies of a function of us-east-1.
 */
export async function* inventory(
  reads: LambdaReads,
  { triggers, needsTags, warn }: InventoryOptions,
): AsyncIterable<Inventoried> {
  const mappings = await mappingsByFunction(reads, triggers);
  const buckets = keepsTrigger(triggers, "s3") ? await bucketsByFunction(reads, warn) : undefined;
  const pages = everyPage(
    "lambda:ListFunctions",
    reads.region,
    (Marker) => reads.lambda.send(new ListFunctionsCommand({ Marker })),
    ({ NextMarker }) => NextMarker,
  );
  for await (const { Functions = [] } of pages) {
    for (const { FunctionName: name, FunctionArn: arn, Runtime: runtime, MasterArn } of Functions) {
      if (MasterArn !== undefined) continue;
      if (name === undefined || arn === undefined)
        throw new Error(`lambda:ListFunctions of ${reads.region}: a function without a name`);
      const candidate = { name, arn, ...(runtime !== undefined && { runtime }) };
      const tags = needsTags(candidate) ? await tagsOf(reads, name, arn) : {};
      if (tags === undefined) continue;
      yield {
        kind: "lambda",
        ...candidate,
        mappings: [...(mappings.get(arn) ?? [])].sort(),
        buckets: [...(buckets?.get(arn) ?? [])].sort(),
        tags,
      };
    }
  }
}

/** `undefined` when the function is gone since the list. */
async function tagsOf(
  { lambda }: LambdaReads,
  name: string,
  arn: string,
): Promise<Readonly<Record<string, string>> | undefined> {
  const answer = await callOrNone("lambda:ListTags", name, () =>
    lambda.send(new ListTagsCommand({ Resource: arn })),
  );
  return answer && (answer.Tags ?? {});
}

async function mappingsByFunction(
  { lambda, region }: LambdaReads,
  triggers: InventoryOptions["triggers"],
): Promise<Map<string, Set<string>>> {
  const index = new Map<string, Set<string>>();
  if (!keepsMappings(triggers)) return index;
  const pages = everyPage(
    "lambda:ListEventSourceMappings",
    region,
    (Marker) => lambda.send(new ListEventSourceMappingsCommand({ Marker })),
    ({ NextMarker }) => NextMarker,
  );
  for await (const { EventSourceMappings = [] } of pages)
    for (const mapping of EventSourceMappings) {
      const { UUID, FunctionArn } = mapping;
      if (UUID !== undefined && FunctionArn !== undefined && keepsMapping(triggers, mapping))
        add(index, unqualified(FunctionArn), UUID);
    }
  return index;
}

function add(index: Map<string, Set<string>>, key: string, value: string): void {
  const values = index.get(key);
  if (values === undefined) index.set(key, new Set([value]));
  else values.add(value);
}
