import { randomBytes } from "node:crypto";
import { openRecords } from "../../drain/records/open-records.ts";
import type { Replayed, ReplayPorts } from "../../drain/replay.ts";
import { replay } from "../../drain/replay.ts";
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

type Point = Extract<ListedPoint, { readonly point: unknown }>;

/** Points that are looked at for the newest that has records. */
const MOST_READ = 100;

export interface PointAsked {
  /** Name of the stream. */
  readonly name: string;
  /** A run, the beginning of one, or `latest`: the newest that has records. */
  readonly point: string;
  readonly site?: string;
  readonly from?: string;
}

/** A point of a stream, and what it holds. @throws CommandError where there is none that has records and is signed */
export async function findRecords(
  plan: Plan,
  clients: ClientsOf,
  { name, point, ...places }: PointAsked,
  env: Io["env"],
): Promise<Point> {
  const thing = `kinesis-stream/${name}`;
  const all = await pointsOfThing(openSources(plan, clients, places), { kind: "kinesis-stream", id: name });
  const asked = point === "latest" ? all : all.filter(({ ref }) => ref.run.startsWith(point));
  const read = await readPoints(asked.slice(0, MOST_READ), env);
  const [unread] = read.filter((one) => "problem" in one);
  const points = read.filter((one): one is Point => "point" in one);
  const found = points.find(({ point: { manifest } }) => manifest.records !== undefined);
  if (found === undefined)
    throw new CommandError(
      unread !== undefined && "problem" in unread
        ? unread.problem
        : `no point of ${thing} ${point === "latest" ? "" : `of run ${point} `}holds records`,
      EXIT.bad,
      `npx zonekeep list ${thing} --json shows which do; a policy asks for them with protect: { events: { kinesis: 24h } }`,
    );
  const word = wordOf(found.point.authenticity);
  if (word !== "signed")
    throw new CommandError(
      `the point of ${thing} of run ${found.ref.run} is ${word}, and its records are put into no stream`,
      EXIT.bad,
      `npx zonekeep verify ${thing} --point ${found.ref.run} says why`,
    );
  return found;
}

/** Puts the records of a point into a stream. What was sent is written down beside the point, below `drained/`. */
export async function replayPoint(
  plan: Plan,
  clients: ClientsOf,
  { source, point }: Point,
  ports: Pick<ReplayPorts, "queue" | "sleep" | "onSent"> & { readonly began: Date },
): Promise<Replayed> {
  const { store, prefix, opener, region } = source;
  const { kind, id, run } = point.name;
  const records = await openRecords(store, point, unwrapping(plan, clients), opener);
  return replay(
    {
      ...ports,
      ...{ store, run, random: randomBytes, lockUntil: lockUntil(plan, region, ports.began) },
      folder: drainedFolder(prefix, `${kind}/${id}`, run),
    },
    records,
  );
}
