import type { JsonObject } from "../../contract/json.ts";
import { parseArn } from "../../core/arn.ts";
import { type Difference, differencesOf } from "../kit/differences.ts";
import { renamed } from "../kit/renamed.ts";
import { writableTags } from "../kit/tags.ts";
import { mappedBucket } from "../kit/translate/bucket.ts";
import type { IdMap } from "../protector.ts";
import type { RuleDocument } from "./document.ts";
import { formOf, targetForms } from "./form.ts";
import { movedPattern } from "./pattern.ts";

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
  const { partition } = parseArn(was.arn);
  const bucket = (name: string): string => mappedBucket(ids, partition, name)?.to ?? name;
  const moved = movedPattern(was.settings, { from: was, to: is, bucket });
  const settings = renamed(moved, ids, own) as JsonObject;
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
