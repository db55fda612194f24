import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { CaptureScope } from "../../../modules/contract/events.ts";
import { captureFunction } from "../../../modules/protectors/lambda/capture.ts";
import { collect } from "../../../modules/recovery/bytes.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import type { Fn } from "../../support/fake-lambda/state.ts";
import { FakeRegion } from "../../support/fake-region.ts";
import { item, LAYER, richFunction, SECRET } from "../../support/rich-function.ts";
import { OPTIONS } from "../../support/sample-request.ts";
import {
  functionArn,
  itemOf,
  seedFunction,
  seedLayer,
  seedVersions,
  version,
} from "../../support/seed-function.ts";

const plain = itemOf("orders");
const take = async (source: FakeRegion, of = item, scope: Partial<CaptureScope> = {}) => {
  const captured = await captureFunction(source.ports(), of, {
    ...OPTIONS,
    scope: { ...OPTIONS.scope, ...scope },
  });
  if (captured === undefined) throw new Error("gone");
  return captured;
};
const ordersOf = ({ lambda }: FakeRegion): Fn => {
  const orders = lambda.functions.get("orders");
  if (orders === undefined) throw new Error("it is there");
  return orders;
};
const hash = (text: string): string => createHash("sha256").update(`PK ${text}`).digest("hex");

test("a version that failed is kept as it was, and named", async () => {
  const source = richFunction();
  const made = ordersOf(source).published.get("8");
  if (made === undefined) throw new Error("it is there");
  const failed = { State: "Failed", StateReason: "it failed to initialize" };
  Object.assign(made, { config: { ...made.config, ...failed } });
  const { document, warnings } = await take(source);
  expect(document.versions.map((kept) => kept.version)).toContain("8");
  expect(warnings).toEqual([
    "version 8 is in State Failed (it failed to initialize): it is kept as it is, and runs nothing",
  ]);
});

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

describe("of the code", () => {
  test("all published versions are kept when the policy says so, also those that nobody uses", async () => {
    const { document, blobs } = await take(richFunction(), item, { code: "all" });
    const all = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "$LATEST"];
    expect(document.versions.map((one) => one.version)).toEqual(all);
    expect(blobs.map(({ name }) => name)).toEqual([...all.map((one) => `code/${one}`), `layer/${LAYER}`]);
  });

  test("all versions leave the disk one by one, and nothing else does before the point is written", async () => {
    const source = richFunction();
    const ports = source.ports();
    const most: number[] = [];
    await captureFunction(ports, item, {
      ...OPTIONS,
      scope: { code: "all", triggers: "all" },
      keep: async (bytes) => {
        most.push(ports.spool.held.size);
        await bytes.discard();
        return bytes;
      },
    });
    expect(most).toEqual(Array(9).fill(1));
    // $LATEST is read last, and stays.
    expect(ports.spool.held.size).toBe(2);
  });

  test("$LATEST alone comes without versions, their aliases and what invokes them, of which triggers are told", async () => {
    const source = richFunction();
    const { document, blobs, warnings } = await take(source, item, { code: "latest" });
    expect(document.versions.map((one) => one.version)).toEqual(["$LATEST"]);
    expect(blobs.map(({ name }) => name)).toEqual(["code/$LATEST", `layer/${LAYER}`]);
    expect(document).toMatchObject({
      aliases: [],
      urls: [],
      mappings: [],
      policies: [{ statements: [{ Sid: "function" }] }],
      asyncConfigs: [{ qualifier: "$LATEST" }],
    });
    expect(warnings).toEqual([
      "not kept, since they invoke a version and the policy keeps $LATEST alone: the URL of live, mapping m1, calls of s3-notifications/photos",
    ]);
    expect(source.wire.named("ListVersionsByFunction")).toEqual([]);
  });

  test("$LATEST alone keeps an alias of it, and what invokes either", async () => {
    const source = richFunction();
    const orders = ordersOf(source);
    orders.aliases.set("live", { Name: "live", FunctionVersion: "$LATEST" });
    source.lambda.mappings.set("m1", {
      ...source.lambda.mappings.get("m1"),
      FunctionArn: functionArn("orders"),
    });
    const { document, warnings } = await take(source, item, { code: "latest" });
    expect(document).toMatchObject({
      aliases: [{ name: "live", version: "$LATEST" }],
      urls: [{ qualifier: "live" }],
      mappings: [{ uuid: "m1" }],
      policies: [{ statements: [{ Sid: "function" }] }, { qualifier: "live" }],
    });
    expect(warnings).toEqual([]);
  });
});

