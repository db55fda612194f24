import { Readable } from "node:stream";
import type { RunSummary } from "../../contract/events.ts";
import { compareText } from "../../core/source-order.ts";
import { thingName } from "../../core/thing-name.ts";
import { SPECS } from "../../protectors/kinds.ts";
import { loadProtector } from "../../protectors/load.ts";
import { FormError } from "../../protectors/protector.ts";
import type { Door } from "../../protectors/seen.ts";
import { collect } from "../../recovery/bytes.ts";
import { knownKind } from "../../recovery/known-kind.ts";
import { parsePointKey, pointKey, runKey } from "../../recovery/layout.ts";
import type { PointRef } from "../../recovery/list-points.ts";
import { readDocument } from "../../recovery/read-blob.ts";
import type { TrustedPoint } from "../../recovery/read-trusted.ts";
import { parseSummary } from "../points/believe-run.ts";
import { type FoundPoint, type ListedPoint, newestOfEach, readPoints } from "../points/find-points.ts";
import type { Source } from "../points/open-sources.ts";
import type { Io } from "../terminal/io.ts";
import { edgeTo, type GraphThing, graphOf, type Named, type SiteGraph } from "./graph.ts";

/** Bytes: as much as a verification reads of one. */
const MAX_SUMMARY = 128 * 1024 * 1024;

/** Documents read at once. */
const READS_AT_ONCE = 16;

/** The graph of a thing, as its newest point was captured, at each place that has one. */
export async function graphsOfThing(points: readonly FoundPoint[], env: Io["env"]): Promise<SiteGraph[]> {
  const graphs: SiteGraph[] = [];
  for (const found of newestOfEach(points)) {
    const [root] = await readPoints([found], env);
    if (root === undefined) continue;
    if (!("point" in root))
      throw "error" in root && root.error !== undefined ? root.error : new Error(root.problem);
    const { policy, run } = root.point.manifest;
    const { seen } = (await summaryAt(found.source, runKey(found.source.prefix, policy, run))) ?? {};
    const things = await follow(found.source, [found], env, seenBy(seen));
    graphs.push(graphOf({ site: found.source.site, policy, run }, [thingName(found.ref)], things.values()));
  }
  return graphs.sort((a, b) => compareText(a.site, b.site));
}

/** Summaries that are read before a newest run that kept nothing has to do. */
const MOST_READ = 200;

/** The graph of what a policy's newest run at a site kept, that kept anything. `undefined`: none has there. */
export async function graphOfPolicy(
  source: Source,
  policy: string,
  env: Io["env"],
): Promise<SiteGraph | undefined> {
  const keys: string[] = [];
  for await (const { key } of source.store.list(`${source.prefix}runs/${policy}/`)) keys.push(key);
  let [summary, emptyRun]: [RunSummary | undefined, string | undefined] = [undefined, undefined];
  for (const key of keys.toReversed().slice(0, MOST_READ)) {
    const read = await summaryAt(source, key);
    if (read === undefined) continue;
    if (read.points.length > 0) {
      summary = read;
      break;
    }
    // A pause keeps nothing on purpose.
    if (read.pause === undefined) emptyRun ??= read.run;
  }
  if (summary === undefined) return undefined;
  const { run, points, seen } = summary;
  const refs = points.flatMap(({ key }) => {
    const name = parsePointKey(key);
    return name === undefined ? [] : [{ source, ref: { key, ...name } }];
  });
  const selected = refs.filter(({ ref }) => isSelected(ref));
  const things = await follow(source, selected, env, seenBy(seen));
  // What a policy names without a function is followed from nothing.
  const alone = refs.filter(({ ref }) => !things.has(thingName(ref)));
  for (const [name, thing] of await follow(source, alone, env, seenBy(seen))) things.set(name, thing);
  const of = [...selected, ...alone].map(({ ref }) => thingName(ref));
  const at = { site: source.site, policy, run, ...(emptyRun !== undefined && { emptyRun }) };
  return graphOf(at, new Set(of), things.values());
}

