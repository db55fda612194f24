import { describe, expect, test } from "vitest";
import type { FunctionDocument, JsonObject } from "../../../modules/protectors/lambda/document.ts";
import { applyRestore } from "../../../modules/protectors/lambda/restore/apply.ts";
import type { RestorePlan } from "../../../modules/protectors/lambda/restore/plan.ts";
import { Destination, POINT } from "../../support/destination.ts";
import { awsError } from "../../support/fake-lambda.ts";
import { SAMPLE_MAP, sample, sampleBytes, sampleDocument } from "../../support/sample-function.ts";

const shown = ({ steps }: RestorePlan): string[] => steps.map(({ effect, title }) => `${effect} ${title}`);
const changed = (changes: Partial<FunctionDocument>) => ({
  ...sample,
  document: { ...sampleDocument, ...changes },
});
const withStatement = (statement: JsonObject) =>
  changed({ policies: [{ statements: [{ Effect: "Allow", Action: "lambda:InvokeFunction", ...statement }] }] });

async function restored(): Promise<Destination> {
  const there = new Destination(sampleBytes);
  await there.restore(sample, SAMPLE_MAP);
  return there;
}

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
    "create add statement s3 of orders:live [lambda:AddPermission]",
    "create add statement logs of orders:live [lambda:AddPermission]",
    "create create mapping from arn:aws:sqs:eu-west-1:111122223333:orders, disabled [lambda:CreateEventSourceMapping]",
    "create unmark orders: it is restored [lambda:UntagResource]",
  ]);
  expect(there.lambda.writes()).toEqual([]);
});

test("what is applied is what was planned: nothing else is written, and nothing of IAM or S3", async () => {
  const there = new Destination(sampleBytes);
  const plan = await there.plan(sample, SAMPLE_MAP);
  const steps: string[] = [];
  await applyRestore(plan, ({ title }) => steps.push(title));
  expect(steps).toEqual(plan.steps.map(({ title }) => title));
  expect(there.lambda.writes()).toEqual([
    "PublishLayerVersion",
    "CreateFunction",
    "PublishVersion",
    "UpdateFunctionCode",
    "UpdateFunctionConfiguration",
    "CreateAlias",
    "PutFunctionEventInvokeConfig",
    "AddPermission",
    "AddPermission",
    "CreateEventSourceMapping",
    "UntagResource",
  ]);
  expect(there.buckets.calls).toEqual([]);
});

test("the result says what became of each id, and what arming has to do", async () => {
  const there = new Destination(sampleBytes);
  const result = await there.restore(sample, SAMPLE_MAP);
  expect(result).toMatchObject({
    format: "zonekeep-restore/1",
    point: POINT,
    name: "orders",
    arn: "arn:aws:lambda:eu-west-1:111122223333:function:orders",
    arm: {
      mappings: [
        {
          uuid: "00000000-0000-4000-8000-000000000001",
          enabled: true,
          source: "arn:aws:sqs:eu-west-1:111122223333:orders",
        },
      ],
      notifications: [
        {
          bucket: "orders-in-eu",
          entries: [
            { Id: "in", LambdaFunctionArn: "arn:aws:lambda:eu-west-1:111122223333:function:orders:live" },
          ],
        },
      ],
    },
  });
  expect(result.idMap).toMatchObject({
    "arn:aws:lambda:us-east-1:111122223333:function:orders:7":
      "arn:aws:lambda:eu-west-1:111122223333:function:orders:1",
    "arn:aws:lambda:us-east-1:111122223333:layer:base:4":
      "arn:aws:lambda:eu-west-1:111122223333:layer:base:1",
    "aaaaaaaa-0000-4000-8000-000000000001": "00000000-0000-4000-8000-000000000001",
    "orders-in": "orders-in-eu",
  });
  expect(JSON.stringify(result)).not.toContain("the-secret-value");
});

