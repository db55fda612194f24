import { expect, test } from "vitest";
import { FakeRegion } from "../../../support/fake-region.ts";
import { LAYER, richFunction, SECRET } from "../../../support/rich-function.ts";
import { functionArn, seedFunction } from "../../../support/seed-function.ts";
import { hash, plain, take } from "./take.ts";

test("a function is captured with everything that belongs to it", async () => {
  const captured = await take(richFunction());
  const { versions, ...document } = captured.document;
  expect(document).toEqual({
    kind: "lambda",
    name: "orders",
    arn: functionArn("orders"),
    account: "123456789012",
    region: "us-east-1",
    aliases: [{ name: "live", version: "2", description: "", weights: { "3": 0.25 } }],
    policies: [
      { statements: [{ Sid: "function", Effect: "Allow" }] },
      { qualifier: "8", statements: [{ Sid: "eight", Effect: "Allow" }] },
      { qualifier: "live", statements: [{ Sid: "live", Effect: "Allow" }] },
    ],
    asyncConfigs: [{ qualifier: "$LATEST", settings: { MaximumRetryAttempts: 0 } }],
    urls: [{ qualifier: "live", settings: { AuthType: "NONE", Cors: { AllowOrigins: ["*"] } } }],
    reservedConcurrency: 0,
    tags: { team: "shop" },
    layers: [
      { arn: LAYER, name: "base", sha256: hash("layer"), settings: { CompatibleRuntimes: ["nodejs22.x"] } },
    ],
    mappings: [
      {
        uuid: "m1",
        qualifier: "1",
        enabled: true,
        settings: {
          EventSourceArn: "arn:aws:sqs:us-east-1:123456789012:orders",
          FilterCriteria: { Filters: [{ Pattern: '{"body":[1]}' }] },
        },
      },
    ],
  });
  // 1 by the mapping, 2 and 3 by the alias, 5 to 9 are the newest; 4 nobody uses.
  expect(versions.map((one) => one.version)).toEqual(["1", "2", "3", "5", "6", "7", "8", "9", "$LATEST"]);
  expect(versions.at(-1)).toEqual({
    version: "$LATEST",
    codeSha256: hash("orders latest"),
    codeSize: 16,
    configuration: {
      Runtime: "nodejs22.x",
      Role: "arn:aws:iam::123456789012:role/orders",
      Handler: "index.handler",
      PackageType: "Zip",
      Layers: [LAYER],
    },
    environment: ["A", "API_KEY"],
  });
  expect(captured.secrets).toEqual({ $LATEST: { API_KEY: SECRET, A: "1" } });
  expect(captured.revision).toEqual({
    before: "revision of orders latest",
    after: "revision of orders latest",
  });
  expect(captured.warnings).toEqual([]);
});

test("a function without anything has nothing, and no secrets", async () => {
  const source = new FakeRegion();
  seedFunction(source.lambda, "orders");
  const captured = await take(source, plain);
  expect(captured.document).not.toHaveProperty("reservedConcurrency");
  expect(captured.document).toMatchObject({ aliases: [], policies: [], urls: [], mappings: [], tags: {} });
  expect(captured).not.toHaveProperty("secrets");
});

test("a secret is in no document", async () => {
  const { secrets: _, blobs: __, ...open } = await take(richFunction());
  expect(JSON.stringify(open)).not.toContain(SECRET);
});

test("read-only parts are left out, and what is empty is absent", async () => {
  const source = new FakeRegion();
  seedFunction(source.lambda, "orders", {
    Environment: {},
    VpcConfig: { SubnetIds: [], SecurityGroupIds: [], VpcId: "" },
    DeadLetterConfig: {},
    SnapStart: { ApplyOn: "None", OptimizationStatus: "Off" },
    TracingConfig: { Mode: "Active" },
    LastModified: "2026-11-23T00:00:00.000+0000",
    RuntimeVersionConfig: { RuntimeVersionArn: "arn" },
  });
  const { document } = await take(source, plain);
  expect(document.versions[0]?.configuration).toEqual({
    Runtime: "nodejs22.x",
    Role: "arn:aws:iam::123456789012:role/orders",
    Handler: "index.handler",
    PackageType: "Zip",
    SnapStart: { ApplyOn: "None" },
    TracingConfig: { Mode: "Active" },
  });
});

test("a VPC is kept without the id that Lambda adds", async () => {
  const source = new FakeRegion();
  seedFunction(source.lambda, "orders", {
    VpcConfig: { SubnetIds: ["subnet-1"], SecurityGroupIds: ["sg-1"], VpcId: "vpc-1" },
  });
  const { document } = await take(source, plain);
  expect(document.versions[0]?.configuration).toMatchObject({
    VpcConfig: { SubnetIds: ["subnet-1"], SecurityGroupIds: ["sg-1"] },
  });
  expect(JSON.stringify(document)).not.toContain("vpc-1");
});
