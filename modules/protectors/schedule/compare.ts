import { type Difference, differencesOf } from "../kit/differences.ts";
import { renamed } from "../kit/renamed.ts";
import type { IdMap } from "../protector.ts";
import type { ScheduleDocument } from "./document.ts";
import { formOf } from "./form.ts";
import { paceOf } from "./past.ts";

/**
 * Where a restored schedule differs from what was captured. Until it is armed it calls nothing. A start that was past when it
 * was restored makes no difference.
 */
export function compareSchedules(
  was: ScheduleDocument,
  is: ScheduleDocument,
  ids: IdMap,
  { armed }: { readonly armed: boolean },
): Difference[] {
  const settings = renamed(was.settings, ids, { from: was.arn, to: is.arn }) as ScheduleDocument["settings"];
  const view = ({ enabled }: ScheduleDocument, of: ScheduleDocument["settings"]) => ({
    settings: formOf(of),
    ...(armed && { enabled }),
  });
  const { StartDate: _, ...unstarted } = is.settings;
  const there = isMoved(settings, is.settings)
    ? { ...unstarted, ...(settings.StartDate !== undefined && { StartDate: settings.StartDate }) }
    : is.settings;
  return differencesOf(view(was, settings), view(is, there as ScheduleDocument["settings"]));
}

/** Whether the start is that of a restore which came after it: none, or at a rate a later one at the same pace. */
function isMoved(was: ScheduleDocument["settings"], is: ScheduleDocument["settings"]): boolean {
  if (typeof was.StartDate !== "string") return false;
  if (is.StartDate === undefined) return true;
  const [pace, by] = [paceOf(was), Date.parse(String(is.StartDate)) - Date.parse(was.StartDate)];
  return pace !== undefined && by > 0 && by % pace === 0;
}
