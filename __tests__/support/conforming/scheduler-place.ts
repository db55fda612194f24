import { SchedulerClient } from "@aws-sdk/client-scheduler";
import type { ClientOf } from "../../../modules/protectors/protector.ts";
import { FakeScheduler } from "../fake-scheduler.ts";
import type { FakePlace, PlaceOptions } from "../protector-conformance/conforming.ts";
import { loneService } from "./lone-service.ts";

/** Scheduler of one account and region, with every role and key that is asked for. */
export class SchedulerPlace implements FakePlace {
  readonly client: ClientOf;
  readonly scheduler: FakeScheduler;

  constructor(place: PlaceOptions) {
    this.scheduler = new FakeScheduler(place);
    this.scheduler.page = place.page;
    this.client = loneService(SchedulerClient, this.scheduler.client, place.account);
  }
}
