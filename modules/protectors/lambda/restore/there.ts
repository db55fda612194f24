import { parsePointKey } from "../../../recovery/layout.ts";
import type { Blocked } from "../../blocked.ts";
import { type Mark, unfinishedMark } from "../../kit/mark.ts";
import type { Draft, FunctionStep } from "./draft.ts";
import type { LiveFunction } from "./live.ts";

/**
 * Whether a restore made the function that its mark is on. Whoever may tag a live one can write a mark: one that was
 * there before, or has code that the point never had, is overwritten only by who says so, each time.
 */
export function isOfRestore(
  { replace }: Mark,
  { latest }: LiveFunction,
  hashes: ReadonlySet<string>,
): boolean {
  return !replace && hashes.has(latest.codeSha256);
}

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
      ? "say --replace to make it as it was captured, or restore under another name"
      : begun
        ? `by its tags a restore of run ${run} over it has not finished: run it again with --replace: it continues`
        : `a restore of run ${run} has not finished: finish that one (--point ${run}), or say --replace`;
  return changes.map(({ title }) => ({
    because: "live",
    message: `${document.name} is there and differs: ${title}`,
    hint,
  }));
}
