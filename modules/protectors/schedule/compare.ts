import { type Difference, differencesOf } from "../kit/differences.ts";
import { renamed } from "../kit/renamed.ts";
import type { IdMap } from "../protector.ts";
import type { ScheduleDocument } from "./document.ts";
import { formOf } from "./form.ts";

/** Where a restored schedule differs from what was captured. Until it is armed it calls nothing. */
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
  return differencesOf(view(was, settings), view(is, is.settings));
}
