import { expect, test } from "vitest";
import type { Configuration } from "../../../modules/protectors/s3-notifications/document.ts";
import { s3Notifications } from "../../../modules/protectors/s3-notifications/protector.ts";
import { calling, documentOf, functionAt } from "./place.ts";

const ORDERS = functionAt("orders");
const DRILL = functionAt("drill");
const telling = (...arns: string[]): Configuration => ({
  LambdaFunctionConfigurations: arns.map((arn, n) => calling(arn, `n${n}`)),
});

function differences(was: Configuration, is: Configuration, ids = {}, armed = true) {
  return s3Notifications.differences(documentOf(was), documentOf(is), ids, { armed });
}

test("what is told no longer, and told otherwise, is a difference", () => {
  const was = { ...telling(ORDERS, functionAt("api")), EventBridgeConfiguration: {} };
  const [first] = telling(ORDERS).LambdaFunctionConfigurations ?? [];
  const is = { LambdaFunctionConfigurations: [{ ...first, Events: ["s3:ObjectRemoved:*"] }] };
  expect(differences(was, is).map(({ path }) => path)).toEqual([
    "EventBridgeConfiguration",
    "LambdaFunctionConfigurations.n0.Events",
    "LambdaFunctionConfigurations.n1",
  ]);
});

test("entries of others beside them are none", () => {
  const queue = { Id: "theirs", QueueArn: "arn:aws:sqs:us-east-1:1:q", Events: ["s3:ObjectRemoved:*"] };
  const is = { ...telling(ORDERS, DRILL), QueueConfigurations: [queue], EventBridgeConfiguration: {} };
  expect(differences(telling(ORDERS), is)).toEqual([]);
});

test("before activation nothing is told, which is no difference", () => {
  expect(differences(telling(ORDERS), {}, {}, false)).toEqual([]);
});

test("functions, their aliases and versions are known by what they became", () => {
  const ids = { [ORDERS]: DRILL, [`${ORDERS}:7`]: `${DRILL}:1` };
  const was = telling(ORDERS, `${ORDERS}:live`, `${ORDERS}:7`);
  expect(differences(was, telling(DRILL, `${DRILL}:live`, `${DRILL}:1`), ids)).toEqual([]);
  expect(differences(was, telling(DRILL, `${DRILL}:live`, `${DRILL}:7`), ids)).toHaveLength(1);
});

test("a prefix that reads like an id stays a prefix", () => {
  const was = telling(ORDERS);
  expect(differences(was, was, { "n0/": "other/", n0: "other" })).toEqual([]);
});
