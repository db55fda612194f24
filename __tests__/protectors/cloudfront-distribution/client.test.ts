import { ListKeysCommand } from "@aws-sdk/client-cloudfront-keyvaluestore";
import { expect, test } from "vitest";
import { KeyValueStoreClient } from "../../../modules/protectors/cloudfront-distribution/stores/client.ts";

const KvsARN = "arn:aws:cloudfront::123456789012:key-value-store/0b1e5f6a-aaaa-bbbb-cccc-000000000003";
const PATH = `/key-value-stores/${encodeURIComponent(KvsARN)}/keys`;

interface Sent {
  readonly hostname: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The request that a client of these settings would send. */
async function sent(endpoint: string | undefined): Promise<Sent> {
  const client = new KeyValueStoreClient({
    region: "us-east-1",
    maxAttempts: 1,
    credentials: { accessKeyId: "key", secretAccessKey: "secret" },
    ...(endpoint !== undefined && { endpoint }),
    requestHandler: {
      handle: (request: Sent) => Promise.reject(Object.assign(new Error("not sent"), { request })),
    } as never,
  });
  return client.send(new ListKeysCommand({ KvsARN })).then(
    () => Promise.reject(new Error("it was answered")),
    (error: { request: Sent }) => error.request,
  );
}

test("what a store holds is asked at a host of the account's own, signed for all regions at once", async () => {
  const { hostname, path, headers } = await sent(undefined);
  expect([hostname, path]).toEqual(["123456789012.cloudfront-kvs.global.api.aws", PATH]);
  expect(headers.authorization).toMatch(
    /^AWS4-ECDSA-P256-SHA256 Credential=key\/\d{8}\/cloudfront-keyvaluestore\/aws4_request, /,
  );
  expect(headers["x-amz-region-set"]).toBe("*");
});

test.each([
  ["http://127.0.0.1:5055", "127.0.0.1"],
  ["http://[::1]:5055", "[::1]"],
  ["http://kvs.example.com", "123456789012.kvs.example.com"],
])("at the endpoint %s it is asked at %s, signed alike", async (endpoint, host) => {
  const { hostname, path, headers } = await sent(endpoint);
  expect([hostname, path, headers["x-amz-region-set"]]).toEqual([host, PATH, "*"]);
});
