import fc from "fast-check";
import { expect } from "vitest";
import { PointError } from "../../../modules/restore/load-thing.ts";
import { application, outcomeOf, TOLD } from "./loaded.ts";
import { copyOf, type Estate } from "./signed-estate.ts";
import { change, singleChange } from "./single-change.ts";

/**
 * Whatever single thing somebody does to the store of a signed estate: of each point a restore loads what it would have
 * loaded, or refuses it by name, and verify finds it; an application comes back as it was, or without what it names.
 * @returns how often points were refused, so that a test can tell that the changes reach anything
 */
export async function anySingleChange(good: Estate, numRuns: number): Promise<number> {
  const run = good.runs.at(-1)?.id ?? "";
  const keys = good.runs.flatMap(({ points }) => points);
  const whole = new Map(
    await Promise.all(keys.map(async (key) => [key, await outcomeOf(good, key)] as const)),
  );
  const together = await application(good, run);
  for (const [key, { refused, found }] of whole) {
    expect(refused, key).toBeUndefined();
    expect(found, key).toEqual([]);
  }
  let refusals = 0;
  await fc.assert(
    fc.asyncProperty(singleChange, async (one) => {
      const estate = copyOf(good);
      const done = change(estate.store, one);
      for (const [key, { loaded }] of whole) {
        const now = await outcomeOf(estate, key);
        const where = `${done}; ${key}: ${now.refused?.stack}`;
        if (now.refused === undefined) expect(now.loaded, where).toBe(loaded);
        else {
          refusals += 1;
          expect(isByName(now.refused), where).toBe(true);
          expect(now.found, where).not.toEqual([]);
        }
      }
      await application(estate, run).then(
        (now) => {
          for (const [name, thing] of Object.entries(now))
            if (thing !== TOLD) expect(thing, `${done}; ${name}`).toBe(together[name]);
          const reached = ["lambda/orders", "sqs-queue/orders", "s3-notifications/orders"];
          expect(Object.keys(now), done).toEqual(expect.arrayContaining(reached));
        },
        (error: unknown) => expect(isByName(error as Error), `${done}; ${error}`).toBe(true),
      );
    }),
    { numRuns },
  );
  return refusals;
}

/** A point is refused, or nothing lies where it was; anything else is an accident. */
function isByName(error: Error): boolean {
  return error instanceof PointError || error.message.includes("no recovery point of ");
}
