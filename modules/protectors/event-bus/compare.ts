import type { JsonObject } from "../../contract/json.ts";
import { type Difference, differencesOf } from "../kit/differences.ts";
import { renamed } from "../kit/renamed.ts";
import { writableTags } from "../kit/tags.ts";
import type { IdMap } from "../protector.ts";
import type { BusDocument } from "./document.ts";
import { policyForm, settingsForm } from "./form.ts";

/** Where a restored bus differs from what was captured. Until it is armed it lets nobody in. */
export function compareBuses(
  was: BusDocument,
  is: BusDocument,
  ids: IdMap,
  { armed }: { readonly armed: boolean },
): Difference[] {
  const own = { from: was.arn, to: is.arn };
  const view = (settings: JsonObject, policy: JsonObject | undefined, tags: BusDocument["tags"]) => ({
    settings: settingsForm(settings),
    ...(armed && { policy: policyForm(policy) }),
    tags: writableTags(tags),
  });
  const policy = was.policy && (renamed(was.policy, ids, own) as JsonObject);
  return differencesOf(
    view(renamed(was.settings, ids, own) as JsonObject, policy, was.tags),
    view(is.settings, is.policy, is.tags),
  );
}
