import {
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
  ListTagsCommand,
} from "@aws-sdk/client-lambda";
import type { Related } from "../../contract/kinds.ts";
import type { MappedTrigger } from "../../contract/triggers.ts";
import { functionOf } from "../../core/arn.ts";
import { uniqueSorted } from "../../core/source-order.ts";
import { callOrNone } from "../kit/calls.ts";
import { everyPage } from "../kit/pages.ts";
import type { Inventoried, InventoryOptions } from "../protector.ts";
import { thingAt } from "../thing-at.ts";
import type { LambdaReads } from "./ports.ts";
import { keepsMapping, keepsMappings, keepsTrigger, mappedKind } from "./trigger-kinds.ts";

/** The mappings of one function. */
interface Mapped {
  readonly ids: Set<string>;
  /** ARNs of what they read from, with the kind of each. */
  readonly sources: Map<string, MappedTrigger>;
}

/**
 * Every function of the region, with the mappings that name it: no API lists a function's triggers.
 * Replicas of Lambda@Edge are left out: they are read-only copies of a function of us-east-1.
 */
export async function* inventory(
  reads: LambdaReads,
  { triggers, needsTags }: InventoryOptions,
): AsyncIterable<Inventoried> {
  const mappings = await mappingsByFunction(reads, triggers);
  const pages = everyPage(
    "lambda:ListFunctions",
    reads.region,
    (Marker) => reads.lambda.send(new ListFunctionsCommand({ Marker })),
    ({ NextMarker }) => NextMarker,
  );
  for await (const { Functions = [] } of pages) {
    for (const listed of Functions) {
      const { FunctionName: name, FunctionArn: arn, Runtime: runtime } = listed;
      if (listed.MasterArn !== undefined) continue;
      if (name === undefined || arn === undefined)
        throw new Error(`lambda:ListFunctions of ${reads.region}: a function without a name`);
      const candidate = { name, arn, ...(runtime !== undefined && { runtime }) };
      const tags = needsTags(candidate) ? await tagsOf(reads, name, arn) : {};
      if (tags === undefined) continue;
      const { ids, sources } = mappings.get(arn) ?? { ids: [], sources: new Map() };
      const letters = keepsTrigger(triggers, "sqs") ? [listed.DeadLetterConfig?.TargetArn ?? ""] : [];
      yield {
        kind: "lambda",
        id: name,
        ...candidate,
        related: relatedAt([...sources.keys(), ...letters]),
        hints: { mappings: [...ids].sort() },
        tags,
        feeds: [],
        sources: [...sources].map(([source, trigger]) => ({ arn: source, trigger })),
      };
    }
  }
}

/** What lies at the ARNs and has a kind of its own; the others stay the function's references. */
function relatedAt(arns: readonly string[]): readonly Related[] {
  return uniqueSorted(arns).flatMap((arn) => thingAt(arn) ?? []);
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
): Promise<ReadonlyMap<string, Mapped>> {
  const index = new Map<string, Mapped>();
  if (!keepsMappings(triggers)) return index;
  const pages = everyPage(
    "lambda:ListEventSourceMappings",
    region,
    (Marker) => lambda.send(new ListEventSourceMappingsCommand({ Marker })),
    ({ NextMarker }) => NextMarker,
  );
  for await (const { EventSourceMappings = [] } of pages)
    for (const mapping of EventSourceMappings) {
      const { UUID, FunctionArn, EventSourceArn: source } = mapping;
      if (UUID === undefined || FunctionArn === undefined || !keepsMapping(triggers, mapping)) continue;
      const arn = functionOf(FunctionArn);
      const mapped = index.get(arn) ?? { ids: new Set(), sources: new Map() };
      index.set(arn, mapped);
      mapped.ids.add(UUID);
      const kind = mappedKind(mapping);
      if (source !== undefined && kind !== undefined) mapped.sources.set(tableOf(source, kind), kind);
    }
  return index;
}

/** A mapping of a table names one of its streams, which is another one whenever it was switched off and on. */
function tableOf(source: string, kind: MappedTrigger): string {
  return kind === "dynamodb" ? source.replace(/\/stream\/.*$/, "") : source;
}
