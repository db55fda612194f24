import { randomBytes } from "node:crypto";
import type { ThingId } from "../../contract/kinds.ts";
import { thingName } from "../../core/thing-name.ts";
import { SENT } from "../../drain/format.ts";
import { openRecords } from "../../drain/records/open-records.ts";
import type { Replayed, ReplayPorts } from "../../drain/replay.ts";
import { replayOpened } from "../../drain/replay.ts";
import type { Plan } from "../../planner/plan.ts";
import { drainedFolder } from "../../recovery/layout.ts";
import { wordOf } from "../../recovery/signing/authenticity.ts";
import type { ClientsOf } from "../aws/clients.ts";
import { type ListedPoint, readPoints } from "../points/find-points.ts";
import { openSources } from "../points/open-sources.ts";
import { pointsOfThing } from "../points/points-of-thing.ts";
import { unwrapping } from "../points/restore-ports.ts";
import { CommandError, EXIT } from "../terminal/exit.ts";
import type { Io } from "../terminal/io.ts";
import { lockUntil } from "./open-drained.ts";

/** One whose manifest could be read. */
export type UsablePoint = Extract<ListedPoint, { readonly point: unknown }>;

/** Points that are looked at for the newest that has records. */
const MOST_READ = 100;

/** Whose records or events points hold. */
export interface HeldThing extends ThingId {
  readonly kind: "kinesis-stream" | "event-archive";
}

/** What is said of either. */
const SAID = {
  "kinesis-stream": { held: "records", into: "a stream", window: "kinesis", noun: "stream" },
  "event-archive": { held: "events", into: "a bus", window: "eventbridge", noun: "archive" },
} as const;

export interface PointAsked {
  readonly thing: HeldThing;
  /** A run, the beginning of one, or `latest`: the newest that has records. */
  readonly point: string;
  readonly site?: string;
  readonly from?: string;
}

/** The point that is meant, and why newer ones are not. */
interface FoundRecords {
  readonly found: UsablePoint;
  readonly passedOver: readonly string[];
}

/** A point of a stream or an archive, and what it holds. @throws CommandError where there is none that has records and is signed */
export async function findRecords(
  plan: Plan,
  clients: ClientsOf,
  { thing, point, ...places }: PointAsked,
  env: Io["env"],
  isOwn: (found: UsablePoint) => Promise<boolean>,
): Promise<FoundRecords> {
  const all = await pointsOfThing(openSources(plan, clients, places), thing);
  const asked = point === "latest" ? all : all.filter(({ ref }) => ref.run.startsWith(point));
  return chooseRecords(await readPoints(asked.slice(0, MOST_READ), env), { thing, point }, isOwn);
}

/**
 * `read`: newest first. The newest that is signed and has any, where no other one's have been put again: those would come
 * twice; nor one that holds what is there already, such as of a stream that was restored and is read by runs again.
 * @throws CommandError where there is none, or a person has to say which
 */
export async function chooseRecords(
  read: readonly ListedPoint[],
  { thing: of, point }: Pick<PointAsked, "thing" | "point">,
  isOwn: (found: UsablePoint) => Promise<boolean>,
): Promise<FoundRecords> {
  const thing = thingName(of);
  const { held, into, window, noun } = SAID[of.kind];
  const isLatest = point === "latest";
  const passedOver: string[] = [];
  const usable: UsablePoint[] = [];
  for (const one of read) {
    const why = whyNot(one, held);
    if (why === undefined && "point" in one && one.point.manifest.records !== undefined) usable.push(one);
    // What is older than the one that is taken is nobody's loss.
    else if (why !== undefined && usable.length === 0) passedOver.push(`point ${one.ref.run} ${why}`);
  }
  let at = 0;
  for (let one = usable[0]; isLatest && one !== undefined && (await isOwn(one)); one = usable[++at])
    passedOver.push(`point ${one.ref.run} holds ${held} that the ${noun} which is there has itself`);
  const found = usable[at];
  if (found === undefined)
    throw new CommandError(
      passedOver.length > 0
        ? `no ${held} are put into ${into}: ${passedOver.join("; ")}`
        : `no point of ${thing} ${isLatest ? "" : `of run ${point} `}holds ${held}`,
      EXIT.bad,
      passedOver.length > 0
        ? `npx zonekeep verify ${thing} says more of them; --point RUN takes one all the same, if it is signed`
        : `npx zonekeep list ${thing} --json shows which do; a policy asks for them with protect: { events: { ${window}: 24h } }`,
    );
  if (!isLatest) return { found, passedOver };
  for (const other of usable.slice(at + 1))
    if (await isBegun(other))
      throw new CommandError(
        `${held} of ${thing} were put into ${into} out of point ${other.ref.run}, and ${found.ref.run} is newer now: both hold some of the same`,
        EXIT.bad,
        `--point ${other.ref.run} goes on where that was; --point ${found.ref.run} sends all of the newer one`,
      );
  return { found, passedOver };
}

/** Undefined: what it holds can be put again. Absent records are no reason to tell: another policy made it. */
function whyNot(one: ListedPoint, held: string): string | undefined {
  if (!("point" in one)) return `cannot be read: ${one.problem}`;
  const { records } = one.point.manifest;
  const word = wordOf(one.point.authenticity);
  if (records !== undefined && word !== "signed") return `is ${word}`;
  return records?.records === 0 ? `holds 0 ${held}` : undefined;
}

/** Whether anything of it is written down as sent, wherever to. */
async function isBegun({ source: { store, prefix }, point: { name } }: UsablePoint): Promise<boolean> {
  const folder = drainedFolder(prefix, `${name.kind}/${name.id}`, name.run);
  for await (const _ of store.list(`${folder}${SENT}`)) return true;
  return false;
}

/** Puts the records of a point into a stream, or its events on a bus. What was sent is written down beside the point, below `drained/`. */
export async function replayPoint(
  plan: Plan,
  clients: ClientsOf,
  { source, point }: UsablePoint,
  ports: Pick<ReplayPorts, "queue" | "sleep" | "onSent"> & { readonly began: Date },
): Promise<Replayed> {
  const { store, prefix, opener, region } = source;
  const { kind, id, run } = point.name;
  const records = await openRecords(store, point, unwrapping(plan, clients), opener);
  return replayOpened(
    {
      ...ports,
      ...{ store, run, random: randomBytes, lockUntil: lockUntil(plan, region, ports.began) },
      folder: drainedFolder(prefix, `${kind}/${id}`, run),
    },
    records,
  );
}
