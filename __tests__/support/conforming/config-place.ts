import { ConfigServiceClient } from "@aws-sdk/client-config-service";
import type { ClientOf } from "../../../modules/protectors/protector.ts";
import { Wire } from "../fake-aws/wire.ts";
import { FakeConfig } from "../fake-config.ts";
import type { FakePlace, PlaceOptions } from "../protector-conformance/conforming.ts";
import { loneService } from "./lone-service.ts";

/** Rules of AWS Config of one account and region. */
export class ConfigPlace implements FakePlace {
  readonly client: ClientOf;
  readonly config: FakeConfig;

  constructor(place: PlaceOptions) {
    this.config = new FakeConfig({ ...place, wire: new Wire() });
    this.config.page = place.page;
    this.client = loneService(ConfigServiceClient, this.config.client, place.account);
  }
}
