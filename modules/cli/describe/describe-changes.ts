import { formatPos } from "../../core/diagnostic.ts";
import type { Change, ChangeClass } from "../../planner/diff/change.ts";
import type { JudgedChange } from "../../planner/diff/judge-changes.ts";
import { table } from "../terminal/table.ts";
import type { Line, Style } from "../terminal/text.ts";
import { count } from "../terminal/words.ts";

const STYLES: Readonly<Record<ChangeClass, Style>> = {
  irreversible: "red",
  destroys: "red",
  weakens: "yellow",
  changes: "dim",
  adds: "green",
};

/** Every change in a line, worst first as given; then the stacks to deploy, in the order of their waves. */
export function describeChanges(
  changes: readonly JudgedChange[],
  affected: readonly { readonly id: string }[],
): Line[] {
  if (changes.length === 0) return ["nothing changes"];
  const stacks = affected.length === 0 ? "none" : affected.map(({ id }) => id).join(", ");
  return [
    ...table(
      ["CLASS", "SUBJECT", "WHAT", "LINE"],
      changes.map((change): Line[] => [
        { text: change.class, style: STYLES[change.class] },
        subject(change),
        change.accepted === undefined
          ? change.what
          : [change.what, { text: `; accepted: ${change.accepted}`, style: "dim" }],
        place(change),
      ]),
    ),
    "",
    `${count(changes.length, "change")}; stacks to deploy: ${stacks}`,
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

function hintsFor({ hint, class: kind, subject, path, gone, spent }: JudgedChange): string[] {
  const word = `accept: [{ change: ${kind}, reason: ... }]`;
  const removed = gone && path === "";
  const inPolicy = subject.kind === "policy" && !removed;
  return [
    ...(hint === undefined ? [] : [hint]),
    ...(spent
      ? [`its ${word} was there before and let an earlier change pass: give the reason of this one`]
      : []),
    ...(inPolicy && !spent
      ? [`write ${word} in policy ${subject.id}, or add --accept ${kind}`]
      : [`add --accept ${kind}`]),
  ];
}

function subject({ subject: { kind, id } }: Change): string {
  return `${kind} ${id}`;
}

function place({ because, gone }: Change): string {
  if (because === undefined) return "";
  return `${formatPos(because)}${gone ? " (before)" : ""}`;
}
