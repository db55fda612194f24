import { cut } from "../../core/printable.ts";
import { shortList } from "../../core/short-list.ts";
import { thingName } from "../../core/thing-name.ts";
import type { Blocked } from "../../protectors/blocked.ts";
import type { RestoreStep } from "../../protectors/restore-step.ts";
import { seenText } from "../../protectors/seen.ts";
import type { Failed } from "../../restore/failed.ts";
import { type RestorePlan, thingsOf } from "../../restore/plan.ts";
import type { RestoreResult } from "../../restore/result.ts";
import type { TriggersLive } from "../../restore/triggers-live.ts";
import { shellLine } from "../points/restore-command.ts";
import { table } from "../terminal/table.ts";
import type { Line, Style } from "../terminal/text.ts";
import { count } from "../terminal/words.ts";

/** All others change something, as `create` does. */
const STYLES: Readonly<Record<string, Style>> = { keep: "dim", replace: "yellow" };

/** A step as it is shown: what doing it takes is left out. */
export function stepsOf(plan: Pick<RestorePlan, "waves">): RestoreStep[] {
  return thingsOf(plan).flatMap(({ plan: { steps } }) =>
    steps.map(({ title, call, effect }) => ({ effect, title, call })),
  );
}

/** Which point of what comes back, a line for each. */
export function describeThings(
  plan: Pick<RestorePlan, "waves">,
  { site, to }: { readonly site: string; readonly to: string },
  store: string,
): Line[] {
  return thingsOf(plan).map(
    ({ thing }) => `${thingName(thing)} of ${site} to ${to}, point ${thing.point.name.run} from ${store}`,
  );
}

type ShownStep = Omit<RestoreStep, "effect"> & { readonly effect: string };

/** What a restore does, in order, with the call that each step needs. */
export function describeSteps(steps: readonly ShownStep[]): Line[] {
  return table(
    ["EFFECT", "STEP", "CALL"],
    steps.map(({ effect, title, call }): Line[] => [
      { text: effect, style: STYLES[effect] ?? "green" },
      title,
      call,
    ]),
  );
}

/** The steps, and apart from them what arming does afterwards. */
export function describeRestorePlan(
  plan: Pick<RestorePlan, "waves" | "atArm" | "leftOut" | "seen" | "stillNamed">,
): Line[] {
  return [
    ...describeSteps(stepsOf(plan)),
    ...(plan.atArm.length === 0
      ? []
      : [
          "",
          ...table(
            ["AT ARM", "CALL"],
            plan.atArm.map(({ title, call }): Line[] => [title, call]),
          ),
        ]),
    ...plan.leftOut.map((name): Line => [{ text: "left out ", style: "red" }, name]),
    ...describeStillNamed(plan),
    ...describeSeen(plan),
  ];
}

/** What of the source stands in what comes back: each text once, with a few of its places; of a secret only where it is. */
export function describeStillNamed({ stillNamed }: Pick<RestorePlan, "stillNamed">): Line[] {
  const places = new Map<string, string[]>();
  for (const { value, path, ...thing } of stillNamed) {
    const text = value === undefined ? "a secret" : JSON.stringify(cut(value, LONGEST));
    places.set(text, [...(places.get(text) ?? []), `${thingName(thing)} ${path}`]);
  }
  return [...places].map(
    ([text, at]): Line => [
      { text: "still names the source ", style: "yellow" },
      `${text}: ${shortList(at, MAX_PLACES)}`,
    ],
  );
}

const LONGEST = 200;
const MAX_PLACES = 3;

/** Who called what comes back, and does not come back itself. */
export function describeSeen({ seen }: Pick<RestorePlan, "seen">): Line[] {
  return seen.map(
    (one): Line => [{ text: "seen, not protected ", style: "yellow" }, `${thingName(one)}: ${seenText(one)}`],
  );
}

/** What could not be done, each with its way out. */
export function describeFailed(failed: readonly Failed[]): Line[] {
  return failed.flatMap(({ title, part, message, hint }): Line[] => [
    [{ text: "failed ", style: "red" }, `${title}: ${message}`],
    ...(hint === undefined ? [] : [`  help: ${hint}`]),
    ...(part === undefined ? [] : [`  help: --skip ${part} restores without it`]),
  ]);
}

/** Versions that have another number now: APIs, rules and distributions may name the old one. */
export function describeNumbers({ idMap }: Pick<RestoreResult, "idMap">): Line[] {
  const numbers = Object.entries(idMap).flatMap(([from, to]) => {
    const [was, is] = [from, to].map((arn) => /:function:([^:]+):([0-9]+)$/.exec(arn));
    return was?.[2] === undefined || is?.[2] === undefined || was[2] === is[2]
      ? []
      : [{ name: is[1] ?? "", text: `${was[2]} is ${is[2]}` }];
  });
  return [...new Set(numbers.map(({ name }) => name))].map((name) => {
    const own = numbers.filter((one) => one.name === name).map(({ text }) => text);
    return `versions of ${name} have other numbers: ${own.join(", ")}; correct what names them`;
  });
}

/** What is there now: `kept` is of what was as it should be already. */
export function describeRestored(
  { things }: Pick<RestoreResult, "things">,
  plan: Pick<RestorePlan, "waves">,
): Line[] {
  const kept = new Set(keptBy(plan));
  return things.map(
    (thing): Line => [
      kept.has(thingName(thing)) ? { text: "kept ", style: "dim" } : { text: "restored ", style: "green" },
      thing.arn,
    ],
  );
}

/** Names of what a plan writes nothing of. */
export function keptBy(plan: Pick<RestorePlan, "waves">): readonly string[] {
  return thingsOf(plan).flatMap(({ thing, plan: { steps } }) =>
    steps.every(({ effect }) => effect === "keep") ? [thingName(thing)] : [],
  );
}

/**
 * What is left for arming, with the command for it under the role that restored; `known`: how much of it is live, where
 * that was asked.
 */
export function describeWaiting(
  { atArm }: Pick<RestorePlan, "atArm">,
  file: string,
  role: string | undefined,
  known?: TriggersLive,
): string {
  if (known !== undefined && known.of > 0 && known.live === known.of)
    return `armed already, ${known.live} of ${count(known.of, "trigger")} live`;
  const waiting = known === undefined ? 0 : known.of - known.live;
  if (atArm.length === 0 && waiting === 0)
    return "nothing to arm: triggers are as they were, or there are none";
  const line = shellLine("npx zonekeep arm", [file, ...(role === undefined ? [] : ["--role", role])]);
  const some = known !== undefined && known.live > 0 && waiting > 0;
  const what = some
    ? `${waiting} of ${count(known.of, "trigger")} ${waiting === 1 ? "is" : "are"} not armed yet`
    : "not armed yet";
  return `${what}; to let events arrive: ${line}`;
}

/** Why a restore must not start: everything at once, with the hint said once for all it helps. */
export function describeBlocked(blocked: readonly Blocked[]): Line[] {
  const byHint = new Map<string, Blocked[]>();
  for (const reason of blocked) byHint.set(reason.hint, [...(byHint.get(reason.hint) ?? []), reason]);
  return [
    [{ text: "blocked", style: "red" }, `: ${count(blocked.length, "reason")}, nothing was changed`],
    ...[...byHint].flatMap(([hint, reasons]): Line[] => [
      ...reasons.map(({ message }): Line => `  ${message}`),
      `  help: ${hint}`,
    ]),
  ];
}
