import { type Archive, type EventBridgeClient, ListArchivesCommand } from "@aws-sdk/client-eventbridge";
import { everyPage } from "../kit/pages.ts";
import type { Inventoried, ProtectorPorts } from "../protector.ts";
import { thingAt } from "../thing-at.ts";
import { arnOfArchive } from "./arn.ts";
import type { ArchiveReads } from "./read.ts";

/** Every archive of the region. */
export async function* inventory(ports: ProtectorPorts & ArchiveReads): AsyncIterable<Inventoried> {
  for await (const { ArchiveName: name, EventSourceArn: source } of archivesOf(ports, ports.region)) {
    if (name === undefined) throw new Error(`events:ListArchives of ${ports.region}: one without a name`);
    const bus = source === undefined ? undefined : thingAt(source);
    // It has no tags.
    yield {
      kind: "event-archive",
      id: name,
      name,
      arn: arnOfArchive(ports, name),
      ...{ related: bus === undefined ? [] : [bus], feeds: [], tags: {} },
    };
  }
}

/** Those of a region, or of one bus by its ARN. */
export async function* archivesOf(
  { events }: { readonly events: Pick<EventBridgeClient, "send"> },
  what: string,
  EventSourceArn?: string,
): AsyncIterable<Archive> {
  const pages = everyPage(
    "events:ListArchives",
    what,
    (NextToken) => events.send(new ListArchivesCommand({ EventSourceArn, Limit: 100, NextToken })),
    ({ NextToken }) => NextToken,
  );
  for await (const { Archives = [] } of pages) yield* Archives;
}
