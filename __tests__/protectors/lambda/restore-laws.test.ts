import fc from "fast-check";
import { expect, test } from "vitest";
import { captureFunction } from "../../../modules/protectors/lambda/capture.ts";
import { compareFunctions } from "../../../modules/protectors/lambda/compare.ts";
import { collect } from "../../../modules/recovery/bytes.ts";
import { generatedFunction, MAP, SOURCE } from "../../support/arbitrary-function.ts";
import { Destination, TARGET } from "../../support/destination.ts";
import { OPTIONS } from "../../support/sample-request.ts";

const RUNS = { numRuns: 60 };
/** Its own region after the function was deleted, and another one. */
const PLACES = fc.constantFrom({ target: SOURCE, map: {} }, { target: TARGET, map: MAP });

test("what is captured after a restore is what was captured before it", async () => {
  await fc.assert(
    fc.asyncProperty(generatedFunction, PLACES, async (kept, { target, map }) => {
      const there = new Destination(kept.bytes, target);
      const result = await there.restore(kept, map);
      const before = await there.capture("orders");
      expect(before.document.mappings.map(({ enabled }) => enabled)).not.toContain(true);
      expect(compareFunctions(kept.document, before.document, result.idMap)).toEqual([]);
      expect(await there.arm(result, { dryRun: false })).toMatchObject({ failed: [] });
      const after = await there.capture("orders");
      expect(compareFunctions(kept.document, after.document, result.idMap, { armed: true })).toEqual([]);
      for (const { version } of kept.document.versions) {
        const now = result.idMap[`${kept.document.arn}:${version}`]?.split(":")[7] ?? version;
        expect(after.secrets[now] ?? {}).toEqual(kept.secrets[version]);
      }
    }),
    RUNS,
  );
});

test("what one region captures, with its bytes, another restores and captures again", async () => {
  await fc.assert(
    fc.asyncProperty(generatedFunction, PLACES, async (kept, { target, map }) => {
      const home = new Destination(kept.bytes, SOURCE);
      const made = await home.restore(kept, {});
      await home.arm(made, { dryRun: false });
      const captured = await captureFunction(home.ports(), home.item("orders"), OPTIONS);
      if (captured === undefined) throw new Error("it is gone");
      const { document, secrets = {}, blobs } = captured;
      const bytes = new Map<string, Uint8Array>();
      for (const { content } of blobs) bytes.set(content.sha256, await collect(content.open(), content.size));
      const there = new Destination(bytes, target);
      const result = await there.restore({ document, secrets, bytes }, map);
      await there.arm(result, { dryRun: false });
      const after = await there.capture("orders");
      expect(compareFunctions(document, after.document, result.idMap, { armed: true })).toEqual([]);
    }),
    RUNS,
  );
});

test("a second restore, and one of the point made after it, keep everything and write nothing", async () => {
  await fc.assert(
    fc.asyncProperty(generatedFunction, PLACES, async (kept, { target, map }) => {
      const there = new Destination(kept.bytes, target);
      // What is warned of depends on what is there.
      const { warnings: _before, ...first } = await there.restore(kept, map);
      const writes = there.lambda.writes().length;
      const plan = await there.plan(kept, map);
      expect(plan.blocked).toEqual([]);
      expect(plan.steps.filter(({ effect }) => effect !== "keep")).toEqual([]);
      const { warnings: _after, ...again } = await there.restore(kept, map);
      expect(again).toEqual(first);
      const after = await there.capture("orders");
      const { idMap } = await there.restore({ ...after, bytes: kept.bytes }, {});
      for (const [from, to] of Object.entries(idMap)) expect(to).toBe(from);
      expect(there.lambda.writes()).toHaveLength(writes);
    }),
    RUNS,
  );
});

test("killed at any call and run again, it comes to the same function", async () => {
  await fc.assert(
    fc.asyncProperty(
      generatedFunction,
      fc.constantFrom("before" as const, "after" as const),
      async (kept, when) => {
        const whole = new Destination(kept.bytes);
        await whole.restore(kept, MAP);
        for (let call = 1; call <= whole.lambda.calls.length; call++) {
          const there = new Destination(kept.bytes);
          there.wire.killAt = { call, when };
          await expect(there.restore(kept, MAP)).rejects.toThrow("killed");
          const { idMap } = await there.restore(kept, MAP);
          const { document } = await there.capture("orders");
          expect(compareFunctions(kept.document, document, idMap)).toEqual([]);
          expect(document.tags).toEqual(kept.document.tags);
          expect([...there.lambda.layers.values()].every((versions) => versions.size === 1)).toBe(true);
          expect(there.lambda.mappings.size).toBe(kept.document.mappings.length);
        }
      },
    ),
    { numRuns: 12 },
  );
});
