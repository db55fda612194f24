import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../modules/contract/json.ts";
import type { FunctionDocument } from "../../../modules/protectors/lambda/document.ts";
import { SIGNING } from "../../support/arbitrary-function.ts";
import { apply, Destination, type FunctionPlan, TARGET } from "../../support/destination.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import { SAMPLE_MAP, sample, sampleBytes } from "../../support/sample-function.ts";

const HOME = { ...TARGET, region: "us-east-1" };
const OBJECT = { S3Bucket: "code", S3Key: "orders.zip", S3ObjectVersion: "v1" };

const having = (parts: Partial<FunctionDocument>) => ({
  ...sample,
  document: { ...sample.document, ...parts },
});
const titles = ({ steps }: FunctionPlan, about: RegExp): string[] =>
  steps.flatMap(({ effect, title }) => (about.test(title) ? [`${effect} ${title}`] : []));
const provisioned = (qualifier: string, ProvisionedConcurrentExecutions: number) => ({
  qualifier,
  settings: { ProvisionedConcurrentExecutions },
});

describe("provisioned concurrency", () => {
  test("comes back for aliases and for versions by their new numbers, and the plan says that it costs", async () => {
    const there = new Destination(sampleBytes);
    const kept = having({ provisioned: [provisioned("7", 1), provisioned("live", 2)] });
    const plan = await there.plan(kept, SAMPLE_MAP);
    expect(plan.warnings).toContain(
      "2 environments are kept warm for orders:live as before: they cost from the restore on",
    );
    await apply(plan);
    expect(there.lambda.functions.get("orders")?.provisioned).toEqual(
      new Map([
        ["1", 1],
        ["live", 2],
      ]),
    );
  });

  test("of an alias that had none goes with replace, and is lowered before and raised after what is reserved", async () => {
    const there = new Destination(sampleBytes);
    const kept = having({ provisioned: [provisioned("7", 4)], reservedConcurrency: 4 });
    await there.restore(kept, SAMPLE_MAP);
    const live = there.lambda.functions.get("orders");
    if (live === undefined) throw new Error("not restored");
    live.concurrency = 3;
    live.provisioned = new Map([
      ["1", 1],
      ["live", 2],
    ]);
    const plan = await there.plan(kept, SAMPLE_MAP, { replace: true });
    expect(titles(plan, /concurrency/)).toEqual([
      "replace set provisioned concurrency of orders:live to none",
      "replace reserve concurrency 4",
      "replace set provisioned concurrency of orders:7 to 4",
    ]);
    await apply(plan);
    expect([live.concurrency, live.provisioned]).toEqual([4, new Map([["1", 4]])]);
  });

  const plain = having({
    versions: sample.document.versions.flatMap((one) =>
      one.version === "7"
        ? [one, { ...one, version: "8", configuration: { ...one.configuration, MemorySize: 640 } }]
        : [one],
    ),
    aliases: sample.document.aliases.map((alias) => ({ ...alias, version: "8" })),
    provisioned: [provisioned("live", 2)],
  });
  const canary = {
    ...plain,
    document: {
      ...plain.document,
      aliases: plain.document.aliases.map((alias) => ({ ...alias, weights: { "7": 0.1 } })),
    },
    secrets: { ...plain.secrets, "8": plain.secrets["7"] ?? {} },
  };
  const moved = { ...plain, secrets: canary.secrets };
  const weights = (there: Destination) => there.lambda.functions.get("orders")?.aliases.get("live");

  test("of an alias with weights comes before the weights: Lambda takes it for one version only", async () => {
    const there = new Destination(sampleBytes);
    const plan = await there.plan(canary, SAMPLE_MAP);
    expect(titles(plan, /alias live|live to/)).toEqual([
      "create create alias live at what version 8 is",
      "create set provisioned concurrency of orders:live to 2",
      "create point alias live at what version 8 is, 0.1 to version 7",
    ]);
    await apply(plan);
    expect(weights(there)).toMatchObject({ RoutingConfig: { AdditionalVersionWeights: { "1": 0.1 } } });
    const again = await there.plan(canary, SAMPLE_MAP);
    expect(again.steps.filter(({ effect }) => effect !== "keep")).toEqual([]);
  });

  test("of a live alias with weights is changed while they are off", async () => {
    const there = new Destination(sampleBytes);
    await there.restore(canary, SAMPLE_MAP);
    there.lambda.functions.get("orders")?.provisioned.set("live", 5);
    await there.restore(canary, SAMPLE_MAP, { replace: true });
    expect(there.lambda.functions.get("orders")?.provisioned.get("live")).toBe(2);
    expect(weights(there)).toMatchObject({ RoutingConfig: { AdditionalVersionWeights: { "1": 0.1 } } });
  });

  test("makes Lambda send all to the version before for a while, which is waited for and taken for nobody's change", async () => {
    const there = new Destination(sampleBytes);
    await there.restore(moved, SAMPLE_MAP);
    const alias = weights(there);
    Object.assign(alias ?? {}, { FunctionVersion: "1" });
    let looks = 0;
    const update = there.lambda.UpdateAlias.bind(there.lambda);
    there.lambda.UpdateAlias = (input) => {
      looks = 3;
      return update({ ...input, RoutingConfig: { AdditionalVersionWeights: { "1": 1 } } });
    };
    const get = there.lambda.GetAlias.bind(there.lambda);
    there.lambda.GetAlias = (input) => {
      looks -= 1;
      const found = get(input);
      return looks === 0 ? update({ ...input, RoutingConfig: { AdditionalVersionWeights: {} } }) : found;
    };
    await there.restore(moved, SAMPLE_MAP, { replace: true });
    expect(weights(there)).toMatchObject({
      FunctionVersion: "2",
      RoutingConfig: { AdditionalVersionWeights: {} },
    });
  });

  test("of something that is not in the point stays, and blocks a reserve that has no room for it", async () => {
    const there = new Destination(sampleBytes);
    await there.restore(sample, SAMPLE_MAP);
    there.lambda.functions.get("orders")?.provisioned.set("9", 5);
    const kept = having({ reservedConcurrency: 4 });
    const plan = await there.plan(kept, SAMPLE_MAP, { replace: true });
    expect(plan.blocked).toEqual([
      {
        because: "live",
        message:
          "reserved concurrency 4 has no room for the 5 provisioned of orders that are not in the point",
        hint: "remove that provisioned concurrency, or restore under another name",
      },
    ]);
  });

  const answering = (status: { Status: "FAILED" | "IN_PROGRESS" | "READY"; StatusReason?: string }) => {
    const there = new Destination(sampleBytes);
    const real = there.lambda.ListProvisionedConcurrencyConfigs.bind(there.lambda);
    there.lambda.ListProvisionedConcurrencyConfigs = (input) => {
      const { ProvisionedConcurrencyConfigs: all = [], ...page } = real(input) as {
        ProvisionedConcurrencyConfigs?: object[];
      };
      return {
        ...page,
        ProvisionedConcurrencyConfigs: all.map((config) => ({
          ...config,
          AllocatedProvisionedConcurrentExecutions: 1,
          ...status,
        })),
      } as never;
    };
    return there;
  };
  const warm = having({ provisioned: [provisioned("live", 2)] });

  test("that Lambda cannot allocate is a part that did not come back, and is asked for anew", async () => {
    const status = { Status: "FAILED" as const, StatusReason: "FUNCTION_ERROR_INIT_FAILURE" };
    const there = answering(status);
    const { failed } = await there.attempted(warm, SAMPLE_MAP);
    expect(failed).toEqual([
      {
        kind: "lambda",
        id: "orders",
        title: "set provisioned concurrency of orders:live to 2",
        part: "provisioned/live",
        message:
          "orders:live: lambda:ListProvisionedConcurrencyConfigs: its provisioned concurrency failed: FUNCTION_ERROR_INIT_FAILURE",
        hint: "correct that; then run the restore again: it continues where it stopped",
      },
    ]);
    const again = await there.plan(warm, SAMPLE_MAP);
    expect(titles(again, /provisioned/)).toEqual(["create set provisioned concurrency of orders:live to 2"]);
    Reflect.deleteProperty(there.lambda, "ListProvisionedConcurrencyConfigs");
    expect(await there.restore(warm, SAMPLE_MAP)).not.toHaveProperty("notes");
  });

  test("that takes longer than three minutes is a note of a restore that went well", async () => {
    const there = answering({ Status: "IN_PROGRESS" });
    const { failed, notes } = await there.restore(warm, SAMPLE_MAP);
    expect(failed).toEqual([]);
    expect(notes).toEqual([
      "provisioned concurrency of orders:live is still IN_PROGRESS (1 allocated): `aws lambda " +
        "get-provisioned-concurrency-config --function-name orders --qualifier live` tells when it is READY",
    ]);
    // 1, 2, 3 and 4 seconds come before them.
    expect(there.slept.filter((ms) => ms === 5_000)).toHaveLength(34);
  });
});

