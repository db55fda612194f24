import type { JsonObject } from "../../contract/json.ts";
import { servingOthers } from "../kit/translate/away.ts";
import { translateTold } from "../kit/translate/own-text.ts";
import { lookUp, type TranslationScope, translationScope } from "../kit/translate/scope.ts";
import { type Findings, findings, gathered, translateJson } from "../kit/translate/walk.ts";
import type { IdMap, Translation, TranslationRequest } from "../protector.ts";
import { arnOfRule, busOf, ruleId, splitRuleId } from "./arn.ts";
import type { RuleDocument, RuleSecrets } from "./document.ts";
import { translatePattern } from "./translate-pattern.ts";

/** What the rule's ARN becomes: names stay, or a person gives another one. */
export function ruleNames(
  { arn, bus, name }: RuleDocument,
  { target, name: other = name }: Pick<TranslationRequest, "target" | "name">,
): IdMap {
  return { [arn]: arnOfRule(target, splitRuleId(other, bus)) };
}

/** Turns what a rule was into what it is to be at the destination. Pure. */
export function translateRule(
  given: RuleDocument,
  secrets: RuleSecrets | undefined,
  request: TranslationRequest,
): Translation<RuleDocument, RuleSecrets> {
  const to = splitRuleId(request.name ?? given.name, given.bus);
  const arn = arnOfRule(request.target, to);
  const scope = translationScope(given, request, arn);
  const into = findings();
  const document = {
    ...given,
    targets: servingOthers(given.targets, scope, into, {
      serves: ({ Arn }) => Arn,
      what: ({ Id }) => `target ${String(Id)} of event rule ${ruleId(given)}`,
    }),
  };
  const { account, region } = scope.target;
  const { busArn, ...rest } = document;
  const target = busOf(request.target, to);
  if (busArn !== undefined && to.bus === document.bus) checkBus(busArn, target.busArn, scope, into);
  const told = secrets && translateSecrets(document, secrets, scope, into);
  return {
    source: document,
    document: {
      ...rest,
      ...to,
      ...target,
      ...{ arn, account, region },
      settings: translatePattern(document.settings, scope, into),
      targets: document.targets.map((one, at) => translateTarget(one, `targets[${at}]`, scope, into)),
    },
    ...(told !== undefined && { secrets: told }),
    ...gathered(into),
  };
}

/** The Id is its writer's own. */
function translateTarget(
  { Id: id, ...target }: JsonObject,
  path: string,
  scope: TranslationScope,
  into: Findings,
): JsonObject {
  return { Id: id ?? "", ...(translateJson(target, path, scope, into) as JsonObject) };
}

/** A rule comes back on the bus of its bus's name; another one is said by the rule's own name. */
function checkBus(from: string, to: string | undefined, { map }: TranslationScope, into: Findings): void {
  const mapped = lookUp(map, from);
  if (mapped === undefined) return;
  into.used.add(from);
  if (to !== undefined) into.replaced.set(from, to);
  if (mapped !== to)
    into.missing.push({
      path: "busArn",
      value: from,
      reason: "a rule comes back on a bus of the same name; restore it as BUS/RULE onto another one",
    });
}

function translateSecrets(
  document: RuleDocument,
  { targets }: RuleSecrets,
  scope: TranslationScope,
  into: Findings,
): RuleSecrets {
  const translated = Object.entries(targets).map(([id, told]) => {
    const what = `what target ${id} of event rule ${ruleId(document)} is told`;
    return [id, translateTold(told, what, scope, into) as JsonObject] as const;
  });
  return { targets: Object.fromEntries(translated) };
}
