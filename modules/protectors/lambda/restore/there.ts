import { parsePointKey } from "../../../recovery/layout.ts";
import type { Blocked } from "../../blocked.ts";
import { isForged, type Mark, unfinishedMark } from "../../kit/mark.ts";
import { REPLACE_HINT } from "../../kit/unallowed.ts";
import { contentChange, type VersionContent, withCodeOf } from "./content.ts";
import type { Draft, FunctionStep } from "./draft.ts";
import type { LiveFunction } from "./live.ts";

/**
 * Whether a restore made the function that its mark is on. Whoever may tag a live one can write a mark: one that was
 * there before, or has code or settings that no version of the point has at the destination, is overwritten only by who
 * says so, each time.
 */
export function isOfRestore(
  mark: Mark,
  { latest, since }: LiveFunction,
  versions: readonly VersionContent[],
): boolean {
  if (mark.replace || isForged(mark, since)) return false;
  const isSet = (version: VersionContent): boolean =>
    contentChange(withCodeOf(latest, version), version).differs.every((key) => NOT_COMPARED.has(key));
  return versions.some(({ codeSha256 }) => codeSha256 === latest.codeSha256) && versions.some(isSet);
}

/** Layers get their numbers while a restore runs; a description keeps two equal versions apart for a while. */
const NOT_COMPARED: ReadonlySet<string> = new Set(["Layers", "Description"]);

/** One entry for each change that nobody allowed. */
export function liveDiffers(
  { document, live }: Draft,
  changes: readonly Pick<FunctionStep, "title">[],
  begun: boolean,
): Blocked[] {
  const other = unfinishedMark(live?.tags ?? {})?.mark.point;
  const run = other === undefined ? undefined : (parsePointKey(other)?.run ?? other);
  const hint =
    run === undefined
      ? REPLACE_HINT
      : begun
        ? `by its tags a restore of run ${run} over it has not finished: run it again with --replace: it continues`
        : `a restore of run ${run} has not finished: finish that one (--point ${run}), or say --replace`;
  return changes.map(({ title }) => ({
    because: "live",
    message: `${document.name} is there and differs: ${title}`,
    hint,
  }));
}

/** What differs only by settings that have no counterpart yet is not compared: the map may make them equal. */
export function isUntranslated(
  { differs = [] }: FunctionStep,
  missing: readonly { readonly path: string }[],
): boolean {
  return (
    differs.length > 0 &&
    differs.every((key) => missing.some(({ path }) => path.includes(`.configuration.${key}`)))
  );
}