describe("code signing", () => {
  test("by a configuration that is not there blocks the restore", async () => {
    const there = new Destination(sampleBytes, HOME);
    there.lambda.codeSigning.clear();
    const { blocked } = await there.plan(having({ codeSigningConfig: SIGNING }), {});
    expect(blocked).toEqual([
      {
        because: "prerequisite",
        message: `code-signing configuration ${SIGNING} does not exist`,
        hint: "create it first, or map it to one that exists",
      },
    ]);
  });

  test("of another region needs an entry of the map", async () => {
    const there = new Destination(sampleBytes);
    const { blocked } = await there.plan(having({ codeSigningConfig: SIGNING }), SAMPLE_MAP);
    expect(blocked.map(({ because, message }) => [because, message])).toContainEqual([
      "untranslated",
      `codeSigningConfig: ${SIGNING}: it lies in us-east-1; name its counterpart in eu-west-1 of account 111122223333`,
    ]);
  });

  test("is bound after everything that it could refuse", async () => {
    const there = new Destination(sampleBytes, HOME);
    await there.restore(having({ codeSigningConfig: SIGNING }), {});
    const writes = there.lambda.writes();
    expect(writes.lastIndexOf("PublishVersion")).toBeLessThan(writes.indexOf("PutFunctionCodeSigningConfig"));
  });

  test("that the point does not have stays, and is told", async () => {
    const there = new Destination(sampleBytes, HOME);
    await there.restore(having({ codeSigningConfig: SIGNING }), {});
    const { warnings, steps } = await there.plan(sample, {});
    expect(warnings).toContain(`orders is checked by ${SIGNING}, which is not in the point; it stays`);
    expect(new Set(steps.map(({ effect }) => effect))).toEqual(new Set(["keep"]));
  });
});

