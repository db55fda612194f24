import type * as K from "@aws-sdk/client-cloudfront-keyvaluestore";
import type { KeyValueStoreClient } from "../../../modules/protectors/cloudfront-distribution/stores/client.ts";
import { awsError } from "../fake-aws/error.ts";
import { FakeService } from "../fake-aws/service.ts";

export interface MadeStore {
  readonly id: string;
  comment: string;
  /** Looks until it is ready. */
  provisioning: number;
  pairs: Map<string, string>;
  etag: string;
}

/** Keys that one request may put and delete. https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html */
const MOST = 50;

/** What key-value stores of one account hold, in memory: CloudFront makes them. */
export class FakeKeyValues extends FakeService<KeyValueStoreClient> {
  readonly service = "cloudfront-keyvaluestore";
  /** By their names. */
  readonly stores = new Map<string, MadeStore>();
  #drawn = 0;

  arn({ id }: MadeStore): string {
    return `arn:aws:cloudfront::${this.account}:key-value-store/${id}`;
  }

  /** Keeps a store that is ready. Its ARN. */
  have(name: string, pairs: Readonly<Record<string, string>>, comment = "", id = this.drawId()): string {
    const store = { id, comment, provisioning: 0, pairs: new Map(Object.entries(pairs)), etag: this.draw() };
    this.stores.set(name, store);
    return this.arn(store);
  }

  drawId(): string {
    return `0b1e5f6a-${this.draw().toLowerCase()}`;
  }

  draw(): string {
    this.#drawn += 1;
    return `${this.region.replaceAll("-", "").toUpperCase()}KV${String(this.#drawn).padStart(4, "0")}`;
  }

  DescribeKeyValueStore({ KvsARN = "" }: K.DescribeKeyValueStoreRequest) {
    const { pairs, etag } = this.#found(KvsARN);
    return {
      KvsARN,
      ItemCount: pairs.size,
      TotalSizeInBytes: sizeOf(pairs),
      Created: new Date(0),
      ETag: etag,
    };
  }

  ListKeys({ KvsARN = "", NextToken, MaxResults }: K.ListKeysRequest) {
    const items = [...this.#found(KvsARN).pairs].map(([Key, Value]) => ({ Key, Value }));
    return this.paged("Items", items, NextToken, { token: "NextToken", most: MaxResults ?? 10 });
  }

  UpdateKeys({ KvsARN = "", IfMatch, Puts = [], Deletes = [] }: K.UpdateKeysRequest) {
    const found = this.#found(KvsARN);
    if (IfMatch !== found.etag) throw awsError("ConflictException", 409, "Pre-Condition failed");
    if (Puts.length + Deletes.length > MOST)
      throw awsError("ValidationException", 400, `There are more than ${MOST} keys.`);
    for (const { Key = "", Value = "" } of Puts) found.pairs.set(Key, Value);
    for (const { Key = "" } of Deletes) found.pairs.delete(Key);
    found.etag = this.draw();
    return { ItemCount: found.pairs.size, TotalSizeInBytes: sizeOf(found.pairs), ETag: found.etag };
  }

  #found(arn: string): MadeStore {
    const found = [...this.stores.values()].find((one) => this.arn(one) === arn);
    if (found === undefined) throw awsError("ResourceNotFoundException", 404, `There is no ${arn}.`);
    if (found.provisioning > 0)
      throw awsError("ConflictException", 409, "Key-Value-Store was not in expected state");
    return found;
  }
}

function sizeOf(pairs: ReadonlyMap<string, string>): number {
  return [...pairs].reduce((sum, [key, value]) => sum + key.length + value.length, 0);
}