test("what has no translation blocks, with the full list", async () => {
  const plan = await new Destination(sampleBytes).plan(sample, {});
  const blocked = plan.blocked.filter(({ because }) => because === "untranslated");
  expect(blocked).toHaveLength(7);
  expect(blocked[0]).toEqual({
    because: "untranslated",
    message:
      "mappings[0].settings.EventSourceArn: arn:aws:sqs:us-east-1:111122223333:orders: " +
      "it lies in us-east-1; name its counterpart in eu-west-1 of account 111122223333",
    wayOut: "add it to the file of --map",
  });
  await expect(applyRestore(plan)).rejects.toThrow(/orders: restore: blocked: mappings\[0\]/);
});

describe("a live function", () => {
  test("that is the same is kept, and none of it is written", async () => {
    const there = await restored();
    const writes = there.lambda.writes().length;
    const plan = await there.plan(sample, SAMPLE_MAP);
    expect(new Set(plan.steps.map(({ effect }) => effect))).toEqual(new Set(["keep"]));
    await applyRestore(plan);
    expect(there.lambda.writes()).toHaveLength(writes);
  });

  test("that differs is not touched; what differs is said, without a secret", async () => {
    const there = await restored();
    const live = there.lambda.functions.get("orders");
    if (live === undefined) throw new Error("not restored");
    live.latest.config.MemorySize = 1024;
    live.latest.config.Environment = { Variables: { SECRET: "another-secret" } };
    const plan = await there.plan(sample, SAMPLE_MAP);
    expect(plan.blocked).toEqual([
      {
        because: "live",
        message:
          "orders is there and differs: set orders to $LATEST " +
          "(MemorySize, environment variable QUEUE_URL, environment variable SECRET)",
        wayOut: "say --replace to make it as it was captured, or restore under another name",
      },
    ]);
    expect(JSON.stringify(plan.blocked)).not.toContain("secret-");
    await expect(applyRestore(plan)).rejects.toThrow("blocked");
    expect(live.latest.config.MemorySize).toBe(1024);
  });

  test("is made as it was with replace, marked until it is done; what is not in the point stays and is named", async () => {
    const there = await restored();
    const { lambda } = there;
    const live = lambda.functions.get("orders");
    if (live === undefined) throw new Error("not restored");
    Object.assign(live.latest.config, { MemorySize: 1024, DeadLetterConfig: { TargetArn: "arn:aws:sns:x" } });
    live.aliases.set("live", { Name: "live", FunctionVersion: "$LATEST" });
    live.aliases.set("beta", { Name: "beta", FunctionVersion: "1" });
    live.concurrency = 3;
    live.tags = { team: "others", kept: "yes" };
    live.asyncConfigs.clear();
    lambda.AddPermission({ FunctionName: "orders", Qualifier: "live", StatementId: "new", Action: "a", Principal: "x" });
    lambda.RemovePermission({ FunctionName: "orders", Qualifier: "live", StatementId: "logs" });
    lambda.AddPermission({ FunctionName: "orders", Qualifier: "live", StatementId: "logs", Action: "a", Principal: "y" });

    const plan = await there.plan(sample, SAMPLE_MAP, { replace: true });
    expect(shown(plan).filter((line) => !line.startsWith("keep"))).toEqual([
      "replace mark orders as being restored",
      "replace set orders to $LATEST (DeadLetterConfig, MemorySize)",
      "replace point alias live at what version 7 is",
      "replace remove the reserved concurrency",
      "create set asynchronous invocation of orders",
      "replace set tags team",
      "replace replace statement logs of orders:live",
      "create unmark orders: it is restored",
    ]);
    expect(plan.warnings.filter((warning) => warning.includes("stays"))).toEqual([
      "alias beta of orders is not in the point; it stays",
      "statement new of orders:live is not in the point; it stays",
    ]);
    await applyRestore(plan);
    const { document } = await there.capture("orders");
    const { DeadLetterConfig, MemorySize } = document.versions.at(-1)?.configuration ?? {};
    expect({ DeadLetterConfig, MemorySize }).toEqual({ DeadLetterConfig: undefined, MemorySize: 512 });
    expect(document.tags).toEqual({ team: "shop", kept: "yes" });
    expect(document.reservedConcurrency).toBeUndefined();
    expect(document.aliases.map(({ name, version }) => `${name} ${version}`)).toEqual(["beta 1", "live 1"]);
  });

  test("that another point's restore began is not continued by this one", async () => {
    const there = new Destination(sampleBytes);
    there.lambda.killAt = { call: 20, when: "before" };
    await expect(there.restore(sample, SAMPLE_MAP)).rejects.toThrow("killed");
    const plan = await there.plan(sample, SAMPLE_MAP, { point: "another-point" });
    expect(plan.blocked.map(({ wayOut }) => wayOut)).toContain(
      `a restore of ${POINT} has not finished: finish that one, or say --replace`,
    );
    expect((await there.plan(sample, SAMPLE_MAP)).blocked).toEqual([]);
  });
});

