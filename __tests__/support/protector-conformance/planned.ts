import { ELSEWHERE, SOURCE } from "./conforming.ts";
import type { AnyCaptured, Fake, Journey } from "./journey.ts";
import { demand, demandEqual, forThings, type Law } from "./law.ts";
import { changed } from "./phases.ts";
import { Wire } from "./wire.ts";

export const planned: Law = {
  number: 9,
  title: "plan writes nothing, applying does the plan's steps",
  check: (kind, sizes) =>
    forThings(kind, sizes, async (journey) => {
      const captured = await journey.captured(journey.source());
      await doesThePlan(journey, captured, journey.destination(SOURCE), SOURCE, false);
      await doesThePlan(journey, captured, journey.destination(ELSEWHERE), ELSEWHERE, false);
      await doesThePlan(journey, captured, changed(journey), SOURCE, true);
    }),
};

async function doesThePlan(
  journey: Journey,
  captured: AnyCaptured,
  fake: Fake,
  at: typeof SOURCE,
  replace: boolean,
): Promise<void> {
  const wire = new Wire(fake);
  const plan = await journey.plan(wire, captured, at, replace);
  demandEqual(wire.writes, [], "the plan writes");
  const second = await journey.plan(wire, captured, at, replace);
  demandEqual(second.steps, plan.steps, "the second plan of the same place has other steps");
  const blocked = plan.blocked.map(({ message }) => message);
  demandEqual(blocked, [], "the plan is blocked by");
  const ids = new Map(plan.ids);
  for (const { title, call, effect, perform } of plan.steps) {
    const before = wire.writes.length;
    await perform?.(ids);
    const done = wire.writes.slice(before).flatMap(({ action, call: sent }) => [action, sent]);
    if (effect === "keep") demandEqual(done, [], `the step "${title}" keeps, and yet writes`);
    else
      demand(
        done.includes(call),
        () => `the step "${title}" of ${call} sends ${done.join(", ") || "nothing"}`,
      );
  }
  journey.made(ids);
  for (const one of journey.activatings(wire, plan.activation(ids), at)) {
    const before = wire.writes.length;
    const active = await one.active();
    demandEqual(wire.writes.slice(before), [], `"${one.title}" writes when it is only asked`);
    const told = await one.activate();
    const done = wire.writes.slice(before).flatMap(({ action, call }) => [action, call]);
    demandEqual(
      told,
      active ? "kept" : "written",
      `"${one.title}" was ${active ? "" : "not "}active and says`,
    );
    if (told === "kept") demandEqual(done, [], `"${one.title}" keeps, and yet writes`);
    else demand(done.includes(one.call), () => `"${one.title}" of ${one.call} sends ${done.join(", ")}`);
  }
}
