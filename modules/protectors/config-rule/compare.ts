import { type Difference, differencesOf } from "../kit/differences.ts";
import { renamed } from "../kit/renamed.ts";
import { writableTags } from "../kit/tags.ts";
import type { IdMap } from "../protector.ts";
import type { ConfigRuleDocument, ConfigRuleSettings } from "./document.ts";
import { formOf } from "./form.ts";

/** Where a restored rule differs from what was captured; its remediations are told, and make no difference. */
export function compareConfigRules(
  was: ConfigRuleDocument,
  is: ConfigRuleDocument,
  ids: IdMap,
): Difference[] {
  const settings = renamed(was.settings, ids, { from: was.arn, to: is.arn }) as ConfigRuleSettings;
  const view = ({ tags }: ConfigRuleDocument, of: ConfigRuleSettings) => ({
    settings: formOf(of),
    tags: writableTags(tags),
  });
  return differencesOf(view(was, settings), view(is, is.settings));
}
