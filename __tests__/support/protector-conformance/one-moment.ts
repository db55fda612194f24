import { isDeepStrictEqual } from "node:util";
import type { AnyCaptured, Journey } from "./journey.ts";
import { demand, errorOf, forThings, type Law, plain, show, spread } from "./law.ts";
import { isEndless, Wire } from "./wire.ts";

export const oneMoment: Law = {
  number: 3,
  title: "a change while reading is read again or refused",
  check: (kind, sizes) =>
    forThings(kind, sizes, async (journey) => {
      const quiet = new Wire(journey.source());
      await journey.capture(quiet, await journey.item(quiet.fake));
      for (const at of spread([...quiet.sent.keys()], sizes.points)) await changesOnce(journey, at);
      await changesAlways(journey);
    }),
};

/** It changes after one call: what is captured is what was before or what is after, and no mixture. */
async function changesOnce(journey: Journey, at: number): Promise<void> {
  const fake = journey.source();
  const item = await journey.item(fake);
  const before = await journey.captured(fake);
  const wire = new Wire(fake);
  wire.interfere = (_sent, index) => (index === at ? changing(journey, fake, 1) : undefined);
  let found: AnyCaptured | undefined;
  const error = await errorOf(async () => {
    found = await journey.capture(wire, item);
  });
  const after = await journey.captured(fake);
  if (error !== undefined) return;
  demand(
    [before, after].some((one) => same(one, found)),
    () => `a change after call ${at + 1} of the capture is captured by half: ${show(found?.document)}`,
  );
}

/** It changes after every call: either no moment is found, or one that there was. */
async function changesAlways(journey: Journey): Promise<void> {
  const fake = journey.source();
  const item = await journey.item(fake);
  const wire = new Wire(fake);
  let changes = 0;
  wire.interfere = () => changing(journey, fake, ++changes);
  let found: AnyCaptured | undefined;
  const error = await errorOf(async () => {
    found = await journey.capture(wire, item);
  });
  demand(!isEndless(error), () => "a thing that keeps changing is read for ever");
  if (error !== undefined) return;
  const other = journey.source();
  for (let n = 0; n <= changes; n++) {
    if (n > 0) journey.kind.change(other, journey.value, n);
    if (same(await journey.captured(other), found)) return;
  }
  throw new Error(`a thing that keeps changing is captured by half: ${show(found?.document)}`);
}

function changing(journey: Journey, fake: Wire["fake"], n: number) {
  return {
    after: (answer: object) => {
      journey.kind.change(fake, journey.value, n);
      return answer;
    },
  };
}

function same(one: AnyCaptured, other: AnyCaptured | undefined): boolean {
  return isDeepStrictEqual(
    plain({ document: one.document, secrets: one.secrets }),
    plain({ document: other?.document, secrets: other?.secrets }),
  );
}
