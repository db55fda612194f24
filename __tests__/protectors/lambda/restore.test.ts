import { expect, test } from "vitest";
import type { JsonObject } from "../../../modules/contract/json.ts";
import type { FunctionDocument } from "../../../modules/protectors/lambda/document.ts";
import { apply, Destination, POINT } from "../../support/destination.ts";
import { SAMPLE_MAP, sample, sampleBytes, sampleDocument } from "../../support/sample-function.ts";

const changed = (changes: Partial<FunctionDocument>) => ({
  ...sample,
  document: { ...sampleDocument, ...changes },
});
const withStatement = (statement: JsonObject) => ({
  ...sample,
  document: {
    ...sampleDocument,
    policies: [{ statements: [{ Effect: "Allow", Action: "lambda:InvokeFunction", ...statement }] }],
  },
});

test("a dry run says every step in order, with its call, and writes nothing", async () => {
  const there = new Destination(sampleBytes);
  const plan = await there.plan(sample, SAMPLE_MAP);
  expect(plan.blocked).toEqual([]);
  expect(plan.steps.map(({ effect, title, call }) => `${effect} ${title} [${call}]`)).toEqual([
    "keep use role arn:aws:iam::111122223333:role/orders [iam:GetRole]",
    "keep use key arn:aws:kms:eu-west-1:111122223333:key/e [kms:DescribeKey]",
    "create publish layer base (was arn:aws:lambda:us-east-1:111122223333:layer:base:4) [lambda:PublishLayerVersion]",
    "create create function orders (version 7) [lambda:CreateFunction]",
    "create publish a version (was 7) [lambda:PublishVersion]",
    "create set orders to $LATEST (code, FileSystemConfigs, KMSKeyArn, MemorySize, VpcConfig) [lambda:UpdateFunctionCode]",
    "create create alias live at what version 7 is [lambda:CreateAlias]",
    "create set asynchronous invocation of orders [lambda:PutFunctionEventInvokeConfig]",
    "create create mapping from arn:aws:sqs:eu-west-1:111122223333:orders, disabled [lambda:CreateEventSourceMapping]",
    "create mark orders as restored, not armed [lambda:TagResource]",
  ]);
  expect(plan.atArm).toEqual([
    { title: "add statement s3 of orders:live", call: "lambda:AddPermission", effect: "create" },
    { title: "add statement logs of orders:live", call: "lambda:AddPermission", effect: "create" },
    {
      title: "enable the mapping from arn:aws:sqs:eu-west-1:111122223333:orders",
      call: "lambda:UpdateEventSourceMapping",
      effect: "create",
    },
  ]);
  expect(there.lambda.writes()).toEqual([]);
});

test("what is applied is what was planned: nothing else is written, and nothing of IAM or S3", async () => {
  const there = new Destination(sampleBytes);
  const plan = await there.plan(sample, SAMPLE_MAP);
  const steps: string[] = [];
  await apply(plan, ({ title }) => steps.push(title));
  expect(steps).toEqual(plan.steps.map(({ title }) => title));
  expect(there.lambda.writes()).toEqual([
    "PublishLayerVersion",
    "CreateFunction",
    "PublishVersion",
    "UpdateFunctionCode",
    "UpdateFunctionConfiguration",
    "CreateAlias",
    "PutFunctionEventInvokeConfig",
    "CreateEventSourceMapping",
    "TagResource",
  ]);
  expect(there.buckets.calls).toEqual([]);
});

test("the result says what became of each id, and what arming has to do", async () => {
  const there = new Destination(sampleBytes);
  const result = await there.restore(sample, SAMPLE_MAP);
  expect(result).toMatchObject({
    format: "zonekeep-restore/1",
    things: [
      {
        kind: "lambda",
        id: "orders",
        point: POINT,
        arn: "arn:aws:lambda:eu-west-1:111122223333:function:orders",
        activation: {
          mappings: [
            {
              uuid: "00000000-0000-4000-8000-000000000001",
              enabled: true,
              source: "arn:aws:sqs:eu-west-1:111122223333:orders",
            },
          ],
        },
      },
    ],
  });
  expect(result.warnings).toEqual((await new Destination(sampleBytes).plan(sample, SAMPLE_MAP)).warnings);
  expect(result.warnings?.length).toBeGreaterThan(0);
  expect(result.idMap).toMatchObject({
    "arn:aws:lambda:us-east-1:111122223333:function:orders:7":
      "arn:aws:lambda:eu-west-1:111122223333:function:orders:1",
    "arn:aws:lambda:us-east-1:111122223333:layer:base:4":
      "arn:aws:lambda:eu-west-1:111122223333:layer:base:1",
    "aaaaaaaa-0000-4000-8000-000000000001": "00000000-0000-4000-8000-000000000001",
  });
  expect(JSON.stringify(result)).not.toContain("the-secret-value");
});

