import type { CaptureItem } from "../contract/events.ts";
import type { ThingId } from "../contract/kinds.ts";
import { atOnce } from "../core/at-once.ts";
import { failureText } from "../core/error-text.ts";
import { thingName } from "../core/thing-name.ts";
import { SPECS } from "../protectors/kinds.ts";
import type { Difference } from "../protectors/kit/differences.ts";
import type { Untranslated } from "../protectors/untranslated.ts";
import { gather } from "./gather.ts";
import type { GatheredThing } from "./gathered-thing.ts";
import { type ComparePorts, captureLive, listLive } from "./live-things.ts";
import { type Meant, meantAtHome, meantElsewhere } from "./meant-there.ts";
import type { RestoreAsked } from "./restore-asked.ts";
import { requireMeant } from "./skips.ts";

/** How a live thing stands to its point. */
interface Compared extends ThingId {
  readonly run: string;
  /** What it is called there, where that is something else. */
  readonly there?: string;
  /**
   * `unarmed`: it is restored, and differs by what arming sets alone. `unmade`: not there, where arming makes it and has
   * not been. `unread`: nobody can tell.
   */
  readonly state: "same" | "differs" | "unarmed" | "unmade" | "gone" | "unread";
  /** `was` as a restore would have it there, `is` as it is now. But for what stands in `atArm`. */
  readonly differences: readonly Difference[];
  /** What arming sets, where a function among all that is compared says that it is not armed. */
  readonly atArm: readonly Difference[];
  /** What is secret is another, as values of environment variables; what it is shows nowhere. */
  readonly secretsDiffer: boolean;
  /** What has no counterpart there, and so differs. At home there is none. */
  readonly missing: readonly Untranslated[];
  /** Why it could not be read. */
  readonly why?: string;
}

export interface LiveComparison {
  /** Compared where it was, as it was captured; otherwise as a restore would translate it. */
  readonly home: boolean;
  readonly things: readonly Compared[];
  /** Names of what was captured with them and has no point that can be used. */
  readonly leftOut: readonly string[];
  readonly skipped: readonly string[];
  readonly warnings: readonly string[];
}

const AT_ONCE = 4;

/**
 * Compares what would come back with what is there now, read as a capture reads it: in the region where it was, or as a restore
 * would translate it for another one, another name or what a map says. Changes nothing, and brings over only bytes that the
 * points do not have.
 * @throws PointError, and whatever keeps a kind's things from being listed
 */
export async function compareLive(ports: ComparePorts, asked: RestoreAsked): Promise<LiveComparison> {
  const gathered = await gather(ports, asked);
  const { things, leftOut, skipped, warnings } = gathered;
  // What is compared is whole: a word of a part would leave nothing out.
  await requireMeant(ports, asked, { parts: [], things: things.map(thingName), skipped });
  const home = isHome(ports, things, asked);
  const meant = home ? meantAtHome(gathered) : await meantElsewhere(ports, gathered, asked);
  const told = new Set([...warnings, ...meant.warnings]);
  const live = await listLive(ports, things, (text) => void told.add(text));
  const compared = await atOnce(meant.meant, AT_ONCE, (one) =>
    compareOne(ports, one, live(one.thing.kind, one.id)),
  );
  const isArmed = compared.every(({ marked }) => !marked);
  return {
    home,
    things: compared.map((one) => apart(one, isArmed)),
    leftOut,
    skipped: [...new Set([...skipped, ...meant.away.map(({ what }) => what)])],
    warnings: [...told],
  };
}

function isHome(
  { account, region }: ComparePorts,
  things: readonly GatheredThing[],
  { as, map }: RestoreAsked,
): boolean {
  // What was deleted there and restored has another id, which its plan knows.
  const isThere = ({ kind, point: { manifest } }: GatheredThing): boolean =>
    manifest.account === account && manifest.region === region && SPECS[kind].drawsId === undefined;
  return as === undefined && Object.keys(map).length === 0 && things.every(isThere);
}

async function compareOne(
  ports: ComparePorts,
  { thing, id: there, document, secrets, ids, missing, why }: Meant,
  item: CaptureItem | undefined,
): Promise<Compared & { readonly marked?: boolean }> {
  const { kind, id, protector, point } = thing;
  const own = {
    ...{ kind, id, run: point.manifest.run },
    ...(there !== id && { there }),
    ...{ differences: [], atArm: [], secretsDiffer: false, missing },
  };
  if (why !== undefined) return { ...own, state: "unread", why };
  if (item === undefined) return { ...own, state: "gone" };
  try {
    const live = await captureLive(ports, thing, item);
    if (live === undefined) return { ...own, state: "gone" };
    const differences = protector.differences(document, live.document, ids, { armed: true });
    const secretsDiffer = protector.secretsDiffer?.({ document, secrets }, live, ids) ?? false;
    const isSame = differences.length === 0 && !secretsDiffer && missing.length === 0;
    const off = differences.filter(isOff);
    const restored =
      off.length === 0 ? [] : protector.differences(document, live.document, ids, { armed: false });
    const atArm = off.filter((one) => !restored.some(({ path }) => path === one.path));
    const marked = protector.unarmed?.(live.document) !== undefined;
    return { ...own, state: isSame ? "same" : "differs", differences, atArm, secretsDiffer, marked };
  } catch (error) {
    return { ...own, state: "unread", why: failureText(error) };
  }
}

/** A trigger that is not there, or is there and disabled. */
function isOff({ is }: Difference): boolean {
  return is === undefined || is === false || is === "DISABLED";
}

/** What arming sets stands apart from what somebody changed, where arming has not been. */
function apart({ marked: _, ...one }: Awaited<ReturnType<typeof compareOne>>, isArmed: boolean): Compared {
  if (!isArmed && one.state === "gone" && SPECS[one.kind].madeByArm) return { ...one, state: "unmade" };
  if (isArmed || one.atArm.length === 0) return { ...one, atArm: [] };
  const differences = one.differences.filter((each) => !one.atArm.includes(each));
  const isWhole = differences.length === 0 && !one.secretsDiffer && one.missing.length === 0;
  return { ...one, differences, state: isWhole ? "unarmed" : one.state };
}
