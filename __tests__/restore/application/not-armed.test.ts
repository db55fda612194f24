import { expect, test } from "vitest";
import { thingName } from "../../../modules/core/thing-name.ts";
import { activateRestored } from "../../../modules/restore/activate.ts";
import { applyRestore } from "../../../modules/restore/apply.ts";
import { planRestore, thingsOf } from "../../../modules/restore/plan.ts";
import {
  backUp,
  destination,
  FUNCTION,
  HOME,
  NAME,
  queueArn,
  restorePorts,
} from "../../support/application.ts";
import { kept } from "./kept.ts";

const asked = { things: [FUNCTION], map: {}, alone: false, replace: false, allowPublic: false };

/** The application, restored where it was, and not armed. */
async function restored() {
  const store = await kept();
  const there = await destination(store, HOME);
  await applyRestore(restorePorts(there, store), await planRestore(restorePorts(there, store), asked));
  return { store, there };
}

/** Backed up an hour after that, and lost again. */
async function lost({ store, there }: Awaited<ReturnType<typeof restored>>) {
  await backUp(there, store, "2026-11-23T22:08:00.000Z");
  there.lambda.functions.clear();
  there.lambda.mappings.clear();
}

test("backed up before it was armed and lost again, it has its triggers at the second restore", async () => {
  const { store, there } = await restored();
  await lost({ store, there });

  const plan = await planRestore(restorePorts(there, store), asked);
  const runs = new Map(
    thingsOf(plan).map(({ thing }) => [thingName(thing), thing.point.manifest.capturedAt] as const),
  );
  expect(runs.get("lambda/orders")).toBe("2026-11-23T21:08:00Z");
  expect(plan.warnings.join("\n")).toMatch(
    /point 20261123T220800Z-\w+ of lambda\/orders was captured before it was armed, and lacks what brings events to it: point 20261123T210800Z-\w+, from which it was restored, is taken; --point 20261123T220800Z-\w+ takes the newer one/,
  );
  const result = await applyRestore(restorePorts(there, store), plan);
  const { failed, steps } = await activateRestored(restorePorts(there, store), result, { dryRun: false });
  expect(failed).toEqual([]);
  expect(steps.map(({ title, effect }) => `${effect} ${title}`)).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^enable enable mapping /),
      "unmark unmark orders: it is armed",
    ]),
  );
  expect(there.buckets.documents.get(NAME)?.LambdaFunctionConfigurations).toHaveLength(1);
  // Armed, it is a source of points again.
  await backUp(there, store, "2026-11-23T23:08:00.000Z");
  const { point } = thingsOf(await planRestore(restorePorts(there, store), asked))[0]?.thing ?? {};
  expect(point?.manifest.capturedAt).toBe("2026-11-23T23:08:00Z");
});

test.each([
  ["by a deployment", "deployed"],
  ["in values of variables alone", "values"],
] as const)(
  "changed %s since its restore and not marked as armed: the newest is taken, and what it lacks is named",
  async (_what, how) => {
    const { store, there } = await restored();
    there.lambda.UpdateFunctionConfiguration({
      FunctionName: NAME,
      ...(how === "deployed"
        ? { MemorySize: 999 }
        : { Environment: { Variables: { TOKEN: "new", QUEUE: "q" } } }),
    });
    there.lambda.GetFunction({ FunctionName: NAME });
    await lost({ store, there });
    const planned = await planRestore(restorePorts(there, store), asked);
    const taken = thingsOf(planned).find(({ thing }) => thing.kind === "lambda")?.thing.point.manifest;
    expect(taken?.capturedAt).toBe("2026-11-23T22:08:00Z");
    expect(planned.leftOut.join()).toContain(`the enabled mapping from ${queueArn(NAME, HOME)} to `);
    expect(planned.warnings.join("\n")).toMatch(
      /was captured before it was armed, by its tag, and differs from point 20261123T210800Z-\w+, from which it was restored: it is taken, and lacks the enabled mapping /,
    );
  },
);

test.each([
  ["is as it was", undefined],
  ["has been deployed anew", { MemorySize: 999 }],
] as const)(
  "restored, armed by hand with a trigger more, and never by arm, it %s: its newest point is taken, and lacks nothing",
  async (_what, deployed) => {
    const store = await kept();
    const there = await destination(store, HOME);
    const result = await applyRestore(
      restorePorts(there, store),
      await planRestore(restorePorts(there, store), asked),
    );
    // All that arm does, and the mark stays, as by hand.
    const mark = { ...there.lambda.functions.get(NAME)?.tags };
    await activateRestored(restorePorts(there, store), result, { dryRun: false });
    Object.assign(there.lambda.functions.get(NAME)?.tags ?? {}, mark);
    there.lambda.CreateFunctionUrlConfig({ FunctionName: NAME, AuthType: "AWS_IAM" });
    if (deployed) there.lambda.UpdateFunctionConfiguration({ FunctionName: NAME, ...deployed });
    there.lambda.GetFunction({ FunctionName: NAME });
    await backUp(there, store, "2026-11-23T22:08:00.000Z");
    there.lambda.functions.clear();
    there.lambda.mappings.clear();
    const planned = await planRestore(restorePorts(there, store), asked);
    const taken = thingsOf(planned).find(({ thing }) => thing.kind === "lambda")?.thing.point.manifest;
    expect(taken?.capturedAt).toBe("2026-11-23T22:08:00Z");
    expect(planned.leftOut).toEqual([]);
    expect(planned.warnings.join("\n")).toMatch(
      /was captured before it was armed, by its tag: it is taken, since it has every trigger of point 20261123T210800Z-\w+, from which it was restored/,
    );
  },
);
