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
