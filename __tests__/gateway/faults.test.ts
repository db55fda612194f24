import { expect, test } from "vitest";
import type { Call } from "../../sandbox/gateway/call.ts";
import { type Fault, makeFaults } from "../../sandbox/gateway/faults.ts";

const getObject: Call = {
  service: "s3",
  region: "us-east-1",
  action: "GetObject",
  resource: "orders/a",
  protocol: "s3",
};
const DROP: Fault = { kind: "drop-before" };
const SLOW: Fault = { kind: "delay", ms: 1 };

test("a rule counts only when everything it says fits", () => {
  const faults = makeFaults();
  const fits = (rule: object): boolean => {
    faults.set([{ ...rule, fault: DROP }]);
    return faults.take(getObject) !== undefined;
  };
  expect(fits({})).toBe(true);
  expect(fits({ service: "s3", region: "us-east-1", action: "(Get|Head)Object", resource: "^orders/" })).toBe(
    true,
  );
  expect(fits({ service: "lambda" })).toBe(false);
  expect(fits({ region: "eu-west-1" })).toBe(false);
  expect(fits({ resource: "^payments/" })).toBe(false);
});

test("an action's expression has to fit the whole name", () => {
  const faults = makeFaults();
  faults.set([{ action: "GetObj", fault: DROP }]);
  expect(faults.take(getObject)).toBeUndefined();
});

test("a rule lets calls pass first, then fails as many as it says", () => {
  const faults = makeFaults();
  faults.set([{ after: 2, times: 1, fault: DROP }]);
  expect([1, 2, 3, 4].map(() => faults.take(getObject)?.kind)).toEqual([
    undefined,
    undefined,
    "drop-before",
    undefined,
  ]);
});

test("a rule without a number never ends", () => {
  const faults = makeFaults();
  faults.set([{ fault: DROP }]);
  expect([1, 2, 3].map(() => faults.take(getObject))).toEqual([DROP, DROP, DROP]);
});

test("a used-up rule makes way for the next one", () => {
  const faults = makeFaults();
  faults.set([
    { times: 1, fault: DROP },
    { times: 1, fault: SLOW },
  ]);
  expect([1, 2, 3].map(() => faults.take(getObject))).toEqual([DROP, SLOW, undefined]);
});

test("new rules replace the old ones", () => {
  const faults = makeFaults();
  faults.set([{ fault: DROP }]);
  faults.set([]);
  expect(faults.take(getObject)).toBeUndefined();
});
