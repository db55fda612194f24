import { expect, test } from "vitest";
import { describeRestored } from "../../../modules/cli/describe/describe-restore.ts";
import { render } from "../../../modules/cli/terminal/text.ts";
import { activateRestored } from "../../../modules/restore/activate.ts";
import { applyRestore } from "../../../modules/restore/apply.ts";
import { planRestore, type RestorePlan, thingsOf } from "../../../modules/restore/plan.ts";
import { triggersLive } from "../../../modules/restore/triggers-live.ts";
import {
  application,
  backUp,
  destination,
  FUNCTION,
  HOME,
  NAME,
  plan,
  restore,
  restorePorts,
} from "../../support/application.ts";
import { MemoryStore } from "../../support/memory-store.ts";
import { kept } from "./kept.ts";
import { stateOf } from "./state-of.ts";

test("a second restore writes nothing", async () => {
  const store = await kept();
  const there = await destination(store);
  const first = await restore(there, store);
  const writes = there.wire.calls.filter(({ name }) => !/^(Get|List|Describe)/.test(name)).length;
  const again = await restore(there, store);
  // What is warned of depends on what is there.
  const { warnings: _then, ...came } = first;
  const { warnings: _now, ...stays } = again;
  expect(stays).toEqual(came);
  expect(there.wire.calls.filter(({ name }) => !/^(Get|List|Describe)/.test(name))).toHaveLength(writes);
});

test("a second restore of what is armed keeps every thing, and finds every trigger live", async () => {
  const store = await kept();
  const there = await destination(store);
  const ports = restorePorts(there, store);
  const first = await applyRestore(ports, await plan(there, store));
  const { of } = await triggersLive(ports, first);
  expect((await triggersLive(ports, first)).live).toBeLessThan(of);
  expect((await activateRestored(ports, first, { dryRun: false, alongside: true })).failed).toEqual([]);
  const again = await plan(there, store);
  const result = await applyRestore(ports, again);
  expect(await triggersLive(ports, result)).toEqual({ live: of, of });
  expect(describeRestored(result, again).map((line) => render(line, false))).toEqual(
    result.things.map(({ arn }) => `kept ${arn}`),
  );
});

test("an entry that calls a version by its number there is ours once it is armed, and nothing is in its way", async () => {
  const store = await kept();
  const there = await destination(store);
  await restore(there, store);
  const { warnings, atArm } = await plan(there, store);
  expect(warnings.filter((text) => text.includes("entry uploads"))).toEqual([]);
  expect(atArm.map(({ title }) => title).filter((title) => title.includes("notifications"))).toEqual([]);
});

test.each(["before", "after"] as const)(
  "killed %s any of its calls and repeated, a restore of all comes to the same end",
  async (when) => {
    const store = await kept();
    const whole = await destination(store);
    await restore(whole, store);
    const end = stateOf(whole);
    const calls = whole.wire.calls.length;
    expect(calls).toBeGreaterThan(30);
    for (let call = 1; call <= calls; call++) {
      const there = await destination(store);
      there.wire.killAt = { call, when };
      await expect(restore(there, store), `killed ${when} call ${call}`).rejects.toThrow("killed");
      await restore(there, store, { things: [FUNCTION] });
      expect(stateOf(there), `killed ${when} call ${call}`).toEqual(end);
    }
  },
);

test("where nobody says which point, the one that a restore began with is finished, whatever has been captured since", async () => {
  const store = new MemoryStore();
  const home = application();
  await backUp(home, store);
  const there = await destination(store, HOME);
  const functionIn = (of: RestorePlan) =>
    thingsOf(of).find(({ thing }) => thing.kind === "lambda")?.thing.point.manifest;
  const capturedAt = (of: RestorePlan) => functionIn(of)?.capturedAt;
  const asked = { things: [FUNCTION], map: {}, alone: false, replace: false, allowPublic: false };
  there.wire.before = ({ name }) =>
    name === "AddPermission" || name === "PublishVersion" ? new Error("no") : undefined;
  await expect(restore(there, store, asked)).rejects.toThrow("lambda:PublishVersion");
  there.wire.before = () => undefined;
  // A newer point, of another function of that name.
  home.lambda.UpdateFunctionConfiguration({ FunctionName: NAME, MemorySize: 999 });
  home.lambda.GetFunction({ FunctionName: NAME });
  await backUp(home, store, "2026-11-23T22:08:00.000Z");
  const plan = await planRestore(restorePorts(there, store), asked);
  expect(plan.blocked).toEqual([]);
  expect(capturedAt(plan)).toBe("2026-11-23T21:08:00Z");
  const run = functionIn(plan)?.run;
  expect(plan.warnings).toContain(
    `lambda/orders: its restore from run ${run} has not finished, and is continued; ` +
      "--point latest --replace takes the newest point instead",
  );
  const newest = await planRestore(restorePorts(there, store), { ...asked, point: "latest" });
  expect(newest.blocked[0]?.hint).toBe(
    `a restore of run ${run} has not finished: finish that one (--point ${run}), or say --replace`,
  );
  await applyRestore(restorePorts(there, store), plan);
  const after = await planRestore(restorePorts(there, store), asked);
  expect(capturedAt(after)).toBe("2026-11-23T22:08:00Z");
});
