import type { PinnedKey } from "../../contract/signing.ts";
import { isOfObject } from "../../core/of-object.ts";
import { collect, letGo, TooLongError } from "../bytes.ts";
import { runKey } from "../layout.ts";
import type { Manifest } from "../manifest.ts";
import type { RecoveryPoint } from "../read-point.ts";
import { runTime } from "../run-time.ts";
import type { Store, StoredBytes } from "../store.ts";
import type { Authenticity, Witness } from "./authenticity.ts";
import { checkRun, type RunCheck, SKEW } from "./check-run.ts";

/** Whose points are believed, and by which keys. */
export interface Trust {
  readonly account: string;
  /** The source: a region or an edge zone. */
  readonly site: string;
  /** Pinned keys of the source's region. */
  readonly keys: readonly PinnedKey[];
  readonly now: () => Date;
}

/** A run of 100,000 functions with the longest ids stays below. */
const MAX_BYTES = 128 * 1024 * 1024;
/** Larger ones, of runs of more than 10,000 functions, are read one after the other: anybody's fill no memory together. */
const LARGE = 4 * 1024 * 1024;

const NO_SUMMARY: RunCheck = {
  state: "unsigned",
  why: "its run left no summary: it goes on, or was ended before",
};

/**
 * Knows the points of one source by the summaries of their runs, each read and checked once. Needs the store and the
 * pinned keys, and nothing of the source's region.
 */
export class SignedRuns implements Witness {
  readonly #store: Store;
  readonly #prefix: string;
  readonly #trust: Trust;
  readonly #checked = new Map<string, Promise<RunCheck>>();

  /** `prefix`: `<account>/<site>/` */
  constructor(store: Store, prefix: string, trust: Trust) {
    this.#store = store;
    this.#prefix = prefix;
    this.#trust = trust;
  }

  async judge({ key, manifest, sha256 }: RecoveryPoint): Promise<Authenticity> {
    const outOfTime = timeFault(manifest, this.#trust.now());
    if (outOfTime !== undefined) return outOfTime;
    const run = await this.#check(manifest.policy, manifest.run);
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
    return { state: "signed" };
  }

  #check(policy: string, run: string): Promise<RunCheck> {
    const key = runKey(this.#prefix, policy, run);
    const known = this.#checked.get(key) ?? this.#read(key, policy, run);
    this.#checked.set(key, known);
    return known;
  }

  /**
   * Of several summaries under one key the one that is signed counts, wherever it lies: nobody else can write it. One that
   * cannot be read, for it may be under somebody else's key, is passed over.
   */
  async #read(key: string, policy: string, run: string): Promise<RunCheck> {
    const newest = await this.#readVersion(key, policy, run);
    if (!(newest instanceof Error) && newest.state === "signed") return newest;
    let readable = newest;
    for (const { version, current } of await this.#store.versions(key)) {
      if (current) continue;
      const older = await this.#readVersion(key, policy, run, version);
      if (older instanceof Error) continue;
      if (older.state === "signed") return older;
      if (readable instanceof Error) readable = older;
    }
    if (readable instanceof Error) throw readable;
    return readable;
  }

  async #readVersion(key: string, policy: string, run: string, version?: string): Promise<RunCheck | Error> {
    const { account, site, keys, now } = this.#trust;
    const check = async (source: StoredBytes | undefined): Promise<RunCheck> =>
      source === undefined
        ? NO_SUMMARY
        : checkRun(await collect(source, MAX_BYTES), { account, site, policy, run }, keys, now());
    try {
      const source = await this.#store.open(key, version);
      if (source === undefined || source.size <= LARGE) return await check(source);
      await letGo(source);
      if (source.size > MAX_BYTES) throw new TooLongError(MAX_BYTES);
      // A connection that waits is one that S3 closes: it is asked again when its turn has come.
      return await inTurn(async () => check(await this.#store.open(key, version)));
    } catch (error) {
      if (error instanceof TooLongError)
        return { state: "refused", problem: "forged", why: `the summary of its run has ${error.message}` };
      if (isOfObject(error)) return error;
      throw error;
    }
  }
}

/** Of all sources, since the memory is that of all. */
let turn: Promise<unknown> = Promise.resolve();

function inTurn<T>(read: () => Promise<T>): Promise<T> {
  const own = turn.then(read);
  turn = own.catch(() => undefined);
  return own;
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
