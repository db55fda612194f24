import { SNSClient } from "@aws-sdk/client-sns";
import type { ClientOf } from "../../../modules/protectors/protector.ts";
import { FakeSns } from "../fake-sns.ts";
import type { FakePlace, PlaceOptions } from "../protector-conformance/conforming.ts";
import { loneService } from "./lone-service.ts";

/** SNS of one account and region, with every role and key that is asked for but those that are absent. */
export class SnsPlace implements FakePlace {
  readonly client: ClientOf;
  readonly sns: FakeSns;
  readonly absent = new Set<string>();

  constructor(place: PlaceOptions) {
    this.sns = new FakeSns(place);
    this.sns.page = place.page;
    this.client = loneService(SNSClient, this.sns.client, place.account, this.absent);
  }
}
