import { cut } from "../../core/printable.ts";
import { thingName } from "../../core/thing-name.ts";
import type { LiveComparison } from "../../restore/compare-live.ts";
import type { Line, Style } from "../terminal/text.ts";
import { secretsDifferText } from "./secret-words.ts";

const WORDS: Readonly<Record<LiveComparison["things"][number]["state"], { text: string; style: Style }>> = {
  same: { text: "the same", style: "green" },
  differs: { text: "differs, captured -> live", style: "yellow" },
  unarmed: { text: "the same, but not armed", style: "yellow" },
  unmade: {
    text: "not there yet: npx zonekeep arm FILE, with the result of that restore, makes it",
    style: "yellow",
  },
  gone: { text: "gone", style: "red" },
  unread: { text: "cannot be read", style: "red" },
};

const LONGEST = 200;

/** What a restore leaves to arming. */
const UNARMED = "  not armed: npx zonekeep arm FILE, with the result of that restore, sets these:";

/** Elsewhere a restore translates what was captured. */
const DIFFERS_ELSEWHERE = { text: "differs, as a restore would have it -> live", style: "yellow" } as const;

/** Each thing with how it stands to its point, and where it differs from it. */
export function describeComparison({ home, things }: Pick<LiveComparison, "home" | "things">): Line[] {
  return things.flatMap(
    ({ run, there, state, differences, atArm, secretsDiffer, missing, why, ...thing }): Line[] => [
      [
        `${thingName(thing)}, point ${run}${there === undefined ? "" : `, there ${there}`}: `,
        state === "differs" && !home ? DIFFERS_ELSEWHERE : WORDS[state],
        why === undefined ? "" : `: ${why}`,
      ],
      ...differences.map(({ path, was, is }): Line => `  ${path}: ${shown(was)} -> ${shown(is)}`),
      ...(secretsDiffer ? [`  ${secretsDifferText(thing.kind)}`] : []),
      ...(atArm.length === 0 ? [] : [UNARMED]),
      ...atArm.map(({ path, was, is }): Line => `    ${path}: ${shown(was)} -> ${shown(is)}`),
      ...missing.map(({ path, value, reason }): Line => `  ${path}: ${value} has no counterpart: ${reason}`),
    ],
  );
}

function shown(value: unknown): string {
  return value === undefined ? "nothing" : cut(JSON.stringify(value), LONGEST);
}
