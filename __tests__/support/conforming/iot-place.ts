import { IoTClient } from "@aws-sdk/client-iot";
import type { ClientOf } from "../../../modules/protectors/protector.ts";
import { Wire } from "../fake-aws/wire.ts";
import { FakeIot } from "../fake-iot.ts";
import type { FakePlace, PlaceOptions } from "../protector-conformance/conforming.ts";
import { loneService } from "./lone-service.ts";

/** Topic rules of one account and region, with every role that is asked for, but those that are absent. */
export class IotPlace implements FakePlace {
  readonly client: ClientOf;
  readonly iot: FakeIot;
  /** ARNs of roles. */
  readonly absent = new Set<string>();

  constructor(place: PlaceOptions) {
    this.iot = new FakeIot({ ...place, wire: new Wire() });
    this.iot.page = place.page;
    this.client = loneService(IoTClient, this.iot.client, place.account, this.absent);
  }
}
