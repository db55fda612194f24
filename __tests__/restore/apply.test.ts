import { describe, expect, test } from "vitest";
import { RestoreError } from "../../modules/protectors/kit/restore-error.ts";
import { applyRestore } from "../../modules/restore/apply.ts";
import type { RestorePlan } from "../../modules/restore/plan.ts";
import type { PlannedThing } from "../../modules/restore/planned-thing.ts";

const ports = { source: { region: "eu-west-1" }, region: "eu-west-1" } as Parameters<typeof applyRestore>[0];

function planned(id: string, secrets: object, translated: object, say: string): PlannedThing {
  const step = {
    title: `create ${id}`,
    // Nothing is staged for what is kept.
    effect: "keep",
    perform: () => Promise.reject(new RestoreError(id, "lambda:AddPermission", say, "run it again")),
  };
  return {
    thing: { kind: "lambda", id, secrets },
    arn: id,
    translation: { secrets: translated, replaced: {} },
    plan: { steps: [step], ids: [] },
  } as unknown as PlannedThing;
}

test("no error of a restore shows what the things keep secret, whichever call repeats it and in whichever form", async () => {
  const waves = [
    [
      planned("orders", { $LATEST: { TOKEN: "c4nary-of-orders" } }, {}, 'sent "c4nary-of-orders"'),
      planned(
        "media",
        {},
        { 3: { URL: "c4nary of\nmedia" } },
        "sent c4nary%20of%0Amedia and c4nary-of-orders",
      ),
    ],
  ];
  const plan = {
    waves,
    blocked: [],
    target: {},
    names: {},
    leftOut: [],
    skipped: [],
    warnings: [],
  } as unknown as RestorePlan;
  const result = await applyRestore(ports, plan);
  expect(result.failed?.map(({ message, hint }) => [message, hint])).toEqual([
    ['orders: lambda:AddPermission: sent "***"', "run it again"],
    ["media: lambda:AddPermission: sent *** and ***", "run it again"],
  ]);
  expect(JSON.stringify(result)).not.toMatch(/c4nary/);
});

describe("of a plan of many things", () => {
  const STEPS = { effect: "keep", call: "lambda:CreateFunction" };
  /** A thing whose single step takes a turn of the loop, and one that fails where it is told to. */
  function thing(id: string, log: string[], { fails = false, after = "" } = {}): PlannedThing {
    const perform = async (): Promise<void> => {
      log.push(`begin ${id}`);
      await new Promise((done) => setImmediate(done));
      if (fails) throw new RestoreError(id, "lambda:CreateFunction", "no", "run it again");
      log.push(`end ${id}`);
    };
    return {
      thing: { kind: "lambda", id, secrets: {}, point: { key: id } },
      arn: id,
      references: [{ path: "x", to: after, needs: "before" }],
      translation: { secrets: {}, replaced: {} },
      plan: { steps: [{ ...STEPS, title: `create ${id}`, perform }], ids: [], activation: () => null },
    } as unknown as PlannedThing;
  }
  const whole = (waves: PlannedThing[][]): RestorePlan =>
    ({
      waves,
      blocked: [],
      target: {},
      names: {},
      leftOut: [],
      skipped: [],
      warnings: [],
    }) as unknown as RestorePlan;

  test("four are made side by side, and one as soon as what it needs is there", async () => {
    const log: string[] = [];
    const first = ["a", "b", "c", "d", "e"].map((id) => thing(id, log));
    await applyRestore(ports, whole([first, [thing("f", log, { after: "b" })]]));
    const begun = (id: string): number => log.indexOf(`begin ${id}`);
    expect(log.slice(0, 4)).toEqual(["begin a", "begin b", "begin c", "begin d"]);
    expect(begun("e")).toBe(5);
    expect(begun("f")).toBeGreaterThan(log.indexOf("end b"));
    expect(begun("f")).toBeLessThan(log.indexOf("end e"));
  });

  test("where one fails, those beside it are made, and nothing begins after them", async () => {
    const log: string[] = [];
    const first = ["a", "b", "c", "d", "e"].map((id) => thing(id, log, { fails: id === "a" }));
    const { things, failed } = await applyRestore(ports, whole([first, [thing("f", log)]]));
    expect(things.map(({ id }) => id)).toEqual(["b", "c", "d"]);
    expect(failed?.map(({ id }) => id)).toEqual(["a"]);
    expect(log.filter((line) => line.startsWith("begin"))).toHaveLength(4);
  });

  test("a step of several things, such as a layer that they share, is done once, and each waits for it", async () => {
    const log: string[] = [];
    const layer = async (): Promise<void> => {
      log.push("publish layer");
      await new Promise((done) => setImmediate(done));
      log.push("layer is there");
    };
    const sharing = ["a", "b"].map((id) => {
      const one = thing(id, log);
      const steps = [
        { ...STEPS, title: "publish layer", once: "layer base", perform: layer },
        ...one.plan.steps,
      ];
      return { ...one, plan: { ...one.plan, steps } } as unknown as PlannedThing;
    });
    await applyRestore(ports, whole([sharing]));
    expect(log.slice(0, 2)).toEqual(["publish layer", "layer is there"]);
    expect(log.filter((line) => line.includes("publish"))).toHaveLength(1);
    expect(log.filter((line) => line.startsWith("end"))).toEqual(["end a", "end b"]);
  });
});
