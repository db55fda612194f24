import { ELSEWHERE, SOURCE } from "./conforming.ts";
import type { AnyCaptured, Journey } from "./journey.ts";
import { demand, demandEqual, forThings, type Law, spread } from "./law.ts";
import { comparable, demandSame } from "./same-again.ts";
import { Killed, Wire } from "./wire.ts";

export const twice: Law = {
  number: 7,
  title: "a second restore writes nothing",
  check: (kind, sizes) =>
    forThings(kind, sizes, async (journey) => {
      const captured = await journey.captured(journey.source());
      for (const at of [SOURCE, ELSEWHERE]) {
        const fake = journey.destination(at);
        await journey.whole(new Wire(fake), captured, at);
        for (const replace of [false, true]) {
          const again = new Wire(fake);
          const plan = await journey.plan(again, captured, at, replace);
          const writing = plan.steps.filter(({ effect }) => effect !== "keep");
          demandEqual(writing, [], `in ${at.region}, the second plan still has steps`);
          const { activation } = await journey.perform(plan);
          const activated = await journey.activate(again, activation, at);
          demandEqual(again.writes, [], `in ${at.region}, the second restore writes`);
          demand(!activated.includes("written"), () => "the second activation says that it wrote");
        }
      }
    }),
};

export const killed: Law = {
  number: 8,
  title: "killed at any call and repeated, it comes to the same",
  check: (kind, sizes) =>
    forThings(kind, sizes, async (journey) => {
      const captured = await journey.captured(journey.source());
      const clean = new Wire(journey.destination(ELSEWHERE));
      await journey.whole(clean, captured, ELSEWHERE);
      const expected = await ending(journey, clean);
      const calls = clean.sent.flatMap((sent, call) =>
        (["before", "after"] as const)
          // A read that was answered is as one that was not.
          .filter((when) => when === "before" || sent.write)
          .map((when) => ({ call, when, name: sent.call })),
      );
      for (const { call, when, name } of spread(calls, sizes.points)) {
        const how = `killed ${when} ${name} (call ${call + 1}) and repeated`;
        const fake = await killedAt(journey, captured, call, when);
        const again = new Wire(fake);
        const ids = await journey.whole(again, captured, ELSEWHERE).catch((error: Error) => {
          throw new Error(`${how}: ${error.message}`);
        });
        await demandSame(journey, captured, fake, ELSEWHERE, ids, how);
        demandEqual(await ending(journey, again), expected, `${how}, the place`);
      }
    }),
};

async function killedAt(journey: Journey, captured: AnyCaptured, call: number, when: "before" | "after") {
  const fake = journey.destination(ELSEWHERE);
  const wire = new Wire(fake);
  wire.killAt(call, when);
  try {
    await journey.whole(wire, captured, ELSEWHERE);
  } catch (error) {
    if (!wire.dead) throw error;
    return fake;
  }
  throw new Killed(`the restore went on although it was killed ${when} call ${call + 1}`);
}

/** What is listed, and the document: nothing twice, nothing left over. */
async function ending(journey: Journey, { fake }: Wire): Promise<unknown> {
  const listed = await journey.inventory(new Wire(fake), ELSEWHERE);
  const captured = await journey.captured(fake, ELSEWHERE);
  return {
    listed: listed.map(({ id, tags }) => ({ id, tags })).sort((a, b) => (a.id < b.id ? -1 : 1)),
    captured: comparable(journey.kind, captured, {}),
  };
}
