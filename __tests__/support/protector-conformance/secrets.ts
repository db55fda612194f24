import { inspect } from "node:util";
import fc from "fast-check";
import { ELSEWHERE, SOURCE } from "./conforming.ts";
import type { Journey } from "./journey.ts";
import { demand, errorOf, forThings, type Law, spread } from "./law.ts";
import { callsOf, changed, phasesOf } from "./phases.ts";
import { answered } from "./shapes.ts";
import { Wire } from "./wire.ts";

export const secrets: Law = {
  number: 5,
  title: "no secret in document, log or error",
  notApplicable: ({ secretsOf }) => (typeof secretsOf === "function" ? undefined : secretsOf.reason),
  check: async (kind, sizes) => {
    const { secretsOf } = kind;
    if (typeof secretsOf !== "function") return;
    // biome-ignore lint/suspicious/noExplicitAny: the values are the kind's own
    const some = fc.sample(kind.arbitrary as fc.Arbitrary<any>, 100);
    demand(
      some.some((value) => secretsOf(value).length > 0),
      () => "no case has a secret",
    );
    await forThings(kind, sizes, async (journey) => {
      const hidden = secretsOf(journey.value).filter((secret) => secret.length > 2);
      const armedWith = kind.armedWith?.(journey.value) ?? [];
      const check: Check = (what, value, known = []): void => {
        const told = inspect(value, { depth: 20, maxStringLength: null });
        for (const secret of hidden.filter((one) => !known.includes(one)))
          demand(
            !told.includes(secret) && !told.includes(JSON.stringify(secret).slice(1, -1)),
            () => `${what} shows the secret ${secret}`,
          );
      };
      const logged = listenToConsole();
      try {
        await toldByValues(journey, check, armedWith);
        await toldByErrors(journey, sizes.points, check);
        check("a warning of the inventory", journey.warned);
        check("the log", logged.lines);
      } finally {
        logged.stop();
      }
    });
  },
};

/** `known`: those that may be there. */
type Check = (what: string, value: unknown, known?: readonly string[]) => void;

async function toldByValues(journey: Journey, check: Check, armedWith: readonly string[]): Promise<void> {
  const { protector } = journey.kind;
  const fake = journey.source();
  check("the inventory", await journey.inventory(new Wire(fake)));
  const captured = await journey.captured(fake);
  const { document, blobs, revision, warnings } = captured;
  check("the document", document);
  check("what is told beside the document", { names: blobs.map(({ name }) => name), revision, warnings });
  const { secrets: _own, ...translation } = journey.translate(captured, ELSEWHERE);
  check("the translation", translation);
  check("the references", protector.references(document));
  const live = changed(journey);
  const { activation, ...plan } = await journey.plan(new Wire(live), captured, SOURCE, true);
  check("the plan", { ...plan, ids: [...plan.ids] });
  check("what is left for arming", activation(plan.ids), armedWith);
  const now = await journey.captured(live);
  check("the differences", protector.differences(document, now.document, {}, { armed: true }));
}

/** AWS repeats in an error what it was sent. */
async function toldByErrors(journey: Journey, points: number | undefined, check: Check): Promise<void> {
  for (const phase of await phasesOf(journey)) {
    const calls = await callsOf(phase);
    for (const at of spread([...calls.keys()], points)) {
      const { fake, run } = await phase.begin();
      const wire = new Wire(fake);
      wire.interfere = (sent, index) =>
        index < at
          ? undefined
          : {
              instead: () => {
                throw answered("ValidationException", 400, `in your request ${textsOf(sent.input)}`);
              },
            };
      check(`the error of ${phase.name} at ${calls[at]?.call}`, await errorOf(() => run(wire)));
    }
  }
}

/** Every text of a request, as an error repeats it. */
function textsOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === null || typeof value !== "object" || value instanceof Uint8Array) return String(value);
  return Object.entries(value)
    .map(([key, item]) => `${key}: ${textsOf(item)}`)
    .join(", ");
}

function listenToConsole() {
  const lines: unknown[][] = [];
  const names = ["debug", "error", "info", "log", "warn"] as const;
  const real = names.map((name) => [name, console[name]] as const);
  for (const name of names) console[name] = (...told: unknown[]) => void lines.push(told);
  return {
    lines,
    stop: () => {
      for (const [name, write] of real) console[name] = write;
    },
  };
}
