import { expect, test } from "vitest";
import { RestoreError } from "../../modules/protectors/kit/restore-error.ts";
import { applyRestore } from "../../modules/restore/apply.ts";
import type { PlannedThing, RestorePlan } from "../../modules/restore/plan.ts";

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
    warnings: [],
  } as unknown as RestorePlan;
  const result = await applyRestore(ports, plan);
  expect(result.failed?.map(({ message, hint }) => [message, hint])).toEqual([
    ['orders: lambda:AddPermission: sent "***"', "run it again"],
    ["media: lambda:AddPermission: sent *** and ***", "run it again"],
  ]);
  expect(JSON.stringify(result)).not.toMatch(/c4nary/);
});
