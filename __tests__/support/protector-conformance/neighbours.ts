import { ELSEWHERE, SOURCE } from "./conforming.ts";
import type { AnyCaptured, Journey } from "./journey.ts";
import { demandEqual, forThings, type Law } from "./law.ts";
import { changed } from "./phases.ts";
import { Wire } from "./wire.ts";

export const neighbours: Law = {
  number: 13,
  title: "neighbours that are not ours survive",
  check: (kind, sizes) =>
    forThings(kind, sizes, async (journey) => {
      const captured = await journey.captured(journey.source());
      await survive(journey, captured, SOURCE, journey.destination(SOURCE), false);
      await survive(journey, captured, ELSEWHERE, journey.destination(ELSEWHERE), false);
      await survive(journey, captured, SOURCE, changed(journey), true);
      await liveIsLeftAlone(journey, captured);
    }),
};

async function survive(
  journey: Journey,
  captured: AnyCaptured,
  at: typeof SOURCE,
  fake: Wire["fake"],
  replace: boolean,
): Promise<void> {
  const state = journey.kind.neighbours?.(fake, journey.value);
  const before = structuredClone(state?.());
  const others = await listed(journey, fake, at);
  await journey.whole(new Wire(fake), captured, at, replace);
  demandEqual(state?.(), before, "a neighbour has become");
  demandEqual(await listed(journey, fake, at), others, "the other things are");
}

/** Every other thing of the place, as it is listed and captured. */
async function listed(journey: Journey, fake: Wire["fake"], at: typeof SOURCE): Promise<unknown> {
  const others = (await journey.inventory(new Wire(fake), at)).filter(
    ({ id }) => id !== journey.idAt(at, fake),
  );
  const found = [];
  for (const item of others)
    found.push({ item, document: (await journey.capture(new Wire(fake), item, at))?.document as unknown });
  return found;
}

/** A live thing that differs is not ours to change without being asked. */
async function liveIsLeftAlone(journey: Journey, captured: AnyCaptured): Promise<void> {
  const live = changed(journey);
  const before = await journey.captured(live);
  const plan = await journey.plan(new Wire(live), captured, SOURCE);
  if (plan.blocked.length > 0) return;
  await journey.perform(plan);
  demandEqual(
    (await journey.captured(live)).document,
    before.document,
    "a live thing that differs has become",
  );
}