test("what has no translation blocks, with the full list", async () => {
  const plan = await new Destination(sampleBytes).plan(sample, {});
  const blocked = plan.blocked.filter(({ because }) => because === "untranslated");
  expect(blocked).toHaveLength(6);
  expect(blocked[0]).toMatchObject({
    because: "untranslated",
    message:
      "mappings[0].settings.EventSourceArn: arn:aws:sqs:us-east-1:111122223333:orders: " +
      "it lies in us-east-1; name its counterpart in eu-west-1 of account 111122223333",
    hint: "add it to the file of --map",
  });
  await expect(apply(plan)).rejects.toThrow(/orders: restore: blocked: mappings\[0\]/);
});

test("a statement for a role that was deleted grants nobody anything: it is left out, and said", async () => {
  const there = new Destination(sampleBytes);
  const kept = withStatement({ Sid: "gone", Principal: { AWS: "AROAEXAMPLE123" } });
  const plan = await there.plan(kept, SAMPLE_MAP);
  expect(plan.blocked).toEqual([]);
  expect(plan.warnings).toContain(
    "statement gone of orders names AROAEXAMPLE123: roles or users that were deleted are left out, " +
      "and so is the statement, which names nobody else",
  );
});

test("AWS's own tags are not written", async () => {
  const there = new Destination(sampleBytes);
  await there.arm(
    await there.restore(
      changed({ tags: { team: "shop", "aws:cloudformation:stack-name": "x" } }),
      SAMPLE_MAP,
    ),
  );
  expect(there.lambda.functions.get("orders")?.tags).toEqual({ team: "shop" });
});

test("a stream starts where the person says, without the old timestamp", async () => {
  const settings = {
    EventSourceArn: "arn:aws:kinesis:eu-west-1:111122223333:stream/s",
    StartingPosition: "AT_TIMESTAMP",
    StartingPositionTimestamp: "2026-01-01T00:00:00.000Z",
  };
  const kept = changed({ mappings: [{ uuid: "u", enabled: true, settings }] });
  const asCaptured = new Destination(sampleBytes);
  await asCaptured.restore(kept, SAMPLE_MAP);
  expect([...asCaptured.lambda.mappings.values()][0]).toMatchObject({
    StartingPosition: "AT_TIMESTAMP",
    StartingPositionTimestamp: new Date("2026-01-01T00:00:00.000Z"),
    State: "Disabled",
  });
  const latest = new Destination(sampleBytes);
  const plan = await latest.plan(kept, SAMPLE_MAP, { streams: "latest" });
  expect(plan.warnings).toContain(
    "the mapping from arn:aws:kinesis:eu-west-1:111122223333:stream/s starts at LATEST: " +
      "how far it had read is not known, so records may come twice or be skipped; --streams says where to start",
  );
  await apply(plan);
  const [made] = latest.lambda.mappings.values();
  expect(made).toMatchObject({ StartingPosition: "LATEST", State: "Disabled" });
  expect(made).not.toHaveProperty("StartingPositionTimestamp");
});

test("two versions of one content become one, and an alias does not weigh it against itself", async () => {
  const [first, latest] = sampleDocument.versions;
  if (first === undefined || latest === undefined) throw new Error("the sample has two versions");
  const kept = {
    ...sample,
    secrets: { ...sample.secrets, "9": sample.secrets["7"] ?? {} },
    document: {
      ...sampleDocument,
      versions: [first, { ...first, version: "9" }, latest],
      aliases: [{ name: "live", version: "7", description: "", weights: { "9": 0.5 } }],
    },
  };
  const there = new Destination(sampleBytes);
  const { idMap } = await there.restore(kept, SAMPLE_MAP);
  const arn = "arn:aws:lambda:eu-west-1:111122223333:function:orders:1";
  expect([idMap[`${sampleDocument.arn}:7`], idMap[`${sampleDocument.arn}:9`]]).toEqual([arn, arn]);
  expect(there.lambda.functions.get("orders")?.aliases.get("live")).not.toHaveProperty("RoutingConfig");
});

test("Lambda is given the very object that was verified, whatever comes to lie over it", async () => {
  const there = new Destination(sampleBytes);
  const ports = there.restorePorts;
  const versioned: typeof ports = {
    ...ports,
    locate: async (sha256) => ({
      ...(await ports.locate(sha256)),
      version: `version of ${sha256.slice(0, 4)}`,
    }),
  };
  await apply(await there.plan(sample, SAMPLE_MAP, {}, versioned));
  const sent = there.lambda.calls.flatMap(({ name, input }) => {
    const { Code, Content, S3Key, S3ObjectVersion } = input as {
      Code?: { S3Key: string; S3ObjectVersion?: string };
      Content?: { S3Key: string; S3ObjectVersion?: string };
      S3Key?: string;
      S3ObjectVersion?: string;
    };
    const at = Code ?? Content ?? { S3Key, S3ObjectVersion };
    return at.S3Key === undefined
      ? []
      : [[name, at.S3ObjectVersion === `version of ${at.S3Key.slice(0, 4)}`]];
  });
  expect(sent).toEqual([
    ["PublishLayerVersion", true],
    ["CreateFunction", true],
    ["UpdateFunctionCode", true],
  ]);
});