function isSelected({ kind }: PointRef): boolean {
  const known = knownKind(kind);
  return known !== undefined && SPECS[known].trigger === undefined;
}

type Seen = ReadonlyMap<string, readonly string[]>;

function seenBy(seen: RunSummary["seen"]): Seen {
  const found = new Map<string, string[]>();
  for (const { by, ...thing } of seen ?? [])
    found.set(thingName(thing), [...(found.get(thingName(thing)) ?? []), by]);
  return found;
}

/** Each thing once, level by level, as the same run kept it. */
async function follow(
  source: Source,
  from: readonly FoundPoint[],
  env: Io["env"],
  seen: Seen,
): Promise<Map<string, GraphThing>> {
  const things = new Map<string, GraphThing>();
  for (let level = from; level.length > 0; ) {
    const listed = await readPoints(level, env);
    const read = await Readable.from(listed)
      .map((one: ListedPoint) => thingOf(one, seen), { concurrency: READS_AT_ONCE })
      .toArray();
    for (const thing of read) things.set(thing.name, thing);
    const next = new Map<string, FoundPoint>();
    for (const one of listed) {
      if (!("point" in one)) continue;
      for (const related of one.point.manifest.related)
        if (!things.has(thingName(related)))
          next.set(thingName(related), { source, ref: refOf(source, related, one.ref.run) });
    }
    level = [...next.values()];
  }
  return things;
}

function refOf(
  { prefix }: Source,
  { kind, id }: { readonly kind: string; readonly id: string },
  run: string,
): PointRef {
  return { key: pointKey(prefix, { kind, id }, run), prefix, kind, id, run };
}

async function thingOf(listed: ListedPoint, seen: Seen): Promise<GraphThing> {
  const name = thingName(listed.ref);
  if (!("point" in listed))
    return { name, arn: "", related: [], doors: [], seen: [], problem: listed.problem };
  const { manifest } = listed.point;
  const named = await namedIn(listed.source, listed.point);
  return {
    name,
    arn: manifest.arn,
    related: manifest.related.map((related) => {
      const kind = knownKind(related.kind);
      return edgeTo(related, named, kind !== undefined && SPECS[kind].listedToFollow);
    }),
    doors: named.doors.flatMap(({ text, kept }) => (kept ? [text] : [])),
    seen: [...(seen.get(name) ?? []), ...named.doors.flatMap(({ text, kept }) => (kept ? [] : [text]))],
  };
}

/** Nothing, where this version does not read the document. */
async function namedIn(
  { store }: Source,
  point: TrustedPoint,
): Promise<Named & { readonly doors: readonly Door[] }> {
  const { manifest } = point;
  const kind = knownKind(manifest.kind);
  const none = { sources: new Set<string>(), needed: new Set<string>(), doors: [] };
  if (kind === undefined) return none;
  const protector = await loadProtector(kind);
  if (manifest.document.format !== protector.format) return none;
  try {
    const document = protector.parse(await readDocument(store, point));
    const references = protector.references(document);
    // As Lambda calls what a mapping reads.
    const [sources, others] = [true, false].map((wanted) =>
      references.filter(({ path }) => path.endsWith(".EventSourceArn") === wanted),
    );
    return {
      sources: new Set(sources?.map(({ to }) => to)),
      needed: new Set(others?.filter(({ needs }) => needs !== "named").map(({ to }) => to)),
      doors: protector.doors?.(document) ?? [],
    };
  } catch (error) {
    if (error instanceof FormError) return none;
    throw error;
  }
}

async function summaryAt({ store }: Source, key: string): Promise<RunSummary | undefined> {
  const body = await store.open(key);
  if (body === undefined) return undefined;
  return parseSummary(Buffer.from(await collect(body, MAX_SUMMARY)).toString());
}
