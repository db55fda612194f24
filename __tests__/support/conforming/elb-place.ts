import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { ClientOf } from "../../../modules/protectors/protector.ts";
import { FakeElb } from "../fake-elb.ts";
import type { FakePlace, PlaceOptions } from "../protector-conformance/conforming.ts";
import { loneService } from "./lone-service.ts";

/** Elastic Load Balancing of one account and region. */
export class ElbPlace implements FakePlace {
  readonly client: ClientOf;
  readonly elb: FakeElb;

  constructor(place: PlaceOptions) {
    this.elb = new FakeElb(place);
    this.elb.page = place.page;
    this.client = loneService(ElasticLoadBalancingV2Client, this.elb.client, place.account);
  }
}
