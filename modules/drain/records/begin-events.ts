import type { EventArchive } from "../events/archive-reader.ts";
import type { Begun } from "./begin-from.ts";
import type { RecordsIndex } from "./index-form.ts";

const MINUTE = 60_000;
/**
 * Events come into an archive late: AWS advises to replay none that is younger.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-archive.html
 */
const LATE = 10 * MINUTE;
/** What is about to expire would while it is read. */
const EDGE = 60 * MINUTE;
/** Where all is wanted that an archive has which never forgets. */
const BEFORE_BIRTH = 7 * 1440 * MINUTE;

/** Until when a run reads an archive, by the time of events: whole minutes, as replays go. Milliseconds since 1970. */
export function readableUntil(began: number): number {
  return floor(began - LATE);
}

/** Where a run reads an archive on: after what an earlier one has read, where nothing can be missing, else from the window on. */
export function beginEvents(
  archive: Pick<EventArchive, "arn" | "made" | "retentionMs">,
  earlier: RecordsIndex | undefined,
  windowMs: number,
  began: number,
): Begun {
  const { arn: stream, made, retentionMs } = archive;
  const target = readableUntil(began);
  const held = began - retentionMs;
  const isAgain = earlier !== undefined && earlier.made !== made;
  // An event may have an older time than its archive; what another archive of that name had is in points of before.
  const birth = floor(Date.parse(made)) - (isAgain ? 0 : BEFORE_BIRTH);
  const first = Math.max(floor(target - windowMs), floor(held + EDGE), birth);
  const since = new Date(Math.min(target, first)).toISOString();
  const index: RecordsIndex = {
    ...{ format: 1, stream, made, since, until: since },
    ...{ chunks: [], keys: [], shards: [], ended: [] },
    ...(earlier?.slice !== undefined && { slice: earlier.slice }),
  };
  if (earlier === undefined) return { index, warnings: [] };
  const read = Date.parse(earlier.until);
  // Nobody wants what came between that and the window.
  if (!isAgain && read < target - windowMs) return { index, warnings: [] };
  const why = isAgain
    ? `it was made again at ${made}, and what was read before is of another one, in points of before`
    : read < held
      ? `events from ${earlier.until} on may have expired before they were read`
      : undefined;
  if (why === undefined) return { index: earlier, warnings: [] };
  return { index, warnings: [`${why}: this point holds events from ${since} on alone`] };
}

function floor(at: number): number {
  return Math.floor(at / MINUTE) * MINUTE;
}
