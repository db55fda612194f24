import { formatPos } from "../../core/diagnostic.ts";
import type { Change, ChangeClass } from "../../planner/diff/change.ts";
import type { JudgedChange } from "../../planner/diff/judge-changes.ts";
import { acceptWords } from "../report/accept-words.ts";
import type { StackToRemove } from "../report/report.ts";
import { table } from "../terminal/table.ts";
import type { Line, Part, Style } from "../terminal/text.ts";
import { count } from "../terminal/words.ts";

const STYLES: Readonly<Record<ChangeClass, Style>> = {
  irreversible: "red",
  destroys: "red",
  widens: "yellow",
  weakens: "yellow",
  changes: "dim",
  adds: "green",
};

/**
 * Every change in a line, worst first as given; then the stacks to deploy, in the order of their waves, and those to
 * remove, each with its command.
 */
export function describeChanges(
  changes: readonly JudgedChange[],
  affected: readonly { readonly id: string }[],
  leaving: readonly StackToRemove[],
): Line[] {
  if (changes.length === 0 && leaving.length === 0) return ["nothing changes"];
  const stacks = affected.length === 0 ? "none" : affected.map(({ id }) => id).join(", ");
  return [
    ...table(
      ["CLASS", "SUBJECT", "WHAT", "LINE"],
      changes.map((change): Line[] => [
        { text: change.class, style: STYLES[change.class] },
        subject(change),
        [
          change.what,
          ...acceptWords(change).map(
            ({ words, reason }): Part => ({ text: `; ${words}: ${reason}`, style: "dim" }),
          ),
        ],
        place(change),
      ]),
    ),
    "",
    `${count(changes.length, "change")}; stacks to deploy: ${stacks}`,
    ...leaving.map(({ id, command }) => `stack to remove: ${id}: ${command}`),
  ];
}

/** What is refused, and below all that it helps, what would let it pass. Nothing for none. */
export function describeRefused(refused: readonly JudgedChange[]): Line[] {
  if (refused.length === 0) return [];
  const byHints = new Map<string, JudgedChange[]>();
  for (const change of refused) {
    const hints = hintsFor(change).join("\n");
    byHints.set(hints, [...(byHints.get(hints) ?? []), change]);
  }
  return [
    [{ text: "error:", style: "red" }, ` ${count(refused.length, "change")} not accepted`],
    ...[...byHints].flatMap(([hints, changes]): Line[] => [
      ...changes.map((change): Line => `  ${change.class}: ${subject(change)} ${change.what}`),
      ...hints.split("\n").map((way): Line => `  help: ${way}`),
    ]),
  ];
}

function hintsFor(change: JudgedChange): string[] {
  const { hint, class: kind, speaker, pending, standing } = change;
  const word = `accept: [{ change: ${kind}, reason: ... }]`;
  return [
    ...(hint === undefined ? [] : [hint]),
    ...(standing === undefined
      ? []
      : [`take the ${word} out of ${speaker} with this change: it lets one change pass, not all later ones`]),
    ...(pending === undefined
      ? []
      : [
          `the ${word} in ${speaker} is not yet in force, it is in the change itself: merge it first, or add --accept-from-change`,
        ]),
    standing === undefined && pending === undefined
      ? `merge ${word} in ${speaker} first, and take it out again with this change; or add --accept ${kind}`
      : `add --accept ${kind}`,
  ];
}

function subject({ subject: { kind, id } }: Change): string {
  return `${kind} ${id}`;
}

function place({ because, gone }: Change): string {
  if (because === undefined) return "";
  return `${formatPos(because)}${gone ? " (before)" : ""}`;
}
