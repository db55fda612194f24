import { parsePointKey } from "../../../recovery/layout.ts";
import { CallError } from "../../kit/calls.ts";
import { unfinishedMark } from "../../kit/mark.ts";

/** @throws CallError for a function that a restore has begun and not finished: its half would be the newest point */
export function requireWhole(name: string, tags: Readonly<Record<string, string>>): void {
  const run = parsePointKey(unfinishedMark(tags)?.mark.point ?? "")?.run;
  if (run === undefined) return;
  const why = `by its tags a restore from run ${run} has not finished, and no half is kept`;
  throw new CallError(
    "lambda:GetFunction",
    name,
    new Error(`${why}: finish it with npx zonekeep restore ${name} --point ${run}`),
  );
}
