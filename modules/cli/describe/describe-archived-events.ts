import type { ArchivedEvents } from "../../drain/events/archive-events.ts";
import { strange } from "../../drain/events/strange.ts";
import type { Line } from "../terminal/text.ts";
import { count } from "../terminal/words.ts";

/** What was asked for, from when on the archive still has it, and from when on it may not have all. */
interface Asked {
  readonly since: string;
  readonly until: string;
  readonly mayLackFrom: string;
  readonly expiredBefore?: string;
}

export function describeArchivedEvents(
  name: string,
  { events, batches, repeated, ofAws, strangers, first, last, left }: ArchivedEvents,
  { since, until, mayLackFrom, expiredBefore }: Asked,
  next: string,
): Line[] {
  return [
    ...(events === 0
      ? [`event archive ${name} has no event from ${since} to ${until}: nothing was kept`]
      : [
          `${count(events, "event")} in ${count(batches, "batch", "batches")} kept`,
          `the first was put at ${first ?? since}, the last at ${last ?? until}`,
        ]),
    ...(repeated > 0 ? [`${count(repeated, "event")} came twice and was kept once`] : []),
    `events come into an archive late: what was put from ${mayLackFrom} on may not be in it yet`,
    ...(expiredBefore === undefined
      ? []
      : [
          `event archive ${name} keeps nothing from before ${expiredBefore}: what came from ${since} to then is lost`,
        ]),
    ...(ofAws > 0
      ? [
          `${count(ofAws, "event")} of AWS's own sources: no bus takes them from anybody else`,
          "  help: replay --to-function NAME --source SOURCE hands them to a function",
        ]
      : []),
    ...strange(strangers),
    ...left.map(({ id, why }) => `${id} is left and is yours to delete: ${why}`),
    ...(events > 0 ? [`next: ${next}`] : []),
  ];
}