test("the key of durable executions has to be there, as every other key", async () => {
  const there = new Destination(sampleBytes, HOME);
  const KMSKeyArn = "arn:aws:kms:us-east-1:111122223333:key/durable";
  const versions = sample.document.versions.map((version) => ({
    ...version,
    configuration: { ...version.configuration, DurableConfig: { KMSKeyArn } },
  }));
  const ports = {
    ...there.restorePorts,
    key: async (arn: string) => (arn === KMSKeyArn ? ("absent" as const) : ("present" as const)),
  };
  const { blocked } = await there.plan(having({ versions }), {}, {}, ports);
  expect(blocked.map(({ message }) => message)).toEqual([
    `key ${KMSKeyArn} does not exist or is not enabled`,
  ]);
});

describe("a pinned runtime", () => {
  const PINNED = "arn:aws:lambda:us-east-1::runtime:0123456789abcdef";
  const pinned = having({
    versions: sample.document.versions.map((version) => ({
      ...version,
      ...(version.version === "7" && {
        runtimeManagement: { UpdateRuntimeOn: "Manual", RuntimeVersionArn: PINNED },
      }),
    })),
  });

  test("comes back at home", async () => {
    const there = new Destination(sampleBytes, HOME);
    await there.restore(pinned, {});
    const { runtimes, published } = there.lambda.functions.get("orders") ?? {};
    const [number = ""] = published?.keys() ?? [];
    expect(runtimes).toEqual(new Map([[number, { UpdateRuntimeOn: "Manual", RuntimeVersionArn: PINNED }]]));
  });

  test("of another region is left as it is there, unless the map has its counterpart", async () => {
    const there = new Destination(sampleBytes);
    const plan = await there.plan(pinned, SAMPLE_MAP);
    expect(plan.warnings).toContain(
      `version 7 is pinned to ${PINNED}, which eu-west-1 does not have: it comes back with the runtime that is ` +
        "current there (FunctionUpdate), unless the map names its counterpart",
    );
    const mapped = PINNED.replace("us-east-1", "eu-west-1");
    await there.restore(pinned, { ...SAMPLE_MAP, [PINNED]: mapped });
    expect(there.lambda.functions.get("orders")?.runtimes.get("1")?.RuntimeVersionArn).toBe(mapped);
  });
});

