import { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import type { ClientOf } from "../../../modules/protectors/protector.ts";
import { FakeGateway } from "../fake-gateway.ts";
import type { FakePlace, PlaceOptions } from "../protector-conformance/conforming.ts";
import { loneService } from "./lone-service.ts";

/** API Gateway of one account and region. */
export class GatewayPlace implements FakePlace {
  readonly client: ClientOf;
  readonly gateway: FakeGateway;

  constructor(place: PlaceOptions) {
    this.gateway = new FakeGateway(place);
    this.gateway.page = place.page;
    this.client = loneService(APIGatewayClient, this.gateway.client, place.account);
  }
}
