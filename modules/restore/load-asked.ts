import type { ThingId } from "../contract/kinds.ts";
import { errorText } from "../core/error-text.ts";
import { shortList } from "../core/short-list.ts";
import { thingName } from "../core/thing-name.ts";
import { readDocument } from "../recovery/read-blob.ts";
import type { RecoveryPoint } from "../recovery/read-point.ts";
import { ManifestError } from "../recovery/read-point.ts";
import { type ArmedPoint, armedPoint, loadOrNone } from "./armed-point.ts";
import { type LoadedThing, loadThing, PointError, SealedError, takeIt, UnprovenError } from "./load-thing.ts";
import type { RestorePorts } from "./ports.ts";
import { usablePoint } from "./usable-point.ts";
import { isAsGood, scopeWords, widerPoint } from "./wider-point.ts";

const MAX_NAMED = 10;

/** Which point of a thing is to be loaded. */
export interface WhichAsked {
  /** `latest` or the beginning of a run's id. */
  readonly point: string;
  /** Nobody has asked for this very one: one that was captured before it was armed gives way to what it was restored from. */
  readonly chosen?: true;
  /** It is the latest of a time. */
  readonly newest?: true;
}

/**
 * Loads the point that was asked for. Of the `latest` ones of policies that keep different much, the wider is taken where
 * it is as good in all that both keep; otherwise the newest, and what it lacks is told.
 * @throws PointError; it names the point that opens, where this one does not
 */
export async function loadAsked(
  ports: RestorePorts,
  thing: ThingId,
  { point, chosen, newest: isNewest }: WhichAsked,
): Promise<ArmedPoint> {
  const asked = await loadOrOffer(ports, thing, point);
  if (chosen) return armedPoint(ports, thing, asked);
  if (point !== "latest" && !isNewest) return { ...asked, lacks: [] };
  const loaded = await armedPoint(ports, thing, asked);
  if (loaded.point.key !== asked.point.key || loaded.lacks.length > 0) return loaded;
  const newest = loaded.point.manifest;
  const wider = await widerPoint(ports, thing, loaded.point);
  if (wider === undefined || newest.protect === undefined || wider.manifest.protect === undefined)
    return { ...loaded, lacks: [] };
  const { run, policy, protect } = wider.manifest;
  const kept = `policy ${newest.policy} keeps ${scopeWords(newest.protect)}, ${policy} ${scopeWords(protect)}`;
  const taken = isAsGood(wider.manifest, newest) ? await loadOrNone(ports, thing, run) : undefined;
  if (taken !== undefined)
    return {
      ...taken,
      lacks: [],
      warnings: [
        ...taken.warnings,
        `point ${run} is taken, and not the newest, which is of the same revision and holds less: ${kept}; ` +
          `--point ${newest.run} takes the newest`,
      ],
    };
  const lacks = await lacking(ports, loaded, wider);
  if (lacks.length === 0) return { ...loaded, lacks };
  return {
    ...loaded,
    lacks: [`${shortList(lacks, MAX_NAMED)} of ${thingName(thing)}`],
    warnings: [
      ...loaded.warnings,
      `this point lacks ${shortList(lacks, MAX_NAMED)}, which point ${run} has: ${kept}; --point ${run} restores that one`,
    ],
  };
}

async function loadOrOffer(ports: RestorePorts, thing: ThingId, which: string): Promise<LoadedThing> {
  try {
    return await loadThing(ports, thing, which);
  } catch (error) {
    if (!(error instanceof SealedError || error instanceof UnprovenError)) throw error;
    // Who takes unsigned points has not asked for one in place of another that was tampered with.
    const { accept: _, ...signedAlone } = ports;
    const offering = error instanceof SealedError ? ports : signedAlone;
    const { run: older, hint } = await usablePoint(offering, thing, error.run);
    if (older === undefined && hint !== undefined)
      throw new PointError(error.message, `${hint}; ${error.hint}`);
    if (older === undefined) throw error instanceof SealedError ? error.cause : error;
    const good = error instanceof SealedError ? "can be opened" : "is signed and can be opened";
    const { beside } = error instanceof UnprovenError ? error : {};
    const also = beside === undefined ? "" : `; ${beside}`;
    throw new PointError(error.message, `point ${older} ${good}: ${takeIt(older)}${also}`, older);
  }
}

/** Parts by name that another point of the same thing has; nothing where its document cannot be read. */
async function lacking(
  { source: { store } }: RestorePorts,
  { protector, document, point }: LoadedThing,
  other: RecoveryPoint,
): Promise<readonly string[]> {
  const related = ({ manifest }: RecoveryPoint) => manifest.related.map(thingName);
  try {
    const theirs = protector.parse(await readDocument(store, other));
    const held = new Set([...(protector.holds?.(document) ?? []), ...related(point)]);
    return [...(protector.holds?.(theirs) ?? []), ...related(other)].filter((part) => !held.has(part));
  } catch (error) {
    if (error instanceof ManifestError) return [];
    return [`what point ${other.manifest.run} has, which cannot be read: ${errorText(error)}`];
  }
}
