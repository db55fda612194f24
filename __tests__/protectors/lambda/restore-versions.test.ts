import { describe, expect, test } from "vitest";
import { apply, Destination } from "../../support/destination.ts";
import { wrongBehindNumbers } from "../../support/judge-versions.ts";
import { functionOf, grant, versionOf } from "../../support/many-versions.ts";

const QUEUE = "arn:aws:sqs:eu-west-1:111122223333:orders";
const A = 128;
const B = 256;
const bindings = {
  policies: [
    { qualifier: "1", statements: [grant("first")] },
    { qualifier: "3", statements: [grant("third")] },
  ],
  asyncConfigs: [
    { qualifier: "1", settings: { MaximumRetryAttempts: 0 } },
    { qualifier: "3", settings: { MaximumRetryAttempts: 2 } },
  ],
  mappings: ["1", "3"].map((qualifier) => ({
    uuid: `aaaaaaaa-0000-4000-8000-00000000000${qualifier}`,
    enabled: true,
    qualifier,
    settings: { EventSourceArn: QUEUE, BatchSize: Number(qualifier) },
  })),
};
const versionsOf = (...memory: readonly (readonly [string, number])[]) =>
  [...memory, ["$LATEST", 512] as const].map(([version, size]) => versionOf(version, size));

/** By Lambda's own answers: number, memory, sources of statements, retries and batch sizes of mappings. */
function told({ lambda }: Destination) {
  const fn = lambda.functions.get("many");
  return [...(fn?.published ?? [])].map(([number, { config }]) => ({
    number,
    memory: config.MemorySize,
    statements: JSON.stringify(fn?.policies.get(number) ?? []).match(/(first|third)/)?.[0],
    retries: fn?.asyncConfigs.get(number)?.MaximumRetryAttempts,
    mappings: [...lambda.mappings.values()]
      .filter(({ FunctionArn }) => FunctionArn === lambda.arn("many", number))
      .map(({ BatchSize }) => BatchSize),
  }));
}

