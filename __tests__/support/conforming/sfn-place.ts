import { SFNClient } from "@aws-sdk/client-sfn";
import type { ClientOf } from "../../../modules/protectors/protector.ts";
import { FakeSfn } from "../fake-sfn.ts";
import type { FakePlace, PlaceOptions } from "../protector-conformance/conforming.ts";
import { loneService } from "./lone-service.ts";

/** Step Functions of one account and region, with every role and key that is asked for, but those that are absent. */
export class SfnPlace implements FakePlace {
  readonly client: ClientOf;
  readonly sfn: FakeSfn;
  readonly absent = new Set<string>();

  constructor(place: PlaceOptions) {
    this.sfn = new FakeSfn(place);
    this.sfn.page = place.page;
    this.client = loneService(SFNClient, this.sfn.client, place.account, this.absent);
  }
}
