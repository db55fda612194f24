import type { JsonObject } from "../../contract/json.ts";
import { type Difference, differencesOf } from "../kit/differences.ts";
import { renamed } from "../kit/renamed.ts";
import { writableTags } from "../kit/tags.ts";
import type { IdMap } from "../protector.ts";
import type { RuleDocument } from "./document.ts";
import { formOf, targetForms } from "./form.ts";
import { movedPattern } from "./translate.ts";

/**
 * Where a restored rule differs from what was captured. Until it is armed it calls nothing; targets that are there beside
 * those of the point are others' and no difference.
 */
export function compareRules(
  was: RuleDocument,
  is: RuleDocument,
  ids: IdMap,
  { armed }: { readonly armed: boolean },
): Difference[] {
  const own = { from: was.arn, to: is.arn };
  const settings = renamed(movedPattern(was.settings, was, is), ids, own) as JsonObject;
  const wanted = targetForms(renamed(was.targets as JsonObject[], ids, own) as JsonObject[]);
  const there = targetForms(is.targets);
  const view = (of: RuleDocument, form: JsonObject, targets: JsonObject) => ({
    settings: formOf(form),
    targets,
    tags: writableTags(of.tags),
    ...(armed && { state: of.state }),
  });
  const ours = Object.fromEntries(Object.entries(there).filter(([id]) => Object.hasOwn(wanted, id)));
  return differencesOf(view(was, settings, wanted), view(is, is.settings, ours));
}