describe("versions of one content", () => {
  test("with another between them are published apart, each with what is bound to it; a second restore changes nothing", async () => {
    const kept = functionOf(versionsOf(["1", A], ["2", B], ["3", A]), bindings);
    const there = new Destination(kept.bytes);
    const result = await there.restore(kept, {});
    await there.arm(result);
    expect(told(there)).toEqual([
      { number: "1", memory: A, statements: "first", retries: 0, mappings: [1] },
      { number: "2", memory: B, statements: undefined, retries: undefined, mappings: [] },
      { number: "3", memory: A, statements: "third", retries: 2, mappings: [3] },
    ]);
    expect(wrongBehindNumbers(there.lambda, kept.document, result)).toEqual([]);
    const again = await there.plan(kept, {});
    expect(again.blocked).toEqual([]);
    expect(again.steps.filter(({ effect }) => effect !== "keep")).toEqual([]);
  });

  test("in a row are kept apart by a version of another description when something is bound to one of them", async () => {
    const kept = functionOf(versionsOf(["1", A], ["3", A]), bindings);
    const there = new Destination(kept.bytes);
    const plan = await there.plan(kept, {});
    expect(plan.steps.filter(({ call }) => /Publish|Update/.test(call)).map(({ title }) => title)).toEqual([
      "publish a version (was 1)",
      "set many to a version that keeps two equal ones apart (Description)",
      "publish a version that keeps 1 and 3 apart",
      "set many to version 3 (Description)",
      "publish a version (was 3)",
      "set many to $LATEST (MemorySize)",
    ]);
    await there.arm(await apply(plan));
    expect(told(there)).toEqual([
      { number: "1", memory: A, statements: "first", retries: 0, mappings: [1] },
      { number: "2", memory: A, statements: undefined, retries: undefined, mappings: [] },
      { number: "3", memory: A, statements: "third", retries: 2, mappings: [3] },
    ]);
    const again = await there.plan(kept, {});
    expect(again.steps.filter(({ effect }) => effect !== "keep")).toEqual([]);
  });

  test("in a row become one when nothing is bound to either", async () => {
    const kept = functionOf(versionsOf(["1", A], ["3", A]));
    const there = new Destination(kept.bytes);
    const { idMap } = await there.restore(kept, {});
    const numbers = ["1", "3"].map((version) => idMap[`${kept.document.arn}:${version}`]?.split(":")[7]);
    expect(numbers).toEqual(["1", "1"]);
    expect((await there.plan(kept, {})).steps.filter(({ effect }) => effect !== "keep")).toEqual([]);
  });

  test("but for their key are kept apart too: Lambda would give the first number again", async () => {
    const keyed = (version: string, key: string) =>
      versionOf(version, A, { KMSKeyArn: `arn:aws:kms:eu-west-1:111122223333:key/${key}` });
    const kept = functionOf([keyed("1", "one"), keyed("2", "two"), versionOf("$LATEST", B)]);
    const there = new Destination(kept.bytes);
    await there.restore(kept, {});
    const keys = [...(there.lambda.functions.get("many")?.published.values() ?? [])];
    expect(keys.map(({ config }) => String(config.KMSKeyArn).split("/")[1])).toEqual(["one", "two", "two"]);
    expect((await there.plan(kept, {})).steps.filter(({ effect }) => effect !== "keep")).toEqual([]);
  });

  test("killed at any call and run again, they come to the same", async () => {
    const kept = functionOf(versionsOf(["1", A], ["3", A], ["5", B], ["8", A]), bindings);
    const whole = new Destination(kept.bytes);
    await whole.restore(kept, {});
    const expected = told(whole);
    for (let call = 1; call <= whole.lambda.calls.length; call++)
      for (const when of ["before", "after"] as const) {
        const there = new Destination(kept.bytes);
        there.wire.killAt = { call, when };
        await expect(there.restore(kept, {})).rejects.toThrow("killed");
        await there.restore(kept, {});
        expect({ call, when, told: told(there) }).toEqual({ call, when, told: expected });
      }
  });
});

test("at home each number is its own again, and what is not there is published anew", async () => {
  const home = { account: "111122223333", partition: "aws", region: "us-east-1" };
  const kept = functionOf(versionsOf(["1", A], ["2", B], ["3", A]));
  const there = new Destination(kept.bytes, home);
  const { idMap } = await there.restore(kept, {});
  const now = ["1", "2", "3"].map((version) => idMap[`${kept.document.arn}:${version}`]?.split(":")[7]);
  expect(now).toEqual(["4", "5", "6"]);
  there.lambda.functions.get("many")?.published.delete("5");
  const plan = await there.plan(kept, {}, { replace: true });
  await apply(plan);
  const published = [...(there.lambda.functions.get("many")?.published ?? [])];
  expect(published.map(([number, { config }]) => [number, config.MemorySize])).toEqual([
    ["4", A],
    ["6", A],
    ["7", B],
  ]);
});

test("a setting that a function has from its birth is not changed on one that exists", async () => {
  const durable = { DurableConfig: { ExecutionTimeout: 60, RetentionPeriodInDays: 1 } };
  const kept = functionOf([versionOf("$LATEST", A, durable)]);
  const there = new Destination(kept.bytes);
  await there.restore(functionOf([versionOf("$LATEST", A)]), {});
  const { blocked } = await there.plan(kept, {}, { replace: true });
  expect(blocked).toEqual([
    {
      because: "inexpressible",
      message: "DurableConfig of many ($LATEST) cannot be changed on a function that exists",
      hint: "delete the function that is there, then restore; or restore under another name (--as)",
    },
  ]);
  const longer = { DurableConfig: { ExecutionTimeout: 90, RetentionPeriodInDays: 1 } };
  const other = new Destination(kept.bytes);
  await other.restore(kept, {});
  await other.restore(functionOf([versionOf("$LATEST", A, longer)]), {}, { replace: true });
  expect(other.lambda.functions.get("many")?.latest.config).toMatchObject(longer);
});
