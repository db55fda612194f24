import { CloudFrontClient } from "@aws-sdk/client-cloudfront";
import { KeyValueStoreClient } from "../../../modules/protectors/cloudfront-distribution/stores/client.ts";
import type { ClientOf } from "../../../modules/protectors/protector.ts";
import { FakeCloudFront } from "../fake-cloudfront.ts";
import type { FakePlace, PlaceOptions } from "../protector-conformance/conforming.ts";
import { loneService } from "./lone-service.ts";

/** CloudFront of one account. */
export class CloudFrontPlace implements FakePlace {
  readonly client: ClientOf;
  readonly cloudfront: FakeCloudFront;

  constructor(place: PlaceOptions) {
    this.cloudfront = new FakeCloudFront(place);
    this.cloudfront.page = place.page;
    this.cloudfront.keyValues.page = place.page;
    const others = loneService(CloudFrontClient, this.cloudfront.client, place.account);
    const values: unknown = this.cloudfront.keyValues.client;
    this.client = (Asked) =>
      (Asked as unknown) === KeyValueStoreClient ? (values as InstanceType<typeof Asked>) : others(Asked);
  }
}
