import { bytesContent } from "../../modules/recovery/bytes.ts";
import type { CommitPorts, PointContent, PointHead } from "../../modules/recovery/commit.ts";
import { pointKey } from "../../modules/recovery/layout.ts";
import { FakeKeys } from "./fake-keys.ts";
import { MemoryStore } from "./memory-store.ts";

export const PREFIX = "123456789012/us-east-1/";
export const SITE_KEY = "arn:aws:kms:us-east-1:123456789012:alias/zonekeep-us-east-1";
export const COPY_KEY = "arn:aws:kms:eu-west-1:123456789012:alias/zonekeep-eu-west-1";
/** A value that may be found in one place only: behind the cipher. */
export const CANARY = "canary-7f3a9d";

export const head: PointHead = {
  kind: "lambda",
  id: "orders",
  name: "orders",
  arn: "arn:aws:lambda:us-east-1:123456789012:function:orders",
  account: "123456789012",
  site: "us-east-1",
  region: "us-east-1",
  run: "20261123T210800Z-1f2e3d4c",
  policy: "orders",
  because: "policies/orders.yaml:1:1",
  capturedAt: "2026-11-23T21:08:30Z",
  expiresAt: "2026-12-28T21:08:30Z",
  related: [{ kind: "sqs-queue", id: "orders.fifo", arn: "arn:aws:sqs:us-east-1:123456789012:orders.fifo" }],
};

export const code = bytesContent(Buffer.from("PK code of orders ".repeat(1000)));
export const layer = bytesContent(Buffer.from("PK bytes of a layer"));

export const content: PointContent = {
  document: { kind: "lambda", name: "orders", environment: ["API_KEY"] },
  blobs: [
    { name: "code/1", content: code },
    { name: "code/$LATEST", content: code },
    { name: "layer/base", content: layer },
  ],
  secrets: { $LATEST: { API_KEY: CANARY } },
  revision: { before: "r1", after: "r1" },
  format: 2,
};

export const key = pointKey(PREFIX, head, head.run);

export interface TestPorts extends CommitPorts {
  readonly store: MemoryStore;
  readonly keys: FakeKeys;
}

export function ports(store = new MemoryStore()): TestPorts {
  let drawn = 0;
  return {
    store,
    prefix: PREFIX,
    keys: new FakeKeys(),
    local: { site: "us-east-1", region: "us-east-1", key: SITE_KEY },
    copies: [{ site: "eu-west-1", region: "eu-west-1", key: COPY_KEY }],
    random: (size) => new Uint8Array(size).fill(++drawn),
  };
}
