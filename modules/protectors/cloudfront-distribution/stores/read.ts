import { type KeyValueStore as Listed, ListKeyValueStoresCommand } from "@aws-sdk/client-cloudfront";
import { DescribeKeyValueStoreCommand, ListKeysCommand } from "@aws-sdk/client-cloudfront-keyvaluestore";
import { CallError, call } from "../../kit/calls.ts";
import { everyPage } from "../../kit/pages.ts";
import type { DistributionReads } from "../read.ts";
import type { Pairs } from "./pairs.ts";

export const LIST_STORES = "cloudfront:ListKeyValueStores";
export const DESCRIBE_KEYS = "cloudfront-keyvaluestore:DescribeKeyValueStore";
const LIST_KEYS = "cloudfront-keyvaluestore:ListKeys";

/** The most that a page has. https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_kvs_ListKeys.html */
const PAGE = 50;

/** Every key-value store of the account: CloudFront finds one by its name, and functions name it by its ARN. */
export async function readStores(
  { cloudfront }: Pick<DistributionReads, "cloudfront">,
  account: string,
): Promise<readonly Listed[]> {
  const found: Listed[] = [];
  const pages = everyPage(
    LIST_STORES,
    account,
    (Marker) => cloudfront.send(new ListKeyValueStoresCommand({ ...(Marker !== undefined && { Marker }) })),
    ({ KeyValueStoreList: list }) => list?.NextMarker,
  );
  for await (const { KeyValueStoreList: list } of pages) found.push(...(list?.Items ?? []));
  return found;
}

/** Of all that it holds now: another one after each change. */
export async function etagOfKeys({ keyValues }: DistributionReads, arn: string): Promise<string> {
  const { ETag: etag } = await call(DESCRIBE_KEYS, arn, () =>
    keyValues.send(new DescribeKeyValueStoreCommand({ KvsARN: arn })),
  );
  if (etag === undefined) throw new CallError(DESCRIBE_KEYS, arn, new Error("answered without its ETag"));
  return etag;
}

/** All that it holds, at most 5 MB. */
export async function readPairs({ keyValues }: DistributionReads, arn: string): Promise<Pairs> {
  const pairs: [string, string][] = [];
  const pages = everyPage(
    LIST_KEYS,
    arn,
    (NextToken) =>
      keyValues.send(
        new ListKeysCommand({
          KvsARN: arn,
          MaxResults: PAGE,
          ...(NextToken !== undefined && { NextToken }),
        }),
      ),
    ({ NextToken }) => NextToken,
  );
  for await (const { Items: items = [] } of pages)
    for (const { Key: key, Value: value } of items) {
      if (key === undefined || value === undefined)
        throw new CallError(LIST_KEYS, arn, new Error("it lists a key without its value"));
      pairs.push([key, value]);
    }
  return Object.fromEntries(pairs.sort(([a], [b]) => (a < b ? -1 : 1)));
}
