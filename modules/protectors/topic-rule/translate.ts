import type { JsonObject } from "../../contract/json.ts";
import { isObject } from "../kit/canonical.ts";
import { leftAway, servingOthers } from "../kit/translate/away.ts";
import { type TranslationScope, translationScope } from "../kit/translate/scope.ts";
import { type Findings, findings, gathered } from "../kit/translate/walk.ts";
import type { IdMap, Translation, TranslationRequest } from "../protector.ts";
import { arnOfTopicRule } from "./arn.ts";
import { calledBySql, servedBy } from "./calls.ts";
import type { TopicRuleDocument } from "./document.ts";
import { translateSettings } from "./translate/settings.ts";

/** What the rule's ARN becomes: names stay, or a person gives another one. */
export function topicRuleNames(
  { arn, name }: TopicRuleDocument,
  { target, name: other = name }: Pick<TranslationRequest, "target" | "name">,
): IdMap {
  return { [arn]: arnOfTopicRule(target, other) };
}

/** Turns what a topic rule was into what it is to be at the destination. Pure. */
export function translateTopicRule(
  given: TopicRuleDocument,
  request: TranslationRequest,
): Translation<TopicRuleDocument> {
  const name = request.name ?? given.name;
  const arn = arnOfTopicRule(request.target, name);
  const scope = translationScope(given, request, arn);
  const into = findings();
  const document = serving(given, scope, into);
  const { account, region } = scope.target;
  const settings = translateSettings(document, scope, into);
  return {
    source: document,
    document: {
      ...document,
      ...{ name, arn, account, region, settings },
      ...(document.called !== undefined && { called: calledBySql(settings.sql) }),
    },
    ...gathered(into),
  };
}

/** Without the actions that serve what a person leaves out; where no other one is left, or its SQL calls that, all of it stays away. */
function serving(given: TopicRuleDocument, scope: TranslationScope, into: Findings): TopicRuleDocument {
  const { actions, errorAction, ...settings } = given.settings;
  const served = (action: JsonObject): string | undefined => servedBy(action, scope.source);
  const away = actions.map((action) => leftAway(served(action), scope));
  const called = calledBySql(given.settings.sql).flatMap((arn) => leftAway(arn, scope) ?? []);
  const [first] = away.every((one) => one !== undefined) ? [...called, ...away] : called;
  if (first !== undefined) {
    into.away.push({ what: `topic rule ${given.name}`, with: first, whole: true });
    return given;
  }
  const what = (action: JsonObject): string =>
    `action ${Object.keys(action).join()} of topic rule ${given.name}`;
  const errors = isObject(errorAction) ? [errorAction] : [];
  const [left] = servingOthers(errors, scope, into, { serves: served, what: (one) => `error ${what(one)}` });
  return {
    ...given,
    settings: {
      ...settings,
      actions: servingOthers(actions, scope, into, { serves: served, what }),
      ...(left !== undefined && { errorAction: left }),
    },
  };
}
