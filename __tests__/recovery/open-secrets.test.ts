import { beforeEach, expect, test } from "vitest";
import { jsonBytes, jsonContent } from "../../modules/recovery/bytes.ts";
import { commit } from "../../modules/recovery/commit.ts";
import { wrapKey } from "../../modules/recovery/layout.ts";
import type { Wrap } from "../../modules/recovery/manifest.ts";
import { openSecrets } from "../../modules/recovery/open-secrets.ts";
import { type RecoveryPoint, readPoint } from "../../modules/recovery/read-point.ts";
import { verifyPoint } from "../../modules/recovery/verify.ts";
import { SIGNED } from "../support/run-witness.ts";
import { COPY_KEY, content, head, key, ports, SITE_KEY, type TestPorts } from "../support/sample-point.ts";

const LOCK = { lockUntil: head.expiresAt };

let deps: TestPorts;
let point: RecoveryPoint;
let at: string;

beforeEach(async () => {
  deps = { ...ports(), copies: [] };
  await commit(deps, head, content);
  point = await readPoint(deps.store, key);
  at = wrapKey(point.name, point.manifest.secrets?.sha256 ?? "", "us-east-1");
});

const wrapped = (): Wrap =>
  JSON.parse(Buffer.from(deps.store.objects.get(at)?.bytes ?? []).toString()) as Wrap;
const open = () => openSecrets(deps.store, point, deps.keys, "us-east-1");

test("a wrapped key is bound to the very bytes that it opens", async () => {
  expect(wrapped().context).toEqual({
    account: "123456789012",
    site: "us-east-1",
    kind: "lambda",
    id: "orders",
    run: head.run,
    secrets: point.manifest.secrets?.sha256,
  });
});

test.each<[string, (wrap: Wrap) => unknown]>([
  ["no wrapped key at all", () => "poison"],
  ["one of another site", (wrap) => ({ ...wrap, site: "eu-west-1" })],
  ["one of another key", (wrap) => ({ ...wrap, key: COPY_KEY })],
  ["one of other bytes", (wrap) => ({ ...wrap, wrapped: Buffer.alloc(32).toString("base64") })],
])("what opens the secrets is found below %s", async (_what, change) => {
  const other = change(wrapped());
  await deps.store.rewrite(at, jsonContent(other), LOCK);
  expect(await open()).toEqual(content.secrets);
});

test.each<[string, (wrap: Wrap) => unknown]>([
  ['its wrapped key is that of "eu-west-1"', (wrap) => ({ ...wrap, site: "eu-west-1" })],
  [
    "its wrapped key is that of another point",
    (wrap) => ({ ...wrap, context: { ...wrap.context, id: "refunds" } }),
  ],
])("verify tells without any key: %s", async (detail, change) => {
  const other = jsonBytes(change(wrapped()));
  deps.store.tamper(at, () => other);
  expect(await verifyPoint(deps.store, key, { sites: [], witness: SIGNED })).toEqual([
    { problem: "swapped", key: at, about: "key", part: "key for us-east-1", detail },
  ]);
});

test("a wrapped key of before the bytes were part of it opens what it was made for", async () => {
  const { secrets: _, ...context } = wrapped().context;
  const data = await deps.keys.unwrap(wrapped());
  const bytes = await deps.keys.wrapFor(
    { site: "us-east-1", region: "us-east-1", key: SITE_KEY },
    data,
    context,
  );
  const before = { ...wrapped(), wrapped: Buffer.from(bytes).toString("base64"), context };
  deps.store.objects.delete(at);
  await deps.store.create(at, jsonContent(before), LOCK);
  expect(await open()).toEqual(content.secrets);
});

test("where no version opens them, the newest says why", async () => {
  deps.keys.refused.add(SITE_KEY);
  await expect(open()).rejects.toThrow(`cannot be opened: us-east-1: ${SITE_KEY} is disabled`);
});
