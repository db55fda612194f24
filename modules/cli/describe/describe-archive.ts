import { shortList } from "../../core/short-list.ts";
import type { Archived } from "../../drain/archive.ts";
import type { Line } from "../terminal/text.ts";
import { count } from "../terminal/words.ts";

const MOST_NAMED = 5;

/** What was asked for, and from when on the stream still has it. */
interface Asked {
  readonly since: string;
  readonly until: string;
  readonly expiredBefore?: string;
}

export function describeArchive(name: string, told: Archived, asked: Asked, next: string): Line[] {
  const { records, batches, shards, first, last, throttled, overtaken } = told;
  const { since, until, expiredBefore } = asked;
  return [
    ...(records === 0
      ? [`stream ${name} has no record from ${since} to ${until}: nothing was kept`]
      : [
          `${count(records, "record")} of ${count(shards, "shard")} in ${count(batches, "batch", "batches")} kept`,
          `the first arrived at ${first ?? since}, the last at ${last ?? until}`,
        ]),
    ...(expiredBefore === undefined
      ? []
      : [
          `stream ${name} keeps nothing from before ${expiredBefore}: what came from ${since} to then is lost`,
        ]),
    ...(overtaken.length > 0
      ? [
          `records of ${shortList(overtaken, MOST_NAMED)} may have expired before they were read`,
          "  help: archive more often, or let the stream keep records for longer",
        ]
      : []),
    ...(throttled > 0
      ? [`${count(throttled, "read")} refused by Kinesis, since others read as well, and made again`]
      : []),
    ...(records > 0 ? [`next: ${next}`] : []),
  ];
}
