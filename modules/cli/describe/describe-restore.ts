import type { Blocked } from "../../protectors/lambda/restore/draft.ts";
import type { RestoreStep } from "../../protectors/protector.ts";
import { table } from "../terminal/table.ts";
import type { Line, Style } from "../terminal/text.ts";
import { count } from "../terminal/words.ts";

const STYLES: Readonly<Record<RestoreStep["effect"], Style>> = {
  create: "green",
  keep: "dim",
  replace: "yellow",
};

/** What a restore does, in order, with the call that each step needs. */
export function describeSteps(steps: readonly RestoreStep[]): Line[] {
  return table(
    ["EFFECT", "STEP", "CALL"],
    steps.map(({ effect, title, call }): Line[] => [{ text: effect, style: STYLES[effect] }, title, call]),
  );
}

/** Why a restore must not start: everything at once, with the way out said once for all it helps. */
export function describeBlocked(blocked: readonly Blocked[]): Line[] {
  const byWayOut = new Map<string, Blocked[]>();
  for (const reason of blocked) byWayOut.set(reason.wayOut, [...(byWayOut.get(reason.wayOut) ?? []), reason]);
  return [
    [{ text: "blocked", style: "red" }, `: ${count(blocked.length, "reason")}, nothing was changed`],
    ...[...byWayOut].flatMap(([wayOut, reasons]): Line[] => [
      ...reasons.map(({ message }): Line => `  ${message}`),
      `  help: ${wayOut}`,
    ]),
  ];
}