describe("a restore is blocked by", () => {
  test("an execution role or a key that is not there, by name", async () => {
    const there = new Destination(sampleBytes);
    Object.defineProperty(there, "deps", {
      value: { ...there.deps, role: async () => "absent", key: async () => "absent" },
    });
    expect((await there.plan(sample, SAMPLE_MAP)).blocked.map(({ message }) => message)).toEqual([
      "execution role arn:aws:iam::111122223333:role/orders does not exist",
      "key arn:aws:kms:eu-west-1:111122223333:key/e does not exist or is not enabled",
    ]);
  });

  test("a layer that is gone and has no bytes", async () => {
    const [layer] = sampleDocument.layers;
    const kept = changed({ layers: [{ arn: layer?.arn ?? "", name: "base", settings: {} }] });
    const there = new Destination(sampleBytes, { account: "111122223333", partition: "aws", region: "us-east-1" });
    expect((await there.plan(kept, {})).blocked).toEqual([
      {
        because: "incomplete",
        message: `layer ${layer?.arn} is not there any more, and the point has no bytes of it`,
        wayOut: "map it to a layer version that exists",
      },
    ]);
  });

  test("environment values that were not opened", async () => {
    const plan = await new Destination(sampleBytes).plan({ ...sample, secrets: {} }, SAMPLE_MAP);
    expect(plan.blocked.map(({ message }) => message)).toEqual([
      "the values of environment variables QUEUE_URL, SECRET of version 7 are not there",
      "the values of environment variables QUEUE_URL, SECRET of version $LATEST are not there",
    ]);
  });

  test("an alias of a version that the point does not hold", async () => {
    const kept = changed({ aliases: [{ name: "old", version: "2", description: "", weights: {} }], policies: [] });
    expect((await new Destination(sampleBytes).plan(kept, SAMPLE_MAP)).blocked.map(({ message }) => message)).toContain(
      "alias old points at version 2, which the point does not hold",
    );
  });

  test.each([
    ["Principal *", { Sid: "all", Principal: "*" }, "statement all of orders lets anybody invoke the function"],
    [
      "a URL that asks nobody",
      { Sid: "url", Principal: "*", Condition: { StringEquals: { "lambda:FunctionUrlAuthType": "NONE" } } },
      "statement url of orders lets anybody invoke the function",
    ],
  ])("a public statement, unless it is allowed: %s", async (_name, statement, message) => {
    const there = new Destination(sampleBytes);
    const kept = withStatement(statement);
    expect((await there.plan(kept, SAMPLE_MAP, { allowPublic: false })).blocked).toEqual([
      { because: "public", message, wayOut: "say --allow-public if that is meant" },
    ]);
    expect((await there.plan(kept, SAMPLE_MAP, { allowPublic: true })).blocked).toEqual([]);
  });

  test("a public URL, unless it is allowed", async () => {
    const kept = changed({ urls: [{ qualifier: "live", settings: { AuthType: "NONE", InvokeMode: "BUFFERED" } }] });
    expect((await new Destination(sampleBytes).plan(kept, SAMPLE_MAP, { allowPublic: false })).blocked).toEqual([
      {
        because: "public",
        message: "the URL of orders:live asks nobody who they are (AuthType NONE)",
        wayOut: "say --allow-public if that is meant",
      },
    ]);
  });

  test("a statement that no call can make, by name", async () => {
    const kept = withStatement({
      Sid: "odd",
      Principal: { Service: "s3.amazonaws.com" },
      Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } },
    });
    expect((await new Destination(sampleBytes).plan(kept, SAMPLE_MAP)).blocked).toEqual([
      {
        because: "inexpressible",
        message: "statement odd of orders cannot be made: AddPermission cannot say IpAddress aws:SourceIp",
        wayOut: "grant it in another way; nothing that AddPermission makes has this form",
      },
    ]);
  });
});

