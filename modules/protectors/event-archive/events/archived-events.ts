import { DescribeArchiveCommand, ListRulesCommand } from "@aws-sdk/client-eventbridge";
import type { EventArchive } from "../../../drain/events/archive-reader.ts";
import { READING, readingBegan } from "../../../drain/events/reading-name.ts";
import type { FailedMessage } from "../../../drain/ports.ts";
import { orNone } from "../../kit/attempt.ts";
import { busNameOf } from "../arn.ts";
import { patternOf, readerOf } from "./archive-replay.ts";
import { deleteReading } from "./delete-reading.ts";
import type { ReplayClients } from "./reading-parts.ts";

/** Readings that died and are deleted at once: a run is there to read. */
const MOST_SWEPT = 10;
const DAY_MS = 86_400_000;

/** The events of an archive of this account and region, by its name. Undefined: there is none. */
export async function archivedEvents(
  clients: ReplayClients,
  name: string,
): Promise<EventArchive | undefined> {
  const { events } = clients;
  const found = await orNone(() => events.send(new DescribeArchiveCommand({ ArchiveName: name })));
  if (found === undefined) return undefined;
  const { ArchiveArn: arn, EventSourceArn: source, CreationTime: made, RetentionDays: days = 0 } = found;
  if (arn === undefined || source === undefined || made === undefined)
    throw new Error(`EventBridge answered without the ARN of archive ${name}, its bus, or when it was made`);
  const bus = busNameOf(source);
  return {
    ...{ arn, bus, made: made.toISOString(), events: found.EventCount ?? 0 },
    retentionMs: days === 0 ? Number.POSITIVE_INFINITY : days * DAY_MS,
    reader: (reading, began) => readerOf(clients, { arn, bus, name: reading, began }),
    sweep: (before) => sweep(clients, bus, before),
  };
}

/** A reading's rule is deleted last: where it is, the rest may be. */
async function sweep(clients: ReplayClients, bus: string, before: Date): Promise<readonly FailedMessage[]> {
  const left: FailedMessage[] = [];
  let swept = 0;
  let NextToken: string | undefined;
  do {
    const answer = await clients.events.send(
      new ListRulesCommand({
        ...{ EventBusName: bus, NamePrefix: READING },
        ...(NextToken !== undefined && { NextToken }),
      }),
    );
    for (const { Name: name = "", EventPattern } of answer.Rules ?? []) {
      const began = readingBegan(name);
      if (began === undefined || began >= before || EventPattern !== patternOf(name)) continue;
      if (swept++ === MOST_SWEPT) return left;
      left.push(...(await deleteReading(clients, { bus, name, hasStarted: true })));
    }
    NextToken = answer.NextToken;
  } while (NextToken !== undefined);
  return left;
}
