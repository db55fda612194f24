import { describe, expect, test } from "vitest";
import { byPattern } from "../../../modules/protectors/kit/translate/pattern.ts";
import { translationScope } from "../../../modules/protectors/kit/translate/scope.ts";
import { translateValue } from "../../../modules/protectors/kit/translate/value.ts";
import type { IdMap, RestoreTarget } from "../../../modules/protectors/protector.ts";

const FUNCTION = "arn:aws:lambda:us-east-1:111111111111:function:orders";
const source = { arn: FUNCTION, name: "orders", account: "111111111111", region: "us-east-1" };
const AWAY = { account: "222222222222", partition: "aws", region: "eu-west-1" };

const translate = (value: string, map: IdMap, target: RestoreTarget = AWAY, remade?: ReadonlySet<string>) => {
  const arn = `arn:aws:lambda:${target.region}:${target.account}:function:orders`;
  return translateValue(value, translationScope(source, { target, map }, arn, remade));
};
const queue = (name: string, region = "us-east-1", account = "111111111111"): string =>
  `arn:aws:sqs:${region}:${account}:${name}`;
const QUEUES = { [queue("*")]: queue("*", "eu-west-1", "222222222222") };

describe("an entry with *", () => {
  test("is for each text that it fits, and each * stands for the same text on both sides", () => {
    expect(translate(queue("orders.fifo"), QUEUES)).toEqual({
      kind: "replaced",
      value: queue("orders.fifo", "eu-west-1", "222222222222"),
      by: queue("*"),
    });
    expect(byPattern({ "a-*-b-*": "x-*-y-*" }, "a-1-b-2-b-3")).toEqual({ to: "x-1-y-2-b-3", by: "a-*-b-*" });
    expect(byPattern({ "a-*-b": "x-*" }, "a-1-b")?.to).toBe("x-1");
  });

  test.each(["a-b", "a", "b-a-1-b", "a-1-bc", "toString"])("does not fit %s", (text) => {
    expect(byPattern({ "a-*-b": "x-*" }, text)).toBeUndefined();
  });

  test("gives way to an exact entry, to the thing's own name, and to what the restore makes itself", () => {
    const map = {
      ...QUEUES,
      [queue("orders")]: "mine",
      "arn:aws:lambda:us-east-1:*": "arn:aws:lambda:eu-west-1:*",
    };
    expect(translate(queue("orders"), map)).toMatchObject({ value: "mine", by: queue("orders") });
    expect(translate(`${FUNCTION}:live`, map)).toEqual({
      kind: "replaced",
      value: "arn:aws:lambda:eu-west-1:222222222222:function:orders:live",
    });
    const layer = "arn:aws:lambda:us-east-1:111111111111:layer:base:4";
    expect(translate(layer, map, AWAY, new Set([layer]))).toEqual({ kind: "same" });
  });

  test("counts by what it says before its first *, then by all it says, whatever the order of the file", () => {
    const map = { "orders-*": "1-*", "o*": "2-*", "orders-*-dead": "3-*", "orders-e*": "4-*" };
    for (const entries of [Object.entries(map), Object.entries(map).reverse()]) {
      const to = (text: string) => byPattern(Object.fromEntries(entries), text)?.to;
      expect(["orders-eu", "orders-us", "orders-us-dead", "other"].map(to)).toEqual([
        "4-u",
        "1-us",
        "3-us",
        "2-ther",
      ]);
    }
  });

  test("is for buckets by name or by ARN, with what lies in them", () => {
    const expected = { kind: "replaced", value: "arn:aws:s3:::orders-eu-in/*" };
    expect(translate("arn:aws:s3:::orders-in/*", { "orders-*": "orders-eu-*" })).toMatchObject(expected);
    const arns = { "arn:aws:s3:::orders-*": "arn:aws:s3:::orders-eu-*" };
    expect(translate("arn:aws:s3:::orders-in/*", arns)).toMatchObject(expected);
  });

  test("is for all of an API", () => {
    const api = "arn:aws:execute-api:us-east-1:111111111111:abc";
    const there = "arn:aws:execute-api:eu-west-1:222222222222:xyz";
    expect(translate(`${api}/*/GET/a`, { [`${api}*`]: `${there}*` })).toMatchObject({
      value: `${there}/*/GET/a`,
    });
  });

  test("counts at home, too", () => {
    const home = { account: "111111111111", partition: "aws", region: "us-east-1" };
    const map = { [queue("old-*")]: queue("new-*") };
    expect(translate(queue("old-orders"), map, home)).toMatchObject({ value: queue("new-orders") });
    expect(translate(queue("orders"), map, home)).toEqual({ kind: "same" });
  });
});

describe("an entry for a whole account", () => {
  const map = { "111111111111": "222222222222", "333333333333": "444444444444" };

  test.each([
    [queue("orders"), queue("orders", "eu-west-1", "222222222222")],
    ["arn:aws:iam::111111111111:role/orders", "arn:aws:iam::222222222222:role/orders"],
    ["arn:aws:sns:ap-south-1:333333333333:alerts", "arn:aws:sns:ap-south-1:444444444444:alerts"],
    ["arn:aws:kms:us-east-1:111111111111:alias/orders", "arn:aws:kms:eu-west-1:222222222222:alias/orders"],
    ["111111111111", "222222222222"],
  ])("makes of %s its namesake", (value, to) => {
    expect(translate(value, map)).toMatchObject({ kind: "replaced", value: to });
  });

  test.each([
    "arn:aws:kms:us-east-1:111111111111:key/1b2c3d4e-0000-4000-8000-000000000001",
    "arn:aws:execute-api:us-east-1:111111111111:abc/*/GET/a",
    "arn:aws:dynamodb:us-east-1:111111111111:table/orders/stream/2026-01-01T00:00:00.000",
    "arn:aws:lambda:us-east-1:111111111111:layer:base:4",
    "arn:aws:secretsmanager:us-east-1:111111111111:secret:orders-AbCdEf",
  ])("makes nothing of %s, whose id AWS has given", (value) => {
    expect(translate(value, map)).toMatchObject({ kind: "missing" });
  });

  test("gives way to an entry with *", () => {
    expect(translate(queue("orders"), { ...map, [queue("*")]: queue("eu-*", "eu-west-1") })).toMatchObject({
      value: queue("eu-orders", "eu-west-1"),
    });
  });
});
