import { Readable } from "node:stream";
import type { RunSummary } from "../../contract/events.ts";
import { tableOf } from "../../core/arn.ts";
import { compareText } from "../../core/source-order.ts";
import { thingName } from "../../core/thing-name.ts";
import { SPECS } from "../../protectors/kinds.ts";
import { loadProtector } from "../../protectors/load.ts";
import { FormError } from "../../protectors/protector.ts";
import type { Door } from "../../protectors/seen.ts";
import { knownKind } from "../../recovery/known-kind.ts";
import { parsePointKey, pointKey } from "../../recovery/layout.ts";
import type { PointRef } from "../../recovery/list-points.ts";
import { readDocument } from "../../recovery/read-blob.ts";
import type { TrustedPoint } from "../../recovery/read-trusted.ts";
import { wordOf } from "../../recovery/signing/authenticity.ts";
import { type FoundPoint, type ListedPoint, newestOfEach, readPoints } from "../points/find-points.ts";
import type { Source } from "../points/open-sources.ts";
import type { Io } from "../terminal/io.ts";
import { drawnPoint, whyUnsigned } from "./drawn-point.ts";
import { drawnRun, seenOf } from "./drawn-run.ts";
import { edgeTo, type GraphThing, graphOf, type Named, type SiteGraph } from "./graph.ts";

/** Where a document names what is read: as Lambda calls it of a mapping, and AWS of a pipe. */
const READ = /(\.EventSourceArn|^settings\.Source)$/;

/** Documents read at once. */
const READS_AT_ONCE = 16;

/** The graph of a thing, as its newest point that is signed was captured, at each place that has one. */
export async function graphsOfThing(points: readonly FoundPoint[], env: Io["env"]): Promise<SiteGraph[]> {
  const graphs: SiteGraph[] = [];
  for (const newest of newestOfEach(points)) {
    const { source, ref } = newest;
    const { point, passedOver } = await drawnPoint(
      points.filter((one) => one.source === source && thingName(one.ref) === thingName(ref)),
      env,
    );
    const { policy, run } = point.manifest;
    const seen = seenBy(await seenOf(source, policy, run));
    const unsigned = whyUnsigned(point);
    const root = { source, ref: refOf(source, point.manifest, run) };
    const things = await follow(source, [root], env, { seen, signed: unsigned === undefined });
    const at = { site: source.site, policy, run, ...(unsigned !== undefined && { unsigned }), passedOver };
    graphs.push(graphOf(at, [thingName(ref)], things.values()));
  }
  return graphs.sort((a, b) => compareText(a.site, b.site));
}

/** The graph of what a policy's newest signed run at a site kept, that kept anything. `undefined`: none has there. */
export async function graphOfPolicy(
  source: Source,
  policy: string,
  env: Io["env"],
): Promise<SiteGraph | undefined> {
  const drawn = await drawnRun(source, policy);
  if (drawn === undefined) return undefined;
  const { points, seen, ...how } = drawn;
  const refs = points.flatMap((key) => {
    const name = parsePointKey(key);
    return name === undefined ? [] : [{ source, ref: { key, ...name } }];
  });
  const known = { seen: seenBy(seen), signed: drawn.unsigned === undefined };
  const selected = refs.filter(({ ref }) => isSelected(ref));
  const things = await follow(source, selected, env, known);
  // What a policy names without a function is followed from nothing.
  const alone = refs.filter(({ ref }) => !things.has(thingName(ref)));
  for (const [name, thing] of await follow(source, alone, env, known)) things.set(name, thing);
  const of = [...selected, ...alone].map(({ ref }) => thingName(ref));
  return graphOf({ site: source.site, policy, ...how }, new Set(of), things.values());
}

function isSelected({ kind }: PointRef): boolean {
  const known = knownKind(kind);
  return known !== undefined && SPECS[known].trigger === undefined;
}

/** What is known of a run beside its points. */
interface KnownRun {
  /** By the names of things, who may call them and is kept by no point. */
  readonly seen: ReadonlyMap<string, readonly string[]>;
  /** Whether it is signed, so that nothing is drawn that is not. */
  readonly signed: boolean;
}

function seenBy(seen: RunSummary["seen"]): KnownRun["seen"] {
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
  known: KnownRun,
): Promise<Map<string, GraphThing>> {
  const things = new Map<string, GraphThing>();
  for (let level = from; level.length > 0; ) {
    const listed = await readPoints(level, env);
    const read = await Readable.from(listed)
      .map((one: ListedPoint) => thingOf(one, known), { concurrency: READS_AT_ONCE })
      .toArray();
    for (const thing of read) things.set(thing.name, thing);
    const next = new Map<string, FoundPoint>();
    for (const one of listed) {
      if (!("point" in one) || doubtOf(one.point, known) !== undefined) continue;
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

/** Why a point is not drawn: it is not what its run signed, or contradicts itself. */
function doubtOf({ authenticity }: TrustedPoint, { signed }: KnownRun): string | undefined {
  if (authenticity.state === "signed" || (!signed && authenticity.state !== "refused")) return undefined;
  return `its point is ${wordOf(authenticity)}: ${authenticity.why}`;
}

async function thingOf(listed: ListedPoint, known: KnownRun): Promise<GraphThing> {
  const name = thingName(listed.ref);
  const problem = "point" in listed ? doubtOf(listed.point, known) : listed.problem;
  if (!("point" in listed) || problem !== undefined)
    return { name, arn: "", related: [], doors: [], seen: [], ...(problem !== undefined && { problem }) };
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
    seen: [...(known.seen.get(name) ?? []), ...named.doors.flatMap(({ text, kept }) => (kept ? [] : [text]))],
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
    const [sources, others] = [true, false].map((wanted) =>
      references.filter(({ path }) => READ.test(path) === wanted),
    );
    return {
      // What is read of a table is its stream.
      sources: new Set(sources?.map(({ to }) => tableOf(to))),
      needed: new Set(others?.filter(({ needs }) => needs !== "named").map(({ to }) => to)),
      doors: protector.doors?.(document) ?? [],
    };
  } catch (error) {
    if (error instanceof FormError) return none;
    throw error;
  }
}