describe("code that Lambda runs from its owner's bucket", () => {
  const from = (object: JsonObject) =>
    having({
      versions: sample.document.versions.map((version) => ({
        ...version,
        ...(version.version === "7" && {
          configuration: { ...version.configuration, ResolvedS3Object: object },
        }),
      })),
    });
  /** What the package of version 7 is. */
  const code = sampleBytes.get(sample.document.versions[0]?.codeSha256 ?? "") ?? new Uint8Array();
  const objectOf = (there: Destination) =>
    [...(there.lambda.functions.get("orders")?.published.values() ?? [])][0]?.object;

  test("goes on running from there where the object still is", async () => {
    const there = new Destination(sampleBytes, HOME);
    there.lambda.objects.set("code/orders.zip", code);
    const plan = await there.plan(from(OBJECT), {});
    await apply(plan);
    expect([objectOf(there), plan.warnings.filter((text) => text.includes("copy"))]).toEqual([OBJECT, []]);
    expect((await there.plan(from(OBJECT), {})).steps.every(({ effect }) => effect === "keep")).toBe(true);
  });

  test("becomes a copy where the object is gone, and the plan says so", async () => {
    const there = new Destination(sampleBytes, HOME);
    const plan = await there.plan(from(OBJECT), {});
    expect(plan.warnings).toContain(
      "version 7 of orders ran from s3://code/orders.zip, version v1, which is not there: it comes back as a copy that Lambda keeps",
    );
    await apply(plan);
    expect(objectOf(there)).toBeUndefined();
  });

  test("moves with its bucket when the map names another, and else becomes a copy", async () => {
    const there = new Destination(sampleBytes);
    there.lambda.objects.set("code-eu/orders.zip", code);
    const unmapped = await there.plan(from(OBJECT), SAMPLE_MAP);
    expect(unmapped.warnings).toContain(
      "version 7 ran from bucket code: unless the map names the bucket that stands for it in eu-west-1, " +
        "it comes back as a copy that Lambda keeps",
    );
    await there.restore(from(OBJECT), { ...SAMPLE_MAP, code: "code-eu" });
    expect(objectOf(there)).toEqual({ ...OBJECT, S3Bucket: "code-eu" });
  });

  test("becomes a copy under another name, whose ARN the bucket's policy may not name; mapped to itself it stays", async () => {
    const there = new Destination(sampleBytes, HOME);
    there.lambda.objects.set("code/orders.zip", code);
    const objects = (name: string) =>
      [...(there.lambda.functions.get(name)?.published.values() ?? [])].map(({ object }) => object);
    const plan = await there.plan(from(OBJECT), {}, {}, undefined, "orders-copy");
    expect(plan.warnings).toContain(
      "version 7 ran from bucket code, whose policy may name the function by its ARN: it comes back as a copy that " +
        "Lambda keeps; map code to itself if it lets orders-copy read, too",
    );
    await apply(plan);
    expect(objects("orders-copy")[0]).toBeUndefined();
    const mapped = await there.plan(from(OBJECT), { code: "code" }, {}, undefined, "orders-kept");
    expect(mapped.warnings).toContain(
      "version 7 runs from bucket code: its policy has to let lambda.amazonaws.com read s3:GetObject and " +
        "s3:GetObjectVersion also under the new ARN, which aws:SourceArn tells; or say --skip reference",
    );
    await apply(mapped);
    expect(objects("orders-kept")[0]).toEqual(OBJECT);
  });

  test("that Lambda may not read is told with the way out, and --skip reference makes it a copy", async () => {
    const there = new Destination(sampleBytes, HOME);
    there.lambda.objects.set("code/orders.zip", code);
    const denied = "Your access has been denied by S3. S3 Error Code: AccessDenied.";
    there.wire.refusals.set("CreateFunction", [awsError("InvalidParameterValueException", 400, denied)]);
    const { failed = [] } = await there.attempted(from(OBJECT), {});
    expect(failed.map(({ hint }) => hint)).toEqual([
      "let lambda.amazonaws.com read s3:GetObject and s3:GetObjectVersion by the bucket's policy, under the ARN of the " +
        "function; or say --skip reference: it comes back as a copy that Lambda keeps; then run the restore again",
    ]);
    const plan = await there.plan(from(OBJECT), {}, { skip: new Set(["reference"]) });
    expect(plan.parts).toContain("reference");
    await apply(plan);
    expect(objectOf(there)).toBeUndefined();
    expect((await there.plan(sample, {})).parts).not.toContain("reference");
  });

  test("is never changed into a copy unseen: the plan of a replace names it", async () => {
    const there = new Destination(sampleBytes, HOME);
    await there.restore(sample, {});
    const live = there.lambda.functions.get("orders");
    if (live === undefined) throw new Error("not restored");
    live.latest.object = OBJECT;
    const plan = await there.plan(sample, {}, { replace: true });
    expect(titles(plan, /LATEST/)).toEqual(["replace set orders to $LATEST (ResolvedS3Object)"]);
  });
});

