import type { RestoreTarget } from "../../../modules/protectors/protector.ts";
import { SOURCE } from "./conforming.ts";
import type { AnyCaptured, Fake, Journey } from "./journey.ts";
import { type Sent, Wire } from "./wire.ts";

/** One way that calls are made: a place to begin with, each time anew, and what is done there. */
export interface Phase {
  readonly name: "inventory" | "capture" | "restore" | "restore over a live thing" | "activate" | "disarm";
  readonly begin: () => Promise<{ readonly fake: Fake; readonly run: (wire: Wire) => Promise<unknown> }>;
}

/** Everything that is ever asked of AWS for one thing, at home; `source` holds it. */
export async function phasesOf(journey: Journey, source = journey.source()): Promise<readonly Phase[]> {
  const item = await journey.item(source);
  const captured = await journey.captured(source);
  return [
    { name: "inventory", begin: async () => ({ fake: source, run: (wire) => journey.inventory(wire) }) },
    { name: "capture", begin: async () => ({ fake: source, run: (wire) => journey.capture(wire, item) }) },
    { name: "restore", begin: async () => restoring(journey, journey.destination(SOURCE), captured, false) },
    {
      name: "restore over a live thing",
      begin: async () => restoring(journey, changed(journey), captured, true),
    },
    {
      name: "activate",
      begin: async () => {
        const fake = journey.destination(SOURCE);
        const { activation } = await journey.restore(new Wire(fake), captured, SOURCE);
        return { fake, run: (wire) => journey.activate(wire, activation, SOURCE) };
      },
    },
    {
      name: "disarm",
      begin: async () => {
        const fake = journey.destination(SOURCE);
        const { activation } = await journey.restore(new Wire(fake), captured, SOURCE);
        await journey.activate(new Wire(fake), activation, SOURCE);
        return { fake, run: (wire) => journey.disarm(wire, activation, SOURCE) };
      },
    },
  ];
}

function restoring(
  journey: Journey,
  fake: Fake,
  captured: AnyCaptured,
  replace: boolean,
  at: RestoreTarget = SOURCE,
) {
  return { fake, run: (wire: Wire) => journey.restore(wire, captured, at, replace) };
}

/** The source, where the thing has become another since it was captured. */
export function changed(journey: Journey): Fake {
  const fake = journey.source();
  journey.kind.change(fake, journey.value, 7);
  return fake;
}

/** The calls of a phase that goes well, in their order. */
export async function callsOf(phase: Phase): Promise<readonly Sent[]> {
  const { fake, run } = await phase.begin();
  const wire = new Wire(fake);
  await run(wire);
  return wire.sent;
}

/** For each action of a phase, its first and its last call. */
export function distinct(calls: readonly Sent[]): readonly { readonly index: number; readonly sent: Sent }[] {
  const all = calls.map((sent, index) => ({ index, sent }));
  return all.filter(
    ({ index, sent }) =>
      calls.findIndex(({ call }) => call === sent.call) === index ||
      calls.findLastIndex(({ call }) => call === sent.call) === index,
  );
}
