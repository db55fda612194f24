import { atOnce } from "../core/at-once.ts";
import { shortList } from "../core/short-list.ts";
import { thingName } from "../core/thing-name.ts";
import { SPECS } from "../protectors/kinds.ts";
import { knownKind } from "../recovery/known-kind.ts";
import { type PointName, parsePointKey, parseRunKey, runsPrefix } from "../recovery/layout.ts";
import { listPoints } from "../recovery/list-points.ts";
import { runTime } from "../recovery/run-time.ts";
import { wordOf } from "../recovery/signing/authenticity.ts";
import type { RunRead } from "../recovery/signing/read-run.ts";
import type { RunWitness } from "../recovery/signing/run-witness.ts";
import type { Store } from "../recovery/store.ts";
import { PointError } from "./load-thing.ts";
import { functionsFirst, type Selected } from "./selected.ts";

/** Where the summaries of a site's runs lie, and who tells what they are worth. */
export interface RunSource {
  readonly store: Store;
  /** `<account>/<site>/` */
  readonly prefix: string;
  readonly witness: RunWitness;
}

export interface WhichRun {
  /** `latest`, or the beginning of a run's id. Absent: `latest`. */
  readonly point?: string;
  /** Only runs that had ended by then, in milliseconds since 1970. */
  readonly at?: number;
  /** Whether a run that nobody signed is taken, where it is the one that is asked for or none is signed. */
  readonly unsigned: boolean;
}

interface Ended {
  readonly run: string;
  readonly read: RunRead;
}

/** Runs whose summaries are read before the newest one that is not complete has to do. */
const MOST_READ = 200;
const AT_ONCE = 8;
const MAX_NAMED = 3;

/** Policies of which the store has a run that has ended, sorted. */
export async function policiesWithRuns({ store, prefix }: Omit<RunSource, "witness">): Promise<string[]> {
  const policies = new Set<string>();
  for await (const { key } of store.list(runsPrefix(prefix))) {
    const found = parseRunKey(prefix, key);
    if (found !== undefined) policies.add(found.policy);
  }
  return [...policies].sort();
}

/**
 * Everything that one run of a policy kept: of the newest that is complete and signed; where none is, of the newest that is
 * signed, and what it failed at is left out by name. `undefined`: the store has no run of it.
 * @throws PointError when none can be taken, or not the one that is asked for
 */
export async function runOfPolicy(
  source: RunSource,
  policy: string,
  { point = "latest", at: time = Number.POSITIVE_INFINITY, unsigned }: WhichRun,
): Promise<Selected | undefined> {
  const runs = (await endedRuns(source, policy)).filter((run) => (runTime(run) ?? 0) <= time);
  const [newest] = runs;
  if (newest === undefined) return undefined;
  if (point !== "latest") {
    const run = onlyOne(runs, policy, point);
    return selected(source, policy, { run, read: await source.witness.run(policy, run) }, unsigned, []);
  }
  const passed: Ended[] = [];
  for (let at = 0; at < Math.min(runs.length, MOST_READ); ) {
    // The first is nearly always the one, and summaries of large policies are large.
    const some = runs.slice(at, at === 0 ? 1 : at + AT_ONCE);
    at += some.length;
    const all = await atOnce(some, AT_ONCE, async (run) => ({
      run,
      read: await source.witness.run(policy, run),
    }));
    const read = all.filter((one) => !isLater(one, time));
    const whole = read.findIndex(({ read: one }) => isWhole(one));
    passed.push(...(whole < 0 ? read : read.slice(0, whole)));
    const taken = read[whole];
    if (taken !== undefined) return selected(source, policy, taken, false, passedOver(policy, passed));
  }
  const kept = passed.filter(({ read }) => read.state === "signed" && read.points.size > 0);
  const taken = kept[0] ?? (await unprovenOf(source, passed));
  if (taken === undefined) {
    const empty = passed.find(({ read }) => keptNothing(read) || !isEmpty(read));
    if (empty === undefined) return undefined;
    throw new PointError(
      `no run of policy ${policy} kept anything, also not the newest, ${empty.run}`,
      "npx zonekeep coverage shows what of the region the policy selects",
    );
  }
  const before = passed.slice(0, passed.indexOf(taken));
  const { read } = taken;
  const is = read.state === "signed" ? read.status : read.state;
  return selected(source, policy, taken, unsigned, [
    `no run of policy ${policy} is complete and signed: run ${taken.run} is taken, which is ${is}`,
    ...passedOver(policy, before),
  ]);
}

/** Runs of a policy of which a summary lies there, newest first. Whoever puts a delete marker on a summary takes none away. */
export async function endedRuns(
  { store, prefix }: Omit<RunSource, "witness">,
  policy: string,
): Promise<string[]> {
  const runs: string[] = [];
  for await (const { key } of store.versionsBelow(runsPrefix(prefix, policy))) {
    const found = parseRunKey(prefix, key);
    if (found?.policy === policy) runs.push(found.run);
  }
  return runs.sort().reverse();
}

