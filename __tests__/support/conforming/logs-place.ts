import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { ClientOf } from "../../../modules/protectors/protector.ts";
import { FakeLogs } from "../fake-logs.ts";
import type { FakePlace, PlaceOptions } from "../protector-conformance/conforming.ts";
import { loneService } from "./lone-service.ts";

/** Logs of one account and region, with every role and key that is asked for but those that are absent. */
export class LogsPlace implements FakePlace {
  readonly client: ClientOf;
  readonly logs: FakeLogs;
  readonly absent = new Set<string>();

  constructor(place: PlaceOptions) {
    this.logs = new FakeLogs(place);
    this.logs.page = place.page;
    this.client = loneService(CloudWatchLogsClient, this.logs.client, place.account, this.absent);
  }
}
