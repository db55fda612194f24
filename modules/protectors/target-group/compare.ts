import type { Json, JsonObject } from "../../contract/json.ts";
import { type Difference, differencesOf } from "../kit/differences.ts";
import { renamed } from "../kit/renamed.ts";
import { sortedKeys } from "../kit/sorted-keys.ts";
import { writableTags } from "../kit/tags.ts";
import type { IdMap } from "../protector.ts";
import type { GroupDocument, ListenerRule } from "./document.ts";
import { ruleForm } from "./rule.ts";

/**
 * Where a restored group differs from what was captured. Until it is armed, no function is registered in it and no rule
 * forwards to it; rules that are there beside those of the point are others' and no difference.
 */
export function compareGroups(
  was: GroupDocument,
  is: GroupDocument,
  ids: IdMap,
  { armed }: { readonly armed: boolean },
): Difference[] {
  const own = { from: was.arn, to: is.arn };
  const { target } = was;
  const wanted = {
    ...was,
    ...(target !== undefined && { target: String(renamed(target, ids, own)) }),
    rules: renamed(was.rules as unknown as Json, ids, own) as unknown as readonly ListenerRule[],
  };
  const view = viewOf(wanted, armed);
  const found = viewOf(is, armed);
  if (!armed) return differencesOf(view, found);
  const ours = Object.entries(found.rules as JsonObject).filter(([place]) =>
    Object.hasOwn(view.rules as JsonObject, place),
  );
  return differencesOf(view, { ...found, rules: Object.fromEntries(ours) });
}

function viewOf({ settings, attributes, target, rules, tags }: GroupDocument, armed: boolean): JsonObject {
  return {
    settings: sortedKeys(settings),
    attributes,
    tags: writableTags(tags),
    ...(armed && {
      ...(target !== undefined && { target }),
      rules: Object.fromEntries(
        rules.map((rule) => [
          `${rule.listener}/${rule.priority}`,
          { ...ruleForm(rule), tags: writableTags(rule.tags) },
        ]),
      ),
    }),
  };
}
