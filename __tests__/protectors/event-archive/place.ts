import type { CreateArchiveRequest } from "@aws-sdk/client-eventbridge";
import type { ArchiveDocument } from "../../../modules/protectors/event-archive/document.ts";
import { eventArchive } from "../../../modules/protectors/event-archive/protector.ts";
import type { EventsPlace } from "../../support/conforming/events-place.ts";
import { OPTIONS } from "../../support/sample-request.ts";
import { AWAY, HOME, place, ports } from "../event-rule/place.ts";

export const ARCHIVE = `arn:aws:events:us-east-1:${HOME.account}:archive/orders`;
export const busAt = ({ region, account } = HOME, name = "shop"): string =>
  `arn:aws:events:${region}:${account}:event-bus/${name}`;

/** An archive of the bus `shop`, unless it says otherwise. */
export function made(parts: Partial<CreateArchiveRequest> = {}, at = HOME): EventsPlace {
  const there = place(at);
  there.events.CreateEventBus({ Name: "shop" });
  there.events.CreateArchive({ ArchiveName: "orders", EventSourceArn: busAt(at), ...parts });
  return there;
}

/** A place with the bus alone. */
export function empty(at = AWAY): EventsPlace {
  const there = place(at);
  there.events.CreateEventBus({ Name: "shop" });
  return there;
}

export async function captured(there: EventsPlace) {
  const arn = ARCHIVE.replace(HOME.region, there.events.region);
  const item = { kind: "event-archive" as const, id: "orders", name: "orders", arn, related: [] };
  const found = await eventArchive.capture(ports(there) as never, item, OPTIONS);
  if (found === undefined) throw new Error("the archive is gone");
  return found;
}

export async function documentOf(parts: Partial<CreateArchiveRequest> = {}): Promise<ArchiveDocument> {
  return (await captured(made(parts))).document;
}
