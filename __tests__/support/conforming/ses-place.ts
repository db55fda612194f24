import { SESClient } from "@aws-sdk/client-ses";
import type { ClientOf } from "../../../modules/protectors/protector.ts";
import { Wire } from "../fake-aws/wire.ts";
import { FakeSes } from "../fake-ses.ts";
import type { FakePlace, PlaceOptions } from "../protector-conformance/conforming.ts";
import { loneService } from "./lone-service.ts";

/** Receipt rules of one account and region, with every role and key that is asked for. */
export class SesPlace implements FakePlace {
  readonly client: ClientOf;
  readonly ses: FakeSes;

  constructor(place: PlaceOptions) {
    this.ses = new FakeSes({ ...place, wire: new Wire() });
    this.ses.page = place.page;
    this.client = loneService(SESClient, this.ses.client, place.account);
  }
}
