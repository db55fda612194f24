import type { Related } from "../../contract/kinds.ts";
import type { MappedTrigger } from "../../contract/triggers.ts";
import { uniqueSorted } from "../../core/source-order.ts";
import { Refusals } from "../kit/refusals.ts";
import type { Inventoried, InventoryOptions, ProtectorPorts } from "../protector.ts";
import { type ReadList, readEach } from "../read-list.ts";
import { thingAt } from "../thing-at.ts";
import { listFunctions, listMappings } from "./lists.ts";
import type { LambdaReads } from "./ports.ts";
import { tagReader } from "./tags.ts";
import { keepsMapping, keepsMappings, keepsTrigger } from "./trigger-kinds.ts";

/** The mappings of one function. */
interface Mapped {
  readonly ids: Set<string>;
  /** ARNs of what they read from, with the kind of each. */
  readonly sources: Map<string, MappedTrigger>;
}

/** Every function of the region, with the mappings that name it: no API lists a function's triggers. */
export async function* inventory(
  reads: LambdaReads & Pick<ProtectorPorts, "client">,
  { triggers, needsTags, warn, list = readEach(warn) }: InventoryOptions,
): AsyncIterable<Inventoried> {
  const mappings = await mappingsByFunction(reads, triggers, list);
  const functions = await list("lambda", () => listFunctions(reads));
  const asked = new Set(functions.filter(needsTags).map(({ name }) => name));
  const refusals = new Refusals();
  const reader = await tagReader(reads, asked.size, warn, list, refusals);
  for (const { letters = "", logGroup, ...candidate } of functions) {
    const { name, arn } = candidate;
    const tags = asked.has(name) ? await reader(name, arn) : {};
    if (tags === undefined) continue;
    const { ids, sources } = mappings.get(arn) ?? { ids: [], sources: new Map() };
    yield {
      kind: "lambda",
      id: name,
      ...candidate,
      related: relatedAt([...sources.keys(), ...(keepsTrigger(triggers, "sqs") ? [letters] : [])]),
      hints: { mappings: [...ids].sort(), ...(logGroup !== undefined && { logGroup }) },
      tags,
      feeds: [],
      sources: [...sources].map(([source, trigger]) => ({ arn: source, trigger })),
    };
  }
  refusals.tell(warn, "functions whose tags may not be read, so that no policy selects them by tags");
}

/** What lies at the ARNs and has a kind of its own; the others stay the function's references. */
function relatedAt(arns: readonly string[]): readonly Related[] {
  return uniqueSorted(arns).flatMap((arn) => thingAt(arn) ?? []);
}

async function mappingsByFunction(
  reads: LambdaReads,
  triggers: InventoryOptions["triggers"],
  list: ReadList,
): Promise<ReadonlyMap<string, Mapped>> {
  const index = new Map<string, Mapped>();
  if (!keepsMappings(triggers)) return index;
  for (const { id, of, source, kind } of await list("lambda-mappings", () => listMappings(reads))) {
    if (!keepsMapping(triggers, kind)) continue;
    const mapped = index.get(of) ?? { ids: new Set(), sources: new Map() };
    index.set(of, mapped);
    mapped.ids.add(id);
    if (source !== undefined && kind !== undefined) mapped.sources.set(source, kind);
  }
  return index;
}
