import { ApiGatewayV2Client } from "@aws-sdk/client-apigatewayv2";
import type { ClientOf } from "../../../modules/protectors/protector.ts";
import { FakeApis } from "../fake-apis.ts";
import type { FakePlace, PlaceOptions } from "../protector-conformance/conforming.ts";
import { loneService } from "./lone-service.ts";

/** API Gateway's second version in one account and region. */
export class ApisPlace implements FakePlace {
  readonly client: ClientOf;
  readonly gateway: FakeApis;

  constructor(place: PlaceOptions) {
    this.gateway = new FakeApis(place);
    this.gateway.page = place.page;
    this.client = loneService(ApiGatewayV2Client, this.gateway.client, place.account);
  }
}
