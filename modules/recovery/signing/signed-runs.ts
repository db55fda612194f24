import type { PinnedKey } from "../../contract/signing.ts";
import { runKey, runsOfDay } from "../layout.ts";
import type { Manifest } from "../manifest.ts";
import type { RecoveryPoint } from "../read-point.ts";
import { runTime } from "../run-time.ts";
import type { Store, StoredVersion } from "../store.ts";
import type { Authenticity } from "./authenticity.ts";
import { checkRun, SKEW } from "./check-run.ts";
import { type RunRead, readRun } from "./read-run.ts";
import type { RunWitness } from "./run-witness.ts";

/** Whose points are believed, and by which keys. */
export interface Trust {
  readonly account: string;
  /** The source: a region or an edge zone. */
  readonly site: string;
  /** Pinned keys of the source's region. */
  readonly keys: readonly PinnedKey[];
  readonly now: () => Date;
}

/**
 * Knows the points of one source by the summaries of their runs, each read and checked once. Needs the store and the
 * pinned keys, and nothing of the source's region.
 */
export class SignedRuns implements RunWitness {
  readonly #store: Store;
  readonly #prefix: string;
  readonly #trust: Trust;
  readonly #checked = new Map<string, Promise<RunRead>>();
  /** Of runs that signed a point that was judged: the last moment, in milliseconds, at which one of these expires. */
  readonly #expires = new Map<string, number>();
  readonly #days = new Map<string, Promise<ReadonlyMap<string, readonly StoredVersion[]>>>();

  /** `prefix`: `<account>/<site>/` */
  constructor(store: Store, prefix: string, trust: Trust) {
    this.#store = store;
    this.#prefix = prefix;
    this.#trust = trust;
  }

  async judge({ key, manifest, sha256 }: RecoveryPoint): Promise<Authenticity> {
    const outOfTime = timeFault(manifest, this.#trust.now());
    if (outOfTime !== undefined) return outOfTime;
    const run = await this.run(manifest.policy, manifest.run);
    if (run.state !== "signed") return run;
    const named = run.points.get(key);
    if (named === undefined)
      return {
        state: "unsigned",
        why: "its run does not name it: its capture was ended, or somebody put it there",
      };
    if (named !== sha256)
      return {
        state: "refused",
        problem: "replaced",
        why: "its manifest is not the one that its run signed",
      };
    const expires = Math.max(Date.parse(manifest.expiresAt), this.#expires.get(run.run.key) ?? 0);
    this.#expires.set(run.run.key, expires);
    return { state: "signed", run: run.run };
  }

  async named(): Promise<readonly string[]> {
    const named: string[] = [];
    for (const [key, checked] of this.#checked) {
      const run = await checked;
      if (run.state !== "signed" || (this.#expires.get(key) ?? 0) <= this.#trust.now().getTime()) continue;
      named.push(...run.points.keys());
    }
    return named;
  }

  run(policy: string, run: string): Promise<RunRead> {
    const key = runKey(this.#prefix, policy, run);
    const known = this.#checked.get(key) ?? this.#read(key, policy, run);
    this.#checked.set(key, known);
    return known;
  }

  async #read(key: string, policy: string, run: string): Promise<RunRead> {
    const { account, site, keys, now } = this.#trust;
    const versions = (await this.#ofDay(policy, run)).get(key) ?? [];
    const name = { account, site, policy, run };
    return readRun(this.#store, {
      key,
      versions,
      check: (bytes, written) => checkRun(bytes, name, keys, now(), written),
    });
  }

  /** Of a day at once: most lists of points are of many runs, and a call tells a thousand versions. */
  #ofDay(policy: string, run: string): Promise<ReadonlyMap<string, readonly StoredVersion[]>> {
    const day = runsOfDay(this.#prefix, policy, run);
    const known = this.#days.get(day) ?? this.#list(day);
    this.#days.set(day, known);
    return known;
  }

  async #list(day: string): Promise<ReadonlyMap<string, readonly StoredVersion[]>> {
    const found = new Map<string, readonly StoredVersion[]>();
    for await (const { key, versions } of this.#store.versionsBelow(day)) found.set(key, versions);
    return found;
  }
}

/** What no honest runner writes, whoever signed it. */
function timeFault({ run, capturedAt }: Manifest, now: Date): Authenticity | undefined {
  const began = runTime(run);
  const captured = Date.parse(capturedAt);
  const refused = (problem: "future" | "back-dated", why: string): Authenticity => ({
    state: "refused",
    problem,
    why,
  });
  if (began === undefined) return refused("back-dated", `${run} is no time at which a run can begin`);
  if (began > now.getTime() + SKEW)
    return refused("future", `its run begins ${new Date(began).toISOString()}`);
  if (captured > now.getTime() + SKEW) return refused("future", `it was captured ${capturedAt}`);
  if (Number.isNaN(captured))
    return refused("back-dated", `${capturedAt} is no time at which it can be captured`);
  if (captured < began - SKEW)
    return refused("back-dated", `it was captured ${capturedAt}, before its run began`);
  return undefined;
}
