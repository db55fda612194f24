import type { RunSummary } from "../../contract/events.ts";
import { collect } from "../../recovery/bytes.ts";
import { runKey } from "../../recovery/layout.ts";
import { wordOf } from "../../recovery/signing/authenticity.ts";
import { endedRuns } from "../../restore/run-of-policy.ts";
import { parseSummary } from "../points/believe-run.ts";
import type { Source } from "../points/open-sources.ts";

/** What a run kept, as it is drawn. */
export interface DrawnRun {
  readonly run: string;
  /** Keys of its points. */
  readonly points: readonly string[];
  readonly seen: RunSummary["seen"];
  /** Why nobody proves it. Absent: a pinned key signed it. */
  readonly unsigned?: string;
  /** A newer run, which kept nothing. Absent: there is none. */
  readonly emptyRun?: string;
  /** Newer runs that are not drawn since nobody proves them: `RUN (forged)`. */
  readonly passedOver: readonly string[];
}

/** Summaries that are read before a newest run that nobody signed, or that kept nothing, has to do. */
const MOST_READ = 200;

/** Bytes: as much as a verification reads of one. */
const MAX_SUMMARY = 128 * 1024 * 1024;

/**
 * What the newest run of a policy kept that is signed and kept anything, as a restore takes it; where none is signed, the
 * newest that contradicts nothing, with the reason. `undefined`: none has kept anything.
 */
export async function drawnRun(source: Source, policy: string): Promise<DrawnRun | undefined> {
  const passedOver: string[] = [];
  let emptyRun: string | undefined;
  let unproven: DrawnRun | undefined;
  const empty = () => (emptyRun === undefined ? {} : { emptyRun });
  for (const run of (await endedRuns(source, policy)).slice(0, MOST_READ)) {
    const read = await source.witness.run(policy, run);
    if (read.state === "signed") {
      const { points, seen } = read;
      if (points.size > 0) return { run, points: [...points.keys()], seen, ...empty(), passedOver };
      // A pause keeps nothing on purpose.
      if (read.status !== "paused") emptyRun ??= run;
      continue;
    }
    if (read.state !== "refused" && unproven === undefined) {
      const kept = await summaryOf(source, policy, run);
      if (kept !== undefined && kept.points.length > 0) {
        const points = kept.points.map(({ key }) => key);
        unproven = {
          run,
          points,
          seen: kept.seen,
          unsigned: read.why,
          ...empty(),
          passedOver: [...passedOver],
        };
      } else if (kept !== undefined && kept.pause === undefined) emptyRun ??= run;
    }
    passedOver.push(`${run} (${wordOf(read)})`);
  }
  return unproven;
}

/** What calls the things of a run and is kept by no point; of one that nobody signed, as whoever wrote its summary says. */
export async function seenOf(source: Source, policy: string, run: string): Promise<RunSummary["seen"]> {
  const read = await source.witness.run(policy, run);
  if (read.state === "refused") return undefined;
  return read.state === "signed" ? read.seen : (await summaryOf(source, policy, run))?.seen;
}

/** `undefined`: there is none, or it is of an older form. */
async function summaryOf(
  { store, prefix }: Source,
  policy: string,
  run: string,
): Promise<RunSummary | undefined> {
  const found = await store.open(runKey(prefix, policy, run));
  return found === undefined
    ? undefined
    : parseSummary(Buffer.from(await collect(found, MAX_SUMMARY)).toString());
}
