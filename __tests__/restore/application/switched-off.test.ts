import { expect, test } from "vitest";
import { activateRestored } from "../../../modules/restore/activate.ts";
import { applyRestore } from "../../../modules/restore/apply.ts";
import { planRestore } from "../../../modules/restore/plan.ts";
import { backUp, type Region, restorePorts } from "../../support/application.ts";
import { type Blueprint, EMPTY } from "../../support/generated/blueprint.ts";
import { build } from "../../support/generated/build.ts";
import { MemoryStore } from "../../support/memory-store.ts";
import { ANY } from "../../support/sample-request.ts";

const pick = { at: 0, alias: false };
const tells = { to: "function", pick, letters: false } as const;
const PLAN: Blueprint = {
  ...EMPTY,
  functions: [
    { versions: 0, weight: 0, variables: {}, tags: {}, description: "x", retries: undefined, url: false },
  ],
  queues: [{ fifo: false, dead: false, batch: 1, enabled: true, reader: pick }],
  rules: [{ bus: "default", takes: "pattern", kind: "x", enabled: true, input: undefined, tells }],
  schedules: [{ group: "default", enabled: true, input: undefined, tells }],
};

/** What a plan and arming say of things that live on, which an operator has `changed` since they were captured. */
async function said(changed: (home: Region) => void) {
  const store = new MemoryStore();
  const home = build(PLAN);
  await backUp(home, store, undefined, { select: { ...ANY, names: ["fn-*"] } });
  changed(home);
  const plan = await planRestore(restorePorts(home, store), {
    ...{ things: [{ kind: "lambda", id: "fn-0" }], map: {}, alone: false, replace: true, allowPublic: false },
  });
  const result = await applyRestore(restorePorts(home, store), plan);
  const before: string[] = [];
  const { notes } = await activateRestored(restorePorts(home, store), result, {
    dryRun: false,
    before: async (live) => void before.push(...live.notes),
  });
  return { warnings: plan.warnings, before, notes };
}

const OFF = "is there and disabled; it was enabled when captured: arm enables it";

test("what an operator has switched off since is named by the plan, and by arm before it enables it", async () => {
  const { warnings, before, notes } = await said(({ lambda, events, scheduler }) => {
    for (const mapping of lambda.mappings.values()) mapping.State = "Disabled";
    events.DisableRule({ Name: "rule-0" });
    for (const schedule of scheduler.schedules.values()) schedule.State = "DISABLED";
  });
  const named = (all: readonly string[]) => all.filter((text) => text.endsWith(OFF)).toSorted();
  expect(named(warnings)).toEqual([
    `event-rule/default/rule-0: event rule default/rule-0 ${OFF}`,
    expect.stringMatching(
      /^lambda\/fn-0: the mapping of fn-0 from arn:aws:sqs:us-east-1:\d+:queue-0 is there/,
    ),
    `schedule/default/schedule-0: schedule default/schedule-0 ${OFF}`,
  ]);
  expect(named(before)).toEqual([
    `event rule default/rule-0 ${OFF}`,
    expect.stringMatching(/^mapping [^ ]+ from arn:aws:sqs:us-east-1:\d+:queue-0 is there/),
    `schedule default/schedule-0 ${OFF}`,
  ]);
  expect(named(notes)).toEqual(named(before));
});

test("a function that somebody throttled off since is named before a restore lets it run", async () => {
  const { warnings } = await said(({ lambda }) => {
    lambda.PutFunctionConcurrency({ FunctionName: "fn-0", ReservedConcurrentExecutions: 0 });
  });
  expect(warnings).toContain(
    "lambda/fn-0: function fn-0 is there with reserved concurrency 0, so that nothing invokes it; it had none when captured: this restore lets it run again, unless you say --skip concurrency",
  );
});

test("nothing is said of what is as it was", async () => {
  const { warnings, notes } = await said(() => undefined);
  expect([...warnings, ...notes].filter((text) => text.includes("disabled"))).toEqual([]);
});
