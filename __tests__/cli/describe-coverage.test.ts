import { expect, test } from "vitest";
import { describeCoverage } from "../../modules/cli/describe/describe-coverage.ts";
import { render } from "../../modules/cli/terminal/text.ts";
import type { Coverage } from "../../modules/planner/cover/coverage.ts";

const NONE = {
  resources: [],
  seen: [],
  replicas: 0,
  own: 0,
  notThere: [],
  unread: [],
} as unknown as Coverage;
const LINE = "callers: every service that may call a function is kept with it";

test("that nobody calls without being kept is said where callers were asked for, and nowhere else", () => {
  const shown = (...args: Parameters<typeof describeCoverage>) =>
    describeCoverage(...args).map((line) => render(line, false));
  expect(shown(NONE, { callers: true })).toContain(LINE);
  expect(shown(NONE)).not.toContain(LINE);
  const seen = [
    {
      name: "orders",
      region: "us-east-1",
      arn: "arn:aws:lambda:us-east-1:123456789012:function:orders",
      callers: ["iot.amazonaws.com"],
    },
  ];
  expect(shown({ ...NONE, seen } as Coverage, { callers: true })).not.toContain(LINE);
});

test("what a policy names and is not there is listed with the regions and who names it", () => {
  const notThere = [
    { policy: "orders", key: "resources", written: "sqs-queue/gone", regions: ["eu-west-1", "us-east-1"] },
  ] as const;
  const shown = describeCoverage({ ...NONE, notThere }).map((line) => render(line, false));
  expect(shown.slice(-2)).toEqual([
    "NOTHING OF THAT NAME  IN                    NAMED BY",
    "sqs-queue/gone        eu-west-1, us-east-1  orders: select.resources",
  ]);
});
