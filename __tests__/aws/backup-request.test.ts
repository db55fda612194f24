import { expect, test } from "vitest";
import { backupRequest } from "../../modules/aws/backup-request.ts";
import type { PolicyPlan } from "../../modules/planner/plan.ts";
import { ACCOUNT, EAST, policyPlan, samplePlan, scheduleUnit, WEST, ZONE } from "../support/sample-plan.ts";

const ask = (promises: Partial<PolicyPlan> = {}) =>
  backupRequest(samplePlan({}, promises), { site: ZONE, region: EAST }, scheduleUnit(ZONE, { zone: ZONE }));

test("a request holds all that a run needs to know of its policy, and reasons of exclusions stay at home", () => {
  const { schedule, select } = policyPlan();
  const pauses = [{ from: "2026-12-20", to: "2027-01-03", reason: "freeze" }];
  const exclude = [{ name: "orders-test-*", reason: "made anew by each test" }, { name: "*-canary" }];
  expect(
    ask({
      select: { ...select, arns: ["arn:*"], runtimes: ["nodejs*"], exclude },
      protect: { code: "all", configuration: "all", triggers: ["s3", "sqs"], state: [], events: {} },
      schedule: { ...schedule, timeZone: "Europe/Berlin", pauses },
      retention: { keep: 90, generations: {} },
    }),
  ).toEqual({
    policy: "orders",
    owner: "payments",
    because: "policy orders",
    store: {
      account: ACCOUNT,
      site: ZONE,
      region: EAST,
      bucket: `zonekeep-${ACCOUNT}-${EAST}`,
      prefix: `${ACCOUNT}/${ZONE}/`,
      key: `arn:aws:kms:${EAST}:${ACCOUNT}:alias/zonekeep-${ZONE}`,
      role: `arn:aws:iam::${ACCOUNT}:role/zonekeep-${ZONE}-zone`,
    },
    work: {
      bucket: `zonekeep-${ACCOUNT}-${EAST}`,
      prefix: "work/",
      key: `arn:aws:kms:${EAST}:${ACCOUNT}:alias/zonekeep-${EAST}`,
    },
    select: {
      tags: { backup: ["yes"] },
      names: ["orders-*"],
      arns: ["arn:*"],
      runtimes: ["nodejs*"],
      exclude: ["orders-test-*", "*-canary"],
    },
    zone: ZONE,
    zonesElsewhere: [],
    protect: { code: "all", triggers: ["s3", "sqs"] },
    // Of a window of 15.
    minutesIntoWindow: 14,
    pauses,
    timeZone: "Europe/Berlin",
    retentionDays: 90,
    lock: "GOVERNANCE",
    copies: [
      {
        site: WEST,
        region: WEST,
        key: `arn:aws:kms:${WEST}:${ACCOUNT}:alias/zonekeep-${WEST}`,
        bucket: `arn:aws:s3:::zonekeep-${ACCOUNT}-${WEST}`,
      },
    ],
    signer: `arn:aws:kms:${EAST}:${ACCOUNT}:alias/zonekeep-${EAST}-signing`,
  });
});

test.each<[string, Partial<PolicyPlan>]>([
  ["a policy that the plan does not have", { name: "media" }],
  ["no number of days", { retention: { generations: { daily: 7 } } }],
  [
    "triggers of a kind that is not captured",
    { protect: { ...policyPlan().protect, triggers: ["pigeons" as never] } },
  ],
])("a unit of %s is an error, and never a request that says less", (what, promises) => {
  expect(() => ask(promises)).toThrow(what);
});

test("a compliance lock is asked of each run, and who confirmed it stays at home", () => {
  const confirmed = { on: "2026-11-29", by: "ana", days: 35 };
  const request = ask({ lock: { mode: "compliance", confirmed } });
  expect(request.lock).toBe("COMPLIANCE");
  expect(JSON.stringify(request)).not.toContain("ana");
});

test("a policy without environments asks for names of variables alone", () => {
  const protect = {
    ...policyPlan().protect,
    code: "latest",
    configuration: "without-environment",
    triggers: "all",
  } as const;
  const asked = { code: "latest", triggers: "all", configuration: "without-environment" };
  expect(ask({ protect }).protect).toEqual(asked);
});

test("what is named without a function is asked for; where nothing is, a request is as it was", () => {
  const { select } = policyPlan();
  expect(ask({ select: { ...select, resources: ["sqs-queue/*"] } }).select.resources).toEqual([
    "sqs-queue/*",
  ]);
  expect(ask().select).not.toHaveProperty("resources");
});
