import { ELSEWHERE, SOURCE } from "./conforming.ts";
import type { Journey } from "./journey.ts";
import { demand, demandEqual, forThings, type Law, manyThings } from "./law.ts";
import { comparable } from "./same-again.ts";
import { Wire } from "./wire.ts";

export const takenBack: Law = {
  number: 15,
  title: "disarmed nothing fires, and armed again it is as before",
  notApplicable: ({ fires }) => (typeof fires === "function" ? undefined : fires.reason),
  check: async (kind, sizes) => {
    const { fires, staysOpen } = kind;
    if (typeof fires !== "function") return;
    let silenced = 0;
    await forThings(kind, manyThings(sizes), async (journey) => {
      const captured = await journey.captured(journey.source());
      for (const at of [SOURCE, ELSEWHERE]) {
        const fake = journey.destination(at);
        const neighbour = kind.neighbours?.(fake, journey.value);
        const { activation } = await journey.restore(new Wire(fake), captured, at);
        // What a neighbour tells.
        const foreign = fires(fake, journey.value);
        await journey.activate(new Wire(fake), activation, at);
        const firing = fires(fake, journey.value);
        const armed = await state(journey, fake, at);
        const beside = structuredClone(neighbour?.());

        await takeBack(journey, fake, activation, at);
        const left = fires(fake, journey.value).filter(
          (one) => !foreign.includes(one) && !staysOpen?.pattern.test(one),
        );
        demandEqual(left, [], "disarmed events come by");
        demandEqual(neighbour?.(), beside, "disarming, a neighbour has become");
        const again = new Wire(fake);
        await journey.disarm(again, activation, at);
        demandEqual(again.writes, [], "a second disarming writes");

        await journey.activate(new Wire(fake), activation, at);
        demandEqual(fires(fake, journey.value).length, firing.length, "armed again, what events come by:");
        demandEqual(await state(journey, fake, at), armed, "armed again, what is captured");
        demandEqual(neighbour?.(), beside, "armed again, a neighbour has become");
        silenced += firing.length - foreign.length;
      }
    });
    demand(silenced > 0, () => "nothing fires in any case");
  },
};

/** Asks of each whether it is open, which writes nothing, and closes those that are by the call that they name. */
async function takeBack(
  journey: Journey,
  fake: Wire["fake"],
  activation: Parameters<Journey["disarmings"]>[1],
  at: typeof SOURCE,
): Promise<void> {
  const wire = new Wire(fake);
  for (const { title, call, inactive, disarm } of journey.disarmings(wire, activation, at)) {
    const before = wire.writes.length;
    const closed = await inactive();
    demandEqual(wire.writes.slice(before), [], `"${title}" writes when it is only asked`);
    if (closed) continue;
    await disarm();
    const done = wire.writes.slice(before).flatMap(({ action, call: sent }) => [action, sent]);
    demand(done.includes(call), () => `"${title}" of ${call} sends ${done.join(", ") || "nothing"}`);
    demand(await inactive(), () => `"${title}" was done, and is still open`);
  }
}

async function state(journey: Journey, fake: Wire["fake"], at: typeof SOURCE): Promise<unknown> {
  return comparable(journey.kind, await journey.captured(fake, at), {});
}
