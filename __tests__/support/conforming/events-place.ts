import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { ClientOf } from "../../../modules/protectors/protector.ts";
import { FakeEvents } from "../fake-events.ts";
import type { FakePlace, PlaceOptions } from "../protector-conformance/conforming.ts";
import { loneService } from "./lone-service.ts";

/** EventBridge of one account and region, with every role and key that is asked for. */
export class EventsPlace implements FakePlace {
  readonly client: ClientOf;
  readonly events: FakeEvents;

  constructor(place: PlaceOptions) {
    this.events = new FakeEvents(place);
    this.events.page = place.page;
    this.client = loneService(EventBridgeClient, this.events.client, place.account);
  }
}
