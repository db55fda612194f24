import { SOURCE } from "./conforming.ts";
import type { Journey } from "./journey.ts";
import { demand, errorOf, forThings, type Law, spread } from "./law.ts";
import { callsOf, distinct, type Phase, phasesOf } from "./phases.ts";
import { NOT_ABSENCE, REFUSED } from "./shapes.ts";
import { type Sent, Wire } from "./wire.ts";

export const absence: Law = {
  number: 2,
  title: "only AWS's own not found is absence",
  check: (kind, sizes) =>
    forThings(kind, sizes, async (journey) => {
      await isAbsentWhereItNeverWas(journey);
      await forFaults(journey, sizes.points, NOT_ABSENCE, (at, { error, warned }) =>
        demand(
          at.sent.write || error !== undefined || warned,
          () => `${at.title} goes well, as if it were absence`,
        ),
      );
    }),
};

export const failures: Law = {
  number: 4,
  title: "a refused or failing part throws and names call and resource",
  check: (kind, sizes) =>
    forThings(kind, sizes, async (journey) => {
      await forFaults(journey, sizes.points, REFUSED, ({ title, sent }, { error, warned }) => {
        demand(error !== undefined || warned, () => `${title} goes well`);
        if (error !== undefined)
          demand(
            names(journey, sent, error.message),
            () => `${title} throws what names no call or no resource: ${error.message}`,
          );
      });
    }),
};

interface Faulty {
  readonly title: string;
  readonly sent: Sent;
}

type Judge = (at: Faulty, ending: { readonly error: Error | undefined; readonly warned: boolean }) => void;

/** Fails each kind of call of each phase, once from its first time on, once from its last. */
async function forFaults(
  journey: Journey,
  points: number | undefined,
  shapes: readonly (readonly [title: string, make: () => Error])[],
  judge: Judge,
): Promise<void> {
  for (const phase of await phasesOf(journey)) {
    const before = journey.warned.length;
    const calls = await callsOf(phase);
    const usual = new Set(journey.warned.slice(before));
    const asked = distinct(calls).filter(({ sent }) => !(sent.action in journey.kind.tolerated));
    for (const { index, sent } of spread(asked, points))
      for (const [title, make] of shapes) {
        const { error, told } = await failed(journey, phase, index, sent, make);
        const ending = { error, warned: told.some((text) => !usual.has(text)) };
        judge({ title: `${phase.name}: ${title} of ${sent.call} (call ${index + 1})`, sent }, ending);
      }
  }
}

async function failed(journey: Journey, phase: Phase, from: number, { call }: Sent, make: () => Error) {
  const { fake, run } = await phase.begin();
  const wire = new Wire(fake);
  wire.interfere = (sent, index) =>
    index >= from && sent.call === call
      ? {
          instead: () => {
            throw make();
          },
        }
      : undefined;
  const warnings = journey.warned.length;
  const error = await errorOf(() => run(wire));
  return { error, told: journey.warned.slice(warnings) };
}

/** In a place that never had the thing, it is gone, and that is no error. */
async function isAbsentWhereItNeverWas(journey: Journey): Promise<void> {
  const item = await journey.item(journey.source());
  const found = await journey.capture(new Wire(journey.place(SOURCE)), item);
  demand(found === undefined, () => "capture: what is not there is captured");
}

/** The call by either of its names, and what it was about: the thing, something of the request, or the whole place. */
function names(journey: Journey, { call, action, input }: Sent, message: string): boolean {
  const about = [journey.value.id, SOURCE.region, SOURCE.account, ...textsOf(input)];
  return (message.includes(call) || message.includes(action)) && about.some((text) => message.includes(text));
}

/** Texts of a request, and the name at the end of an ARN or an address. */
function textsOf(input: object): string[] {
  const texts = Object.values(input).filter((value): value is string => typeof value === "string");
  return texts.flatMap((text) => [text, text.split(/[/:]/).at(-1) ?? ""]).filter(({ length }) => length > 2);
}