test("a statement for a role that was deleted grants nobody anything: it is left out, and said", async () => {
  const there = new Destination(sampleBytes);
  const kept = withStatement({ Sid: "gone", Principal: { AWS: "AROAEXAMPLE123" } });
  const plan = await there.plan(kept, SAMPLE_MAP);
  expect(plan.blocked).toEqual([]);
  expect(plan.warnings).toContain(
    "statement gone of orders names a role or user that was deleted; it is left out",
  );
});

test("AWS's own tags are not written", async () => {
  const there = new Destination(sampleBytes);
  await there.restore(changed({ tags: { team: "shop", "aws:cloudformation:stack-name": "x" } }), SAMPLE_MAP);
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
      "how far it had read was not captured, so records may come twice or be skipped",
  );
  await applyRestore(plan);
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

describe("what AWS answers", () => {
  const refusing = (call: string, ...errors: Error[]): Destination => {
    const there = new Destination(sampleBytes);
    there.lambda.refusals.set(call, errors);
    return there;
  };

  test("a throttle slows the restore down and does not stop it", async () => {
    const there = refusing(
      "CreateAlias",
      awsError("TooManyRequestsException", "Rate exceeded"),
      awsError("TooManyRequestsException", "Rate exceeded"),
    );
    await there.restore(sample, SAMPLE_MAP);
    expect(there.slept).toEqual(expect.arrayContaining([500, 1000]));
    expect(there.lambda.functions.get("orders")?.aliases.has("live")).toBe(true);
  });

  test("a role that is not known everywhere yet is tried again", async () => {
    const error = awsError(
      "InvalidParameterValueException",
      "The role defined for the function cannot be assumed by Lambda.",
    );
    const there = refusing("CreateFunction", error, error);
    await there.restore(sample, SAMPLE_MAP);
    expect(there.lambda.functions.has("orders")).toBe(true);
  });

  test("a refusal names the function, the call and the way out, and no value of the environment", async () => {
    const there = refusing(
      "CreateFunction",
      awsError("AccessDeniedException", "may not lambda:CreateFunction with {SECRET=the-secret-value}"),
    );
    await expect(there.restore(sample, SAMPLE_MAP)).rejects.toMatchObject({
      name: "RestoreError",
      resource: "orders",
      call: "lambda:CreateFunction",
      message: expect.not.stringContaining("the-secret-value"),
    });
    expect(there.lambda.functions.has("orders")).toBe(false);
  });

  test("other bytes than the point's are an error, and what has them is not used", async () => {
    const bytes = new Map([...sampleBytes].map(([hash]) => [hash, new TextEncoder().encode("tampered")]));
    await expect(new Destination(bytes).restore(sample, SAMPLE_MAP)).rejects.toThrow(
      "layer base: lambda:PublishLayerVersion: Lambda stored other bytes than the point holds",
    );
    const there = new Destination(bytes);
    const base = "arn:aws:lambda:us-east-1:111122223333:layer:base:4";
    const map = { ...SAMPLE_MAP, [base]: "arn:aws:lambda:eu-west-1:444455556666:layer:base:1" };
    await expect(there.restore(sample, map)).rejects.toThrow(
      /orders: lambda:CreateFunction: Lambda took other bytes/,
    );
  });

  test("an error that is not absence stops the plan: what cannot be read is not taken for none", async () => {
    for (const call of ["GetFunction", "ListAliases", "GetPolicy", "ListEventSourceMappings"]) {
      const there = await restored();
      there.lambda.refusals.set(call, [awsError("AccessDeniedException", "no")]);
      await expect(there.plan(sample, SAMPLE_MAP)).rejects.toThrow(`lambda:${call}`);
    }
  });
});
