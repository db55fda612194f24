import type { JsonObject } from "../../contract/json.ts";
import { sameJson } from "../kit/canonical.ts";
import { type Difference, differencesOf } from "../kit/differences.ts";
import { lookUp } from "../kit/translate/scope.ts";
import type { IdMap } from "../protector.ts";
import { LISTS, type List, type NotificationsDocument } from "./document.ts";
import { entryForm } from "./entry.ts";
import { entriesOf } from "./merge.ts";

/**
 * What was told and is not told any longer, or otherwise. Entries that are there beside it are others' and no difference,
 * and before activation nothing is told.
 */
export function compareNotifications(
  was: NotificationsDocument,
  is: NotificationsDocument,
  ids: IdMap,
  { armed }: { readonly armed: boolean },
): Difference[] {
  if (!armed) return [];
  const names = Object.keys(LISTS) as readonly List[];
  const wanted: Record<string, JsonObject> = {};
  const found: Record<string, JsonObject> = {};
  for (const list of names) {
    const there = entriesOf(is.configuration, list);
    for (const [at, entry] of entriesOf(was.configuration, list).entries()) {
      const field = LISTS[list];
      const form = entryForm({ ...entry, [field]: arnNow(String(entry[field]), ids) });
      const same =
        there.find((one) => sameJson(entryForm(one), form)) ??
        there.find((one) => one.Id === entry.Id && one[field] === form[field]);
      wanted[`${list}.${String(entry.Id ?? at)}`] = form;
      if (same !== undefined) found[`${list}.${String(entry.Id ?? at)}`] = entryForm(same);
    }
  }
  const bridge = (of: NotificationsDocument): boolean =>
    of.configuration.EventBridgeConfiguration !== undefined;
  return differencesOf(
    { ...wanted, ...(bridge(was) && { EventBridgeConfiguration: true }) },
    { ...found, ...(bridge(was) && bridge(is) && { EventBridgeConfiguration: true }) },
  );
}

/** What the ids know, and what hangs on that: a function's alias keeps its name. */
function arnNow(arn: string, ids: IdMap): string {
  const colon = arn.lastIndexOf(":");
  const owner = lookUp(ids, arn.slice(0, colon));
  return lookUp(ids, arn) ?? (owner === undefined ? arn : `${owner}${arn.slice(colon)}`);
}