function onlyOne(runs: readonly string[], policy: string, point: string): string {
  const found = runs.filter((run) => run.startsWith(point));
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return only;
  const known = (only === undefined ? runs : found).slice(0, 5).join(", ");
  throw only === undefined
    ? new PointError(`policy ${policy} has no run ${point} that has ended`, `the newest are ${known}`)
    : new PointError(
        `${found.length} runs of policy ${policy} begin with ${point}`,
        `write more of one: ${known}`,
      );
}

/** Whether it had not ended by then. */
function isLater({ read }: Ended, time: number): boolean {
  return read.state === "signed" && Date.parse(read.endedAt) > time;
}

function isWhole(read: RunRead): boolean {
  return read.state === "signed" && read.status === "complete" && read.points.size > 0;
}

/** Captured nothing, and says so. */
function isEmpty(read: RunRead): boolean {
  return read.state === "signed" && read.points.size === 0;
}

/** Of a pause nobody expects more. */
function keptNothing(read: RunRead): boolean {
  return read.state === "signed" && read.points.size === 0 && read.status !== "paused";
}

/** The newest that nobody can prove, but for those of which nothing lies there. */
async function unprovenOf(source: RunSource, passed: readonly Ended[]): Promise<Ended | undefined> {
  const unproven = passed.filter(({ read }) => !isEmpty(read));
  if (unproven.every(({ read }) => read.state === "refused")) return unproven[0];
  const held = new Set<string>();
  for await (const { run } of listPoints(source.store, source.prefix)) held.add(run);
  return unproven.find(({ run, read }) => read.state === "refused" || held.has(run));
}

function passedOver(policy: string, passed: readonly Ended[]): string[] {
  const [empty] = passed.filter(({ read }) => keptNothing(read));
  const told = empty === undefined ? [] : [`newer run ${empty.run} of policy ${policy} kept nothing`];
  const runs = passed.filter(({ read }) => !isEmpty(read));
  if (runs.length === 0) return told;
  const named = runs.map(
    ({ run, read }) => `${run} (${read.state === "signed" ? read.status : wordOf(read)})`,
  );
  const are = runs.length === 1 ? "a newer run" : `${runs.length} newer runs`;
  return [
    ...told,
    `${are} of policy ${policy} ${runs.length === 1 ? "is" : "are"} not complete and signed: ` +
      `${shortList(named, MAX_NAMED)}; --point RUN takes it`,
  ];
}

/** @throws PointError for a run that nobody can prove */
async function selected(
  source: RunSource,
  policy: string,
  { run, read }: Ended,
  unsigned: boolean,
  warnings: readonly string[],
): Promise<Selected> {
  const refusal = (hint: string): PointError =>
    new PointError(
      `run ${run} of policy ${policy} is ${wordOf(read)}, so nothing was restored: ${"why" in read ? read.why : ""}`,
      hint,
    );
  if (read.state === "refused")
    throw refusal("find out who wrote its summary; take another run (--point) or another copy (--from)");
  const names =
    read.state === "signed" ? namesIn(read.points.keys(), source.prefix) : await namesOf(source, run);
  if (names.length === 0 && (read.state !== "signed" || read.failed.length === 0))
    throw new PointError(
      `run ${run} of policy ${policy} kept nothing`,
      "take another run (--point): npx zonekeep list shows the runs of what was kept",
    );
  if (read.state !== "signed" && !unsigned)
    throw refusal(
      "take another run (--point); --unsigned takes it all the same, and runs whatever code it holds",
    );
  const known = names.flatMap(({ kind: word, id }) => {
    const kind = knownKind(word);
    return kind === undefined ? [] : [{ kind, id }];
  });
  const unknown = names.filter(({ kind }) => knownKind(kind) === undefined).map(thingName);
  return {
    // A part of something comes along with what it calls, and is merged into what is there.
    things: functionsFirst(known.filter(({ kind }) => SPECS[kind].partOf === undefined)),
    run,
    leftOut: [...unknown, ...(read.state === "signed" ? read.failed.map(thingName) : [])],
    warnings: [
      ...warnings,
      ...unknown.map(
        (name) => `${name} is of a kind that this version does not restore: use a newer zonekeep`,
      ),
    ],
  };
}

function namesIn(keys: Iterable<string>, prefix: string): PointName[] {
  return [...keys].flatMap((key) => {
    const name = parsePointKey(key);
    return name?.prefix === prefix ? [name] : [];
  });
}

/** Of a run that nobody signed, what lies there: each point is looked at by itself. */
async function namesOf({ store, prefix }: RunSource, run: string): Promise<PointName[]> {
  const names: PointName[] = [];
  for await (const point of listPoints(store, prefix)) if (point.run === run) names.push(point);
  return names;
}