describe("what is published of $LATEST on managed instances", () => {
  const LATEST_PUBLISHED = "$LATEST.PUBLISHED";
  const [numbered, latest] = sample.document.versions;
  const kept = {
    ...having({
      versions: [numbered, latest].flatMap((version) => {
        if (version === undefined) return [];
        const scaling = { MinExecutionEnvironments: 2 };
        return version.version === "$LATEST"
          ? [{ ...version, version: LATEST_PUBLISHED, scaling }, version]
          : [version];
      }),
    }),
    secrets: { ...sample.secrets, [LATEST_PUBLISHED]: sample.secrets.$LATEST ?? {} },
  };

  test("comes back under its own name, with its scaling, and is kept when it is there", async () => {
    const there = new Destination(sampleBytes);
    const plan = await there.plan(kept, SAMPLE_MAP);
    expect(titles(plan, /publish/i)).toContain("create publish $LATEST.PUBLISHED");
    await apply(plan);
    const fn = there.lambda.functions.get("orders");
    expect([...(fn?.published.keys() ?? [])].length).toBe(2);
    expect(fn?.published.get(LATEST_PUBLISHED)?.config.MemorySize).toBe(512);
    expect(fn?.scaling).toEqual(new Map([[LATEST_PUBLISHED, { MinExecutionEnvironments: 2 }]]));
    const again = await there.plan(kept, SAMPLE_MAP);
    expect(new Set(again.steps.map(({ effect }) => effect))).toEqual(new Set(["keep"]));
  });
});

describe("whom a layer is shared with", () => {
  const statement = (Principal: JsonObject | string) => ({
    Sid: "partner",
    Effect: "Allow",
    Action: "lambda:GetLayerVersion",
    Principal,
  });
  const shared = (Principal: JsonObject | string) =>
    having({
      layers: sample.document.layers.map((layer) => ({ ...layer, statements: [statement(Principal)] })),
    });
  const PARTNER = { AWS: "arn:aws:iam::444455556666:root" };

  test("comes back with a layer that is published", async () => {
    const there = new Destination(sampleBytes);
    await there.restore(shared(PARTNER), SAMPLE_MAP);
    expect(there.lambda.layers.get("base")?.get(1)?.statements).toMatchObject([statement(PARTNER)]);
  });

  test("is everybody only when that is meant", async () => {
    const there = new Destination(sampleBytes);
    const { blocked } = await there.plan(shared("*"), SAMPLE_MAP, { allowPublic: false });
    expect(blocked).toContainEqual({
      because: "public",
      message: "statement partner of layer base lets anybody read it",
      hint: "say --allow-public if that is meant",
    });
  });
});