test("a URL is kept only where the policy protects URLs, and is not even asked for elsewhere", async () => {
  const source = richFunction();
  const { document } = await take(source, item, { triggers: ["sqs", "s3"] });
  expect(document).toMatchObject({
    urls: [],
    mappings: [{ uuid: "m1" }],
  });
  expect(source.wire.named("ListFunctionUrlConfigs")).toEqual([]);
  expect((await take(richFunction(), item, { triggers: ["url"] })).document.urls).toHaveLength(1);
});

test("the key of a package is kept, which only GetFunction shows, and beside its address", async () => {
  const SourceKMSKeyArn = "arn:aws:kms:us-east-1:123456789012:key/code";
  const source = new FakeRegion();
  seedFunction(source.lambda, "orders").latest.sourceKey = SourceKMSKeyArn;
  expect((await take(source, plain)).document.versions[0]?.configuration).toMatchObject({ SourceKMSKeyArn });
});

test("a package that Lambda withholds fails with Lambda's reason", async () => {
  const source = new FakeRegion();
  seedFunction(source.lambda, "orders").latest.withheld = {
    ErrorCode: "KMSAccessDeniedException",
    Message: "no kms:Decrypt",
  };
  await expect(take(source, plain)).rejects.toThrow(
    "answered without the address of the package: KMSAccessDeniedException: no kms:Decrypt",
  );
});

