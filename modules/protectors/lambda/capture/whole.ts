import { parsePointKey } from "../../../recovery/layout.ts";
import { CallError } from "../../kit/calls.ts";
import { isForged, unfinishedMark } from "../../kit/mark.ts";

/**
 * What is to be told of a mark that no restore can have written, as the function is older than the point it names.
 * `since`: what of the function was changed least lately, milliseconds since 1970.
 * @throws CallError for a function that a restore has begun and not finished: its half would be the newest point
 */
export function requireWhole(
  name: string,
  tags: Readonly<Record<string, string>>,
  since: number | undefined,
): readonly string[] {
  const { key, mark } = unfinishedMark(tags) ?? {};
  const run = parsePointKey(mark?.point ?? "")?.run;
  if (key === undefined || mark === undefined || run === undefined) return [];
  if (isForged(mark, since))
    return [
      `tag ${key} says that a restore from run ${run} made it, and it was there before: no restore did. Take the tag away`,
    ];
  const why = `by its tags a restore from run ${run} has not finished, and no half is kept`;
  throw new CallError(
    "lambda:GetFunction",
    name,
    new Error(
      `${why}: finish it with npx zonekeep restore ${name} --point ${run}, or, if nobody restores it, take its tag ${key} away`,
    ),
  );
}
