import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Server, startExtension } from "./extension/servers.ts";
import { allFacts, type Facts, type Step } from "./facts/fact.ts";
import { filled, keep, type Said, type Send, sender } from "./facts/play.ts";
import { scene, settled } from "./facts/scene.ts";
import { fits, unlike } from "./facts/unlike.ts";

const FACTS = allFacts();

let server: Server;
let send: Send;
beforeAll(async () => {
  server = await startExtension(undefined, { ZONEKEEP_SANDBOX_SETTLE_MS: "300" });
  send = sender(server.endpoint);
});
afterAll(() => server?.stop());

/** Whatever an answer says otherwise than AWS did. */
function differences(step: Step, { status, answer, refused }: Said): string[] {
  const excused = new Set(Object.keys(step.differs ?? {}));
  if (step.refused !== undefined) {
    if (refused === undefined)
      return excused.has("refused") ? [] : [`not refused: ${JSON.stringify(answer)}`];
    const { code, message } = step.refused;
    return [
      ...(refused.codes.includes(code) ? [] : [`code ${refused.codes.join(", ")}, not ${code}`]),
      ...(excused.has("message") || fits(message, refused.message)
        ? []
        : [`${refused.message} | not | ${message}`]),
      ...(step.status === status ? [] : [`status ${status}, not ${step.status}`]),
    ];
  }
  if (refused !== undefined) return [`refused: ${refused.codes.join(", ")}: ${refused.message}`];
  if (step.answer === undefined) return [];
  return [
    ...unlike(step.answer, answer, excused),
    ...(step.status === status ? [] : [`status ${status}, not ${step.status}`]),
  ];
}

describe.each(FACTS)("$subject: the sandbox answers as AWS did", ({ scenarios }) => {
  test.each(scenarios)("$says", async ({ given = [], steps }) => {
    const made = await scene(given, send);
    const found: string[] = [];
    for (const step of steps) {
      const input = filled(step.input, made) as Readonly<Record<string, unknown>>;
      const said = await send(step.call, input);
      found.push(...differences(step, said).map((each) => `${step.call} (${step.recorded?.[2]}): ${each}`));
      keep(step, said, made);
      if (said.refused === undefined) await settled(step.call, { ...input, ...said.answer }, send);
    }
    expect(found).toEqual([]);
  });
});

/** The recorded answers are no part of this project; where they lie is for whoever has them to say. */
const RECORDED = process.env.ZONEKEEP_RECORDED_ANSWERS ?? "";

describe.skipIf(!existsSync(RECORDED))("what is written down is what was recorded", () => {
  const steps = FACTS.flatMap(({ scenarios }) => scenarios.flatMap((each) => each.steps));
  const recorded = steps.flatMap((step) =>
    step.recorded === undefined ? [] : [{ step, at: step.recorded }],
  );

  test.each(recorded)("$at", ({ step, at: [file, scenario, name] }) => {
    const cases = JSON.parse(readFileSync(join(RECORDED, `${file}.json`), "utf8")) as Recordings;
    const [found] = Object.entries(cases).filter(([title]) => title.endsWith(scenario));
    const content = found?.[1]["recorded-content"][name];
    const {
      ResponseMetadata,
      Error: error,
      ...answer
    } = content?.exception_message ?? content?.CreateFunctionResponse ?? content ?? {};
    expect(ResponseMetadata?.HTTPStatusCode).toBe(step.status);
    if (step.refused === undefined) expect(unlike(step.answer ?? {}, answer)).toEqual([]);
    else {
      expect(error?.Code).toBe(step.refused.code);
      expect(fits(step.refused.message, error?.Message)).toBe(true);
    }
  });
});

interface Recorded {
  readonly ResponseMetadata?: { readonly HTTPStatusCode: number };
  readonly Error?: { readonly Code: string; readonly Message: string };
  readonly CreateFunctionResponse?: Recorded;
  readonly exception_message?: Recorded;
  readonly [member: string]: Facts | unknown;
}

type Recordings = Readonly<
  Record<string, { readonly "recorded-content": Readonly<Record<string, Recorded>> }>
>;
