import type { Json } from "../../../contract/json.ts";
import { renamed } from "../../kit/renamed.ts";
import type { PlanRequest } from "../../protector.ts";
import type { GroupDocument, GroupSecrets, ListenerRule } from "../document.ts";
import { withHidden } from "../told.ts";

type Request = PlanRequest<GroupDocument, GroupSecrets>;

/** The rules whole, with the group's own ARN where it is there already. */
export function wholeRules(
  { translation: { document, secrets } }: Request,
  arn = document.arn,
): readonly ListenerRule[] {
  const whole = withHidden({ rules: document.rules, ...(secrets !== undefined && { secrets }) });
  return inWords(whole, {}, { from: document.arn, to: arn });
}

/** The same with the ARNs that target groups were given meanwhile: this one, and others of the same restore. */
export function rulesNow(
  { translation: { source, document } }: Request,
  rules: readonly ListenerRule[],
  ids: ReadonlyMap<string, string>,
): readonly ListenerRule[] {
  const to = ids.get(source.arn) ?? document.arn;
  // No other text of a rule changes once it is translated.
  const groups = [...ids].filter(([from]) => /^arn:[^:]+:elasticloadbalancing:/.test(from));
  return inWords(rules, Object.fromEntries(groups), { from: document.arn, to });
}

function inWords(
  rules: readonly ListenerRule[],
  ids: Readonly<Record<string, string>>,
  own: { readonly from: string; readonly to: string },
): readonly ListenerRule[] {
  return renamed(rules as unknown as Json, ids, own) as unknown as readonly ListenerRule[];
}
