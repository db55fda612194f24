import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { shell, useBundle } from "../cli/support/bundle.ts";
import { listening } from "../support/listening.ts";

/** Seconds: three attempts of the SDK, each up to 20 s without a byte, and some for a busy machine. */
const SANE = 120;

const bundle = useBundle();
let endpoint = "";
beforeAll(async () => {
  endpoint = `http://${await listening(createServer((socket) => void socket.on("error", () => undefined).resume()))}`;
  const target = { account: "123456789012", partition: "aws", region: "eu-west-1" };
  const thing = { kind: "s3-notifications", id: "b", arn: "arn:aws:s3:::b", point: "x", activation: {} };
  const result = { format: "zonekeep-restore/1", target, things: [thing], leftOut: [], idMap: {} };
  writeFileSync(join(bundle.work, "b.restore.json"), JSON.stringify(result));
});

const RESTORE = "restore orders --site us-east-1 --to eu-west-1";

test.concurrent.each([
  "list",
  "verify",
  "backup orders --site us-east-1",
  `${RESTORE} --dry-run`,
  `${RESTORE} --role standby`,
  "coverage",
  "zones diff",
])("an endpoint that takes every call and answers none ends zonekeep %s", async (args) => {
  const before = performance.now();
  const { code, stderr } = await shell(bundle, `zonekeep ${args}`, {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: "none",
    AWS_SECRET_ACCESS_KEY: "none",
    AWS_REGION: "us-east-1",
  });
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^error: no answer from AWS: \w+:\w+ .*in [\w-]+ \(not a byte for 20 s\)\n {2}help: /m,
  );
  expect((performance.now() - before) / 1000).toBeLessThan(SANE);
});

test("who takes the call for credentials and never answers keeps no command from ending", async () => {
  const { code, stderr } = await shell(bundle, "zonekeep list --site us-east-1", {
    AWS_CONTAINER_CREDENTIALS_FULL_URI: `${endpoint}/credentials`,
    AWS_EC2_METADATA_DISABLED: "true",
  });
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^error: no AWS credentials: .* \(who hands out credentials has not answered within 120 s\)$/m,
  );
}, 240_000);
