import { expect, test } from "vitest";
import { describeWaiting } from "../../modules/cli/describe/describe-restore.ts";

const URL = {
  title: "create URL of orders",
  call: "lambda:CreateFunctionUrlConfig",
  effect: "create",
} as const;

test("a restore names the command that arms, under the role that restored", () => {
  const file = "orders.eu-west-1.restore.json";
  expect(describeWaiting({ atArm: [URL] }, file, undefined)).toBe(
    "not armed yet; to let events arrive: npx zonekeep arm orders.eu-west-1.restore.json",
  );
  expect(describeWaiting({ atArm: [URL, URL] }, "my orders.json", "standby")).toBe(
    "not armed yet; to let events arrive: npx zonekeep arm 'my orders.json' --role standby",
  );
});

test("a restore after which nothing waits sends nobody to arm", () => {
  expect(describeWaiting({ atArm: [] }, "orders.us-east-1.restore.json", "standby")).not.toContain("npx");
});

test("a restore of what is armed already says what is live, and what waits still", () => {
  const told = (live: number, of: number, atArm = [URL]) =>
    describeWaiting({ atArm }, "orders.json", undefined, { live, of });
  expect(told(8, 8)).toBe("armed already, 8 of 8 triggers live");
  expect(told(1, 1, [])).toBe("armed already, 1 of 1 trigger live");
  expect(told(6, 8)).toBe(
    "2 of 8 triggers are not armed yet; to let events arrive: npx zonekeep arm orders.json",
  );
  expect(told(7, 8, [])).toBe(
    "1 of 8 triggers is not armed yet; to let events arrive: npx zonekeep arm orders.json",
  );
  expect(told(0, 8)).toBe("not armed yet; to let events arrive: npx zonekeep arm orders.json");
  expect(told(0, 0, [])).toBe("nothing to arm: triggers are as they were, or there are none");
});
