import { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import { ApiGatewayV2Client } from "@aws-sdk/client-apigatewayv2";
import type { ClientOf } from "../../../modules/protectors/protector.ts";
import { FakeApis } from "../fake-apis.ts";
import { FakeGateway } from "../fake-gateway.ts";
import type { FakePlace, PlaceOptions } from "../protector-conformance/conforming.ts";
import { loneService } from "./lone-service.ts";

/** API Gateway's second version in one account and region, and what the first tells of the account. */
export class ApisPlace implements FakePlace {
  readonly client: ClientOf;
  readonly gateway: FakeApis;
  readonly first: FakeGateway;

  constructor(place: PlaceOptions) {
    this.gateway = new FakeApis(place);
    this.gateway.page = place.page;
    this.first = new FakeGateway({ ...place, wire: this.gateway.wire });
    const others = loneService(ApiGatewayV2Client, this.gateway.client, place.account);
    const { client } = this.first;
    this.client = (Asked) =>
      (Asked as unknown) === APIGatewayClient
        ? (client as unknown as InstanceType<typeof Asked>)
        : others(Asked);
  }
}
