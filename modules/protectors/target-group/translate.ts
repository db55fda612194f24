import type { JsonObject } from "../../contract/json.ts";
import { leftAway } from "../kit/translate/away.ts";
import { translateTold } from "../kit/translate/own-text.ts";
import { lookUp, type TranslationScope, translationScope } from "../kit/translate/scope.ts";
import { type Findings, findings, gathered, translateJson } from "../kit/translate/walk.ts";
import type { Translation, TranslationRequest } from "../protector.ts";
import type { GroupDocument, GroupSecrets, ListenerRule } from "./document.ts";
import { ruleLabel } from "./rule.ts";

/**
 * Turns what a group was into what it is to be at the destination. Pure. Its ARN is known once it is made: until then the
 * document has that of the source, or the one that the map says is there.
 */
export function translateGroup(
  given: GroupDocument,
  secrets: GroupSecrets | undefined,
  request: TranslationRequest,
): Translation<GroupDocument, GroupSecrets> {
  const arn = lookUp(request.map, given.arn) ?? given.arn;
  const scope = translationScope(given, request, arn);
  const into = findings();
  const { name, account, region } = scope.target;
  const { target: whole, ...rest } = given;
  const served = leftAway(whole, scope);
  if (served !== undefined)
    into.away.push({ what: `the target of target group ${given.name}`, with: served });
  const target = served === undefined ? whole : undefined;
  const document: GroupDocument = { ...rest, ...(target !== undefined && { target }) };
  const told = secrets && translateSecrets(document, secrets, scope, into);
  return {
    source: document,
    document: {
      ...document,
      ...{ name, arn, account, region },
      ...(target !== undefined && { target: String(translateJson(target, "target", scope, into)) }),
      rules: document.rules.map((rule, at) => translateRule(rule, `rules[${at}]`, scope, into)),
    },
    ...(told !== undefined && { secrets: told }),
    ...gathered(into),
  };
}

function translateRule(
  rule: ListenerRule,
  path: string,
  scope: TranslationScope,
  into: Findings,
): ListenerRule {
  const { listener, conditions, actions, transforms } = rule;
  const all = (values: readonly JsonObject[], name: string): readonly JsonObject[] =>
    translateJson(values, `${path}.${name}`, scope, into) as readonly JsonObject[];
  return {
    ...rule,
    listener: String(translateJson(listener, `${path}.listener`, scope, into)),
    conditions: all(conditions, "conditions"),
    actions: all(actions, "actions"),
    ...(transforms !== undefined && { transforms: all(transforms, "transforms") }),
  };
}

/** Values of headers and query strings are whoever's own who calls. */
function translateSecrets(
  { rules }: GroupDocument,
  { conditions }: GroupSecrets,
  scope: TranslationScope,
  into: Findings,
): GroupSecrets {
  const translated = Object.entries(conditions).map(([path, hidden]) => {
    const rule = rules[Number(/^rules\[(\d+)\]/.exec(path)?.[1])];
    const what = `what ${rule === undefined ? path : ruleLabel(rule)} looks for`;
    return [path, translateTold(hidden, what, scope, into) as JsonObject] as const;
  });
  return { conditions: Object.fromEntries(translated) };
}
