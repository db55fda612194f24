import {
  type FunctionConfiguration,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
} from "@aws-sdk/client-lambda";
import type { Related } from "../../contract/kinds.ts";
import type { MappedTrigger } from "../../contract/triggers.ts";
import { functionOf } from "../../core/arn.ts";
import { uniqueSorted } from "../../core/source-order.ts";
import type { Candidate } from "../../runs/selection.ts";
import { everyPage } from "../kit/pages.ts";
import type { Inventoried, InventoryOptions, ProtectorPorts } from "../protector.ts";
import { thingAt } from "../thing-at.ts";
import type { LambdaReads } from "./ports.ts";
import { tagReader } from "./tags.ts";
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
  reads: LambdaReads & Pick<ProtectorPorts, "client">,
  { triggers, needsTags, warn }: InventoryOptions,
): AsyncIterable<Inventoried> {
  const mappings = await mappingsByFunction(reads, triggers);
  const reader = tagReader(reads, warn);
  const pages = everyPage(
    "lambda:ListFunctions",
    reads.region,
    (Marker) => reads.lambda.send(new ListFunctionsCommand({ Marker })),
    ({ NextMarker }) => NextMarker,
  );
  for await (const { Functions = [] } of pages) {
    const page = Functions.filter(({ MasterArn }) => MasterArn === undefined).map((listed) => {
      const candidate = candidateOf(listed, reads.region);
      return { listed, candidate, asked: needsTags(candidate) };
    });
    await reader.expect(page.filter(({ asked }) => asked).length);
    for (const { listed, candidate, asked } of page) {
      const { name, arn } = candidate;
      const tags = asked ? await reader.of(name, arn) : {};
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

function candidateOf(
  { FunctionName: name, FunctionArn: arn, Runtime: runtime }: FunctionConfiguration,
  region: string,
): Candidate {
  if (name === undefined || arn === undefined)
    throw new Error(`lambda:ListFunctions of ${region}: a function without a name`);
  return { name, arn, ...(runtime !== undefined && { runtime }) };
}

/** What lies at the ARNs and has a kind of its own; the others stay the function's references. */
function relatedAt(arns: readonly string[]): readonly Related[] {
  return uniqueSorted(arns).flatMap((arn) => thingAt(arn) ?? []);
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