test("the bytes of each version and layer come with it", async () => {
  const { blobs } = await take(richFunction());
  const read = await Promise.all(
    blobs.map(async ({ name, content }) => [
      name,
      Buffer.from(await collect(content.open(), 100)).toString(),
    ]),
  );
  expect(Object.fromEntries(read)).toEqual({
    "code/1": "PK orders 1",
    "code/2": "PK orders 2",
    "code/3": "PK orders 3",
    "code/5": "PK orders 5",
    "code/6": "PK orders 6",
    "code/7": "PK orders 7",
    "code/8": "PK orders 8",
    "code/9": "PK orders 9",
    "code/$LATEST": "PK orders latest",
    [`layer/${LAYER}`]: "PK layer",
  });
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

test.each([1, 49, 50, 51, 100, 101])(
  "all of %i versions and aliases are known, page by page",
  async (count) => {
    const source = new FakeRegion();
    source.page = 50;
    const orders = seedFunction(source.lambda, "orders");
    seedVersions(orders, "orders", count);
    for (let i = 0; i < count; i++) {
      const FunctionArn = `${functionArn("orders")}:a${i}`;
      orders.aliases.set(`a${i}`, { Name: `a${i}`, FunctionVersion: String(i + 1) });
      orders.asyncConfigs.set(`a${i}`, { FunctionArn });
      orders.urls.set(`a${i}`, { FunctionArn });
    }
    const { document } = await take(source, plain);
    expect(document.versions).toHaveLength(count + 1);
    expect(document.aliases).toHaveLength(count);
    expect(document.asyncConfigs).toHaveLength(count);
    expect(document.urls).toHaveLength(count);
  },
);

describe("bytes that are kept already", () => {
  test("are not downloaded again", async () => {
    const source = richFunction();
    const first = await take(source);
    const kept = new Map(first.blobs.map(({ content }) => [content.sha256, content]));
    source.wire.calls.length = 0;
    await captureFunction(
      { ...source.ports(), known: async ({ sha256 }) => kept.get(sha256) },
      item,
      OPTIONS,
    );
    expect(source.wire.named("download")).toEqual([]);
  });
});

describe("bytes are verified before anything else sees them", () => {
  const sending = (text: string) => {
    const source = new FakeRegion();
    seedFunction(source.lambda, "orders");
    const download = async function* () {
      yield Buffer.from(text);
    };
    return { ...source.ports(), download };
  };

  test("a package that is another one is refused", async () => {
    const ports = sending("PK another!");
    await expect(captureFunction(ports, plain, OPTIONS)).rejects.toThrow(
      /^download after lambda:GetFunction of orders: the package came as 11 bytes with SHA-256 [0-9a-f]{64}, Lambda says 16 and [0-9a-f]{64}$/,
    );
    expect(ports.spool.held.size).toBe(0);
  });

  test("a package that is longer than Lambda says is cut off and refused", async () => {
    const ports = sending("\0".repeat(1000));
    await expect(captureFunction(ports, plain, OPTIONS)).rejects.toThrow("more than 16 bytes");
  });

  test("a download that breaks off once is repeated", async () => {
    const source = new FakeRegion();
    seedFunction(source.lambda, "orders");
    let failures = 0;
    source.wire.before = ({ name: call }) =>
      call === "download" && ++failures === 1 ? new Error("HTTP status 503") : undefined;
    await take(source, plain);
    expect(failures).toBe(2);
  });

  test("an address appears in no error", async () => {
    const source = new FakeRegion();
    seedFunction(source.lambda, "orders");
    source.wire.before = ({ name: call }) =>
      call === "download" ? new Error("no https://x.example/?X-Amz-Signature=abc") : undefined;
    await expect(take(source, plain)).rejects.toThrow(
      "download after lambda:GetFunction of orders: no (address)",
    );
  });
});

describe("layers", () => {
  const foreign = "arn:aws:lambda:us-east-1:999999999999:layer:agent:1";
  const using = (arn: string): FakeRegion => {
    const source = new FakeRegion();
    seedFunction(source.lambda, "orders", { Layers: [{ Arn: arn }] });
    return source;
  };

  test("of another account that cannot be read are a warning, and have no bytes", async () => {
    const source = using(foreign);
    source.wire.before = ({ name: call }) =>
      call === "GetLayerVersionByArn" ? awsError("AccessDeniedException", 403) : undefined;
    const { document, blobs, warnings } = await take(source, plain);
    expect(document.layers).toEqual([{ arn: foreign, name: "agent", settings: {} }]);
    expect(blobs.map(({ name }) => name)).toEqual(["code/$LATEST"]);
    expect(warnings).toEqual([
      `layer ${foreign} cannot be read, so its bytes are not kept: lambda:GetLayerVersionByArn of ${foreign}: AccessDeniedException: AccessDeniedException it is`,
    ]);
  });

  test("that were deleted are a warning too", async () => {
    expect((await take(using(LAYER), plain)).warnings).toHaveLength(1);
  });

  test("of our own account that refuse us fail the point", async () => {
    const source = using(LAYER);
    source.wire.before = ({ name: call }) =>
      call === "GetLayerVersionByArn" ? awsError("AccessDeniedException", 403) : undefined;
    await expect(take(source, plain)).rejects.toThrow(
      `lambda:GetLayerVersionByArn of ${LAYER}: AccessDeniedException`,
    );
  });

  test("of several versions are read once", async () => {
    const source = using(LAYER);
    seedLayer(source.lambda, "base", 4, "layer");
    seedVersions(ordersOf(source), "orders", 3, { Layers: [{ Arn: LAYER }] });
    await take(source, plain);
    expect(source.wire.named("GetLayerVersionByArn")).toHaveLength(1);
  });
});

test("a region that lacks a feature refuses its call in words of its own: nobody has it there", async () => {
  const source = richFunction();
  const lacking = ["ListFunctionUrlConfigs", "GetFunctionCodeSigningConfig", "GetFunctionRecursionConfig"];
  const words = "Unable to determine service/operation name to be authorized";
  source.wire.before = ({ name }) =>
    lacking.includes(name) ? awsError("AccessDeniedException", 403, words) : undefined;
  expect((await take(source)).document.urls).toEqual([]);
  source.wire.before = ({ name }) =>
    lacking.includes(name)
      ? awsError("AccessDeniedException", 403, "not authorized to perform it")
      : undefined;
  await expect(take(source)).rejects.toThrow("AccessDeniedException");
});

describe("what cannot be captured fails, and says why", () => {
  test("environment variables whose key is closed to us", async () => {
    const source = new FakeRegion();
    seedFunction(source.lambda, "orders", {
      Environment: { Error: { ErrorCode: "AccessDeniedException", Message: "no kms:Decrypt" } },
    });
    await expect(take(source, plain)).rejects.toThrow(
      "lambda:GetFunction of orders: its environment variables cannot be read: AccessDeniedException no kms:Decrypt",
    );
  });

  test("filters whose key is closed to us", async () => {
    const source = richFunction();
    source.lambda.mappings.set("m1", {
      ...source.lambda.mappings.get("m1"),
      FilterCriteriaError: { ErrorCode: "KMSAccessDenied", Message: "no kms:Decrypt" },
    });
    await expect(take(source)).rejects.toThrow(
      "lambda:GetEventSourceMapping of m1: its filters cannot be read: KMSAccessDenied no kms:Decrypt",
    );
  });

  test("tags that are hidden from us", async () => {
    const source = new FakeRegion();
    seedFunction(source.lambda, "orders");
    const ports = source.ports();
    const send = ports.lambda.send.bind(ports.lambda) as (command: object) => Promise<object>;
    const TagsError = { ErrorCode: "AccessDeniedException", Message: "no lambda:ListTags" };
    const hiding = async (command: object): Promise<object> => ({ ...(await send(command)), TagsError });
    const lambda = { send: hiding } as unknown as typeof ports.lambda;
    await expect(captureFunction({ ...ports, lambda }, plain, OPTIONS)).rejects.toThrow(
      "lambda:ListTags of orders: AccessDeniedException: no lambda:ListTags",
    );
  });
});

describe("a call that fails fails the point, and is named", () => {
  const calls: [call: string, said: string][] = [
    ["GetFunction", "lambda:GetFunction of orders:1"],
    ["ListAliases", "lambda:ListAliases of orders"],
    ["ListVersionsByFunction", "lambda:ListVersionsByFunction of orders"],
    ["ListFunctionUrlConfigs", "lambda:ListFunctionUrlConfigs of orders"],
    ["ListFunctionEventInvokeConfigs", "lambda:ListFunctionEventInvokeConfigs of orders"],
    ["GetEventSourceMapping", "lambda:GetEventSourceMapping of m1"],
    ["GetLayerVersionByArn", `lambda:GetLayerVersionByArn of ${LAYER}`],
    // The first version that would not be kept without one.
    ["GetPolicy", "lambda:GetPolicy of orders:4"],
  ];
  const errors: [name: string, status: number][] = [
    ["AccessDeniedException", 403],
    ["TooManyRequestsException", 429],
    ["ServiceException", 500],
    ["SyntaxError", 404], // a page of HTML, from something that is not AWS
  ];

  test.each(calls.flatMap(([call, said]) => errors.map(([name, status]) => ({ call, said, name, status }))))(
    "$call with $status $name",
    async ({ call, said, name, status }) => {
      const source = richFunction();
      source.wire.before = ({ name: at }) => (at === call ? awsError(name, status) : undefined);
      await expect(take(source)).rejects.toThrow(`${said}: ${name}: ${name} it is`);
    },
  );

  test("every single call of a whole capture, one after the other", async () => {
    const whole = richFunction();
    await take(whole);
    for (let n = 1; n <= whole.wire.calls.length; n++) {
      const source = richFunction();
      source.wire.before = ({ name: call }, count) =>
        count === n || (call === "download" && count > n) ? awsError("ServiceException", 500) : undefined;
      await expect(take(source), whole.wire.calls[n - 1]?.name).rejects.toThrow("ServiceException");
    }
  });
});

describe("a function that moves while it is read", () => {
  const moving = (times: number): FakeRegion => {
    const source = richFunction();
    let moves = 0;
    source.wire.before = ({ name: call }) => {
      const orders = source.lambda.functions.get("orders");
      if (call === "ListFunctionEventInvokeConfigs" && moves++ < times && orders !== undefined)
        orders.latest = version(`moved ${moves}`, orders.latest.config);
      return undefined;
    };
    return source;
  };

  test.each([1, 2, 3])("%i times is read again until it holds still", async (times) => {
    const source = moving(times);
    const { document, revision } = await take(source);
    expect(revision).toEqual({ before: `revision of moved ${times}`, after: `revision of moved ${times}` });
    expect(document.versions.at(-1)?.codeSha256).toBe(hash(`moved ${times}`));
  });

  test("without end fails, and says so", async () => {
    await expect(take(moving(99))).rejects.toThrow(
      "orders keeps changing, seen in 4 reads: its revision moved from revision of moved 3 to revision of moved 4; the next run tries again",
    );
  });

  test("in its settings alone is read again", async () => {
    const source = richFunction();
    const { latest } = ordersOf(source);
    source.wire.before = ({ name: call }) => {
      if (call === "ListFunctionEventInvokeConfigs" && latest.config.MemorySize === undefined)
        Object.assign(latest, {
          config: { ...latest.config, MemorySize: 512 },
          revision: "settings changed",
        });
      return undefined;
    };
    const { document, revision } = await take(source);
    expect(document.versions.at(-1)?.configuration).toMatchObject({ MemorySize: 512 });
    expect(revision).toEqual({ before: "settings changed", after: "settings changed" });
  });

  test.each([{ LastUpdateStatus: "InProgress" as const }, { State: "Pending" as const }])(
    "and is still being updated, %j, is read again",
    async (updating) => {
      const source = new FakeRegion();
      const orders = seedFunction(source.lambda, "orders", updating);
      source.wire.before = ({ name: call }) => {
        const again = call === "ListAliases" && source.wire.named("GetFunction").length > 0;
        if (again) Object.assign(orders.latest.config, { LastUpdateStatus: "Successful", State: "Active" });
        return undefined;
      };
      expect((await take(source, plain)).document.name).toBe("orders");
      expect(source.wire.named("ListAliases").length).toBeGreaterThan(1);
    },
  );

  test("in a published version's settings is read again", async () => {
    const source = richFunction();
    let moved = false;
    source.wire.before = ({ name: call, input }) => {
      const third = source.lambda.functions.get("orders")?.published.get("3");
      if (!moved && call === "GetFunction" && input.Qualifier === "3" && third !== undefined) {
        moved = true;
        third.revision = "another";
      }
      return undefined;
    };
    await take(source);
    expect(source.wire.named("ListAliases")).toHaveLength(2);
  });

  test("whose alias names a version that is not listed yet is read again", async () => {
    const source = richFunction();
    const orders = ordersOf(source);
    orders.aliases.set("next", { Name: "next", FunctionVersion: "10" });
    source.wire.before = ({ name: call }) => {
      if (call === "ListAliases" && source.wire.calls.length > 4) seedVersions(orders, "orders", 1);
      return undefined;
    };
    const { document } = await take(source);
    expect(document.versions.map((one) => one.version)).toContain("10");
  });
});

describe("what goes while it is read", () => {
  test("a function, after any call, is gone and no error", async () => {
    const whole = richFunction();
    await take(whole);
    // After GetFunction, which is read last, it is captured: it was there.
    const last = whole.wire.calls.findLastIndex(({ name }) => name === "GetFunction") + 1;
    for (let n = 1; n <= last; n++) {
      const source = richFunction();
      source.wire.before = (_call, count) => {
        if (count >= n) source.lambda.functions.clear();
        return undefined;
      };
      expect(
        await captureFunction(source.ports(), item, OPTIONS),
        whole.wire.calls[n - 1]?.name,
      ).toBeUndefined();
    }
  });

  test("a mapping is left out", async () => {
    const source = richFunction();
    source.lambda.mappings.clear();
    expect((await take(source)).document).toMatchObject({ mappings: [] });
  });

  test("a mapping that names another function by now is that function's", async () => {
    const source = richFunction();
    source.lambda.mappings.set("m1", {
      ...source.lambda.mappings.get("m1"),
      FunctionArn: functionArn("orders-2"),
    });
    expect((await take(source)).document.mappings).toEqual([]);
  });

  test("a part that is never found fails, and is named", async () => {
    const source = richFunction();
    source.wire.before = ({ name: call }) =>
      call === "ListFunctionUrlConfigs" ? awsError("ResourceNotFoundException", 404) : undefined;
    await expect(take(source)).rejects.toThrow(
      "lambda:ListFunctionUrlConfigs of orders: ResourceNotFoundException",
    );
  });
});

test("a version with a policy of its own is in use: somebody calls it by its number", async () => {
  const source = new FakeRegion();
  const fn = seedFunction(source.lambda, "orders");
  seedVersions(fn, "orders", 9);
  fn.policies.set("2", [{ Sid: "edge", Effect: "Allow", Action: "lambda:GetFunction", Principal: "*" }]);
  const captured = await take(source, plain);
  expect(captured.document.versions.map(({ version }) => version)).toEqual([..."256789", "$LATEST"]);
  expect(captured.document.policies).toMatchObject([{ qualifier: "2" }]);
});
