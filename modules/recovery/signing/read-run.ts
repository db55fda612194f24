import { isOfObject } from "../../core/of-object.ts";
import { collect, letGo, sha256, TooLongError } from "../bytes.ts";
import { buriedWhy, oldestVersions } from "../oldest-versions.ts";
import type { Store, StoredBytes, StoredVersion } from "../store.ts";
import type { RunCheck } from "./check-run.ts";
import { doubtsOf, type ReadSummary } from "./run-doubts.ts";
import type { SignedRun } from "./signed-run.ts";

/** What the summary of a run is worth, as it lies in a store. */
export type RunRead =
  | (Extract<RunCheck, { readonly state: "signed" }> & { readonly run: SignedRun })
  | Exclude<RunCheck, { readonly state: "signed" }>;

/** Where it lies, and who tells what is in it. */
export interface RunPlace {
  readonly key: string;
  /** Oldest first. */
  readonly versions: readonly StoredVersion[];
  /** `written`: ISO 8601, when S3 took these bytes. */
  readonly check: (bytes: Uint8Array, written: string) => RunCheck;
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
 * Of several summaries under one key the oldest that is signed counts: a run signs once, when it ends, and whoever takes the
 * power to sign afterwards can only put another one on top. One that cannot be read, for it may be under somebody else's key,
 * is passed over.
 * @throws what the newest was refused with, where none can be read; and whatever is not about one object
 */
export async function readRun(store: Store, place: RunPlace): Promise<RunRead> {
  const { key, versions } = place;
  const read: (ReadSummary | Error)[] = [];
  for (const at of oldestVersions(versions)) read.push(await readVersion(store, place, at));
  const readable = read.flatMap((one) => (one instanceof Error ? [] : [one]));
  const first = readable.find(({ check }) => check.state === "signed");
  if (first?.check.state === "signed") {
    const { at, sha256: hash, check } = first;
    const doubts = doubtsOf(first, readable, versions);
    return { ...check, run: { key, version: at.version, sha256: hash, size: at.size, doubts } };
  }
  const why = buriedWhy(versions, "a summary that its run signed");
  if (why !== undefined) return { state: "refused", problem: "buried", why: `of its run's summary ${why}` };
  const newest = read.at(-1);
  const told = newest instanceof Error ? readable[0]?.check : newest?.check;
  if (told === undefined && newest instanceof Error) throw newest;
  // None that is signed came this far.
  return (told ?? NO_SUMMARY) as RunRead;
}

async function readVersion(
  store: Store,
  { key, check }: RunPlace,
  at: StoredVersion,
): Promise<ReadSummary | Error> {
  const checked = async (source: StoredBytes | undefined): Promise<ReadSummary> => {
    if (source === undefined) return { at, check: NO_SUMMARY, sha256: "" };
    const bytes = await collect(source, MAX_BYTES);
    return { at, check: check(bytes, at.written), sha256: sha256(bytes) };
  };
  try {
    const source = await store.open(key, at.version);
    if (source === undefined || source.size <= LARGE) return await checked(source);
    await letGo(source);
    if (source.size > MAX_BYTES) throw new TooLongError(MAX_BYTES);
    // A connection that waits is one that S3 closes: it is asked again when its turn has come.
    return await inTurn(async () => checked(await store.open(key, at.version)));
  } catch (error) {
    if (error instanceof TooLongError) {
      const why = `the summary of its run has ${error.message}`;
      return { at, check: { state: "refused", problem: "forged", why }, sha256: "" };
    }
    if (isOfObject(error)) return error;
    throw error;
  }
}

/** Of all sources, since the memory is that of all. */
let turn: Promise<unknown> = Promise.resolve();

function inTurn<T>(read: () => Promise<T>): Promise<T> {
  const own = turn.then(read);
  turn = own.catch(() => undefined);
  return own;
}
