import { describe, expect, test } from "vitest";
import { apply, Destination, type FunctionPlan } from "../../support/destination.ts";
import { SAMPLE_MAP, sample, sampleBytes } from "../../support/sample-function.ts";

const shown = ({ steps }: FunctionPlan): string[] => steps.map(({ effect, title }) => `${effect} ${title}`);
async function restored(): Promise<Destination> {
  const there = new Destination(sampleBytes);
  await there.restore(sample, SAMPLE_MAP);
  return there;
}

describe("a live function", () => {
  test("that is the same is kept, and none of it is written", async () => {
    const there = await restored();
    const writes = there.lambda.writes().length;
    const plan = await there.plan(sample, SAMPLE_MAP);
    expect(new Set(plan.steps.map(({ effect }) => effect))).toEqual(new Set(["keep"]));
    await apply(plan);
    expect(there.lambda.writes()).toHaveLength(writes);
  });

  test("that differs only by networks that have no counterpart yet is told as that alone", async () => {
    const there = await restored();
    const map: Record<string, string> = { ...SAMPLE_MAP };
    delete map["subnet-0a"];
    const { blocked } = await there.plan(sample, map);
    expect(new Set(blocked.map(({ because }) => because))).toEqual(new Set(["untranslated"]));
    const live = there.lambda.functions.get("orders");
    if (live !== undefined) live.latest.config.MemorySize = 1024;
    const both = (await there.plan(sample, map)).blocked.filter(({ because }) => because === "live");
    expect(both.map(({ message }) => message)).toEqual([
      "orders is there and differs: set orders to $LATEST (MemorySize, VpcConfig)",
    ]);
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
        hint: "say --replace to make it as it was captured, or restore under another name",
      },
    ]);
    expect(JSON.stringify(plan.blocked)).not.toContain("secret-");
    await expect(apply(plan)).rejects.toThrow("blocked");
    expect(live.latest.config.MemorySize).toBe(1024);
  });

  test("is made as it was with replace, marked until it is done; and what is not in the point stays and is named, but for tags", async () => {
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
    lambda.AddPermission({
      FunctionName: "orders",
      Qualifier: "live",
      StatementId: "new",
      Action: "a",
      Principal: "x",
    });
    lambda.AddPermission({
      FunctionName: "orders",
      Qualifier: "live",
      StatementId: "logs",
      Action: "a",
      Principal: "y",
    });

    const plan = await there.plan(sample, SAMPLE_MAP, { replace: true });
    expect(shown(plan).filter((line) => !line.startsWith("keep"))).toEqual([
      "replace mark orders as being restored",
      "replace set orders to $LATEST (DeadLetterConfig, MemorySize)",
      "replace point alias live at what version 7 is",
      "create set asynchronous invocation of orders",
      "replace remove tags kept",
      "replace set tags team",
      "replace remove the reserved concurrency",
      "create mark orders as restored, not armed",
    ]);
    expect(plan.warnings.filter((warning) => warning.includes("stays"))).toEqual([
      "alias beta of orders is not in the point; it stays",
      "statement new of orders:live is not in the point; it stays",
    ]);
    expect(plan.atArm?.filter(({ effect }) => effect === "replace")).toEqual([
      { title: "replace statement logs of orders:live", call: "lambda:AddPermission", effect: "replace" },
    ]);
    const { failed } = await there.arm(await apply(plan));
    expect(failed).toEqual([]);
    const { document } = await there.capture("orders");
    const [policy] = document.policies;
    expect(policy?.statements.map(({ Sid, Principal }) => [Sid, Principal])).toEqual([
      ["new", { Service: "x" }],
      ["s3", { Service: "s3.amazonaws.com" }],
      ["logs", { Service: "logs.eu-west-1.amazonaws.com" }],
    ]);
    const { DeadLetterConfig, MemorySize } = document.versions.at(-1)?.configuration ?? {};
    expect({ DeadLetterConfig, MemorySize }).toEqual({ DeadLetterConfig: undefined, MemorySize: 512 });
    expect(document.tags).toEqual({ team: "shop" });
    expect(document.reservedConcurrency).toBeUndefined();
    expect(document.aliases.map(({ name, version }) => `${name} ${version}`)).toEqual(["beta 1", "live 1"]);
  });

  test("that another point's restore began is not continued by this one", async () => {
    const there = new Destination(sampleBytes);
    there.wire.killAt = { call: 20, when: "before" };
    await expect(there.restore(sample, SAMPLE_MAP)).rejects.toThrow("killed");
    const plan = await there.plan(sample, SAMPLE_MAP, { point: "another-point" });
    expect(plan.blocked.map(({ hint }) => hint)).toContain(
      "a restore of run 20260101T000000Z-0badcafe has not finished: " +
        "finish that one (--point 20260101T000000Z-0badcafe), or say --replace",
    );
    expect((await there.plan(sample, SAMPLE_MAP)).blocked).toEqual([]);
  });
});

test("a mapping that outlived its function is disabled before the function is made, and armed again", async () => {
  const home = { account: "111122223333", partition: "aws", region: "us-east-1" };
  const there = new Destination(sampleBytes, home);
  const first = await there.restore(sample, {});
  await there.arm(first, { dryRun: false });
  there.lambda.functions.clear();
  const plan = await there.plan(sample, {});
  const writes = plan.steps.filter(({ effect }) => effect !== "keep").map(({ title }) => title);
  expect(writes.slice(0, 2)).toEqual([
    "disable the mapping from arn:aws:sqs:us-east-1:111122223333:orders, which outlived the function",
    "create function orders (version 7)",
  ]);
  const result = await apply(plan);
  const state = () => [...there.lambda.mappings.values()].map(({ State }) => State);
  expect(state()).toEqual(["Disabled"]);
  expect(result.things.map(({ activation }) => activation)).toEqual(
    first.things.map(({ activation }) => activation),
  );
  await there.arm(result, { dryRun: false });
  expect(state()).toEqual(["Enabled"]);
});
