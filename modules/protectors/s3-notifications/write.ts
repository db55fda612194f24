import type { JsonObject } from "../../contract/json.ts";
import { hashOf } from "../../core/hash.ts";
import { attempt } from "../kit/attempt.ts";
import { goneFunctions } from "../kit/gone-functions.ts";
import { ARM_AGAIN, RestoreError } from "../kit/restore-error.ts";
import { steadily } from "../kit/steadily.ts";
import type { Configuration } from "./document.ts";
import { destinationOf, entryEvents, entryLabel } from "./entry.ts";
import { changedEntries, type Gone, holdsEntries, mergeNotifications, overlaps } from "./merge.ts";
import { putConfiguration, WRITE_ACTION } from "./put.ts";
import { type BucketPorts, READ_ACTION, readConfiguration } from "./read.ts";

type Note = (text: string) => void;

/** Whether the bucket tells what it is to tell. @throws RestoreError where it cannot, for another entry of the same events */
export async function tellsAlready(
  ports: BucketPorts,
  bucket: string,
  ours: Configuration,
  note: Note,
): Promise<boolean> {
  const there = await readNow(ports, bucket, ARM_AGAIN);
  if (holdsEntries(there, ours)) return true;
  tellChanges(bucket, there, ours, await replaceable(ports, bucket, there, ours), note);
  return false;
}

/** Merges our entries into the bucket's document, writes it, and reads it until they stay. */
export async function tell(
  ports: BucketPorts,
  bucket: string,
  ours: Configuration,
  note: Note,
): Promise<"kept" | "written"> {
  return writeSteadily(ports, bucket, ours, ARM_AGAIN, {
    holds: (there) => holdsEntries(there, ours),
    put: async (there) => {
      const gone = await replaceable(ports, bucket, there, ours);
      tellChanges(bucket, there, ours, gone, note);
      const others = await putConfiguration(
        ports,
        bucket,
        mergeNotifications(there, ours, gone),
        ours,
        ARM_AGAIN,
      );
      tellUnreached(bucket, others, note);
    },
  });
}

interface Steady {
  readonly holds: (there: Configuration) => boolean;
  readonly put: (there: Configuration) => Promise<void>;
}

/** S3 has no condition for this PUT. @throws RestoreError where somebody keeps undoing it */
export function writeSteadily(
  ports: BucketPorts,
  bucket: string,
  ours: Configuration,
  again: string,
  { holds, put }: Steady,
): Promise<"kept" | "written"> {
  const what = { resource: `bucket ${bucket}`, call: WRITE_ACTION, again };
  const apart = hashOf(JSON.stringify(ours)) % 600;
  const read = () => readNow(ports, bucket, again);
  return steadily(ports.sleep, { ...what, apart }, { read, holds, put });
}

/** Destinations of others that S3 does not reach, and whose entries stay all the same. */
export function tellUnreached(
  bucket: string,
  others: Awaited<ReturnType<typeof putConfiguration>>,
  note: Note,
): void {
  for (const { arn, reason } of others)
    note(`bucket ${bucket}: S3 does not reach ${arn} (${reason}); that entry is another's and stays`);
}

/** Of the entries that are in our way, the functions that are gone. @throws RestoreError where one answers */
async function replaceable(
  ports: BucketPorts,
  bucket: string,
  there: Configuration,
  ours: Configuration,
): Promise<Gone> {
  const inTheWay = overlaps(there, ours);
  const gone = await goneFunctions(
    ports,
    inTheWay.flatMap((entry) => destinationOf(entry) ?? []),
  );
  const foreign = inTheWay.filter((entry) => !isGone(entry, gone));
  if (foreign.length > 0)
    throw new RestoreError(
      `bucket ${bucket}`,
      WRITE_ACTION,
      `S3 takes one destination for an event, and ${foreign.map(entryLabel).sort().join(", ")} is told of it`,
      "remove or narrow that entry; then arm again",
    );
  return gone;
}

function isGone(entry: JsonObject, gone: Gone): boolean {
  return gone.has(destinationOf(entry) ?? "");
}

function tellChanges(
  bucket: string,
  there: Configuration,
  ours: Configuration,
  gone: Gone,
  note: Note,
): void {
  for (const { is, ours: wanted } of changedEntries(there, ours))
    note(
      `bucket ${bucket}: ${entryLabel(is)} was changed since: ${entryEvents(is)} becomes ${wanted.map(entryEvents).join(" and ")}`,
    );
  for (const entry of overlaps(there, ours).filter((one) => isGone(one, gone)))
    note(`bucket ${bucket}: ${entryLabel(entry)} is replaced, for that function is gone`);
}

export function readNow(ports: BucketPorts, bucket: string, again: string): Promise<Configuration> {
  const what = { resource: `bucket ${bucket}`, call: READ_ACTION, again };
  return attempt(ports.sleep, what, () => readConfiguration(ports, bucket));
}
