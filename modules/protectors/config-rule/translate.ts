import { leftAway } from "../kit/translate/away.ts";
import { translateOwnText } from "../kit/translate/own-text.ts";
import { lookUp, translationScope } from "../kit/translate/scope.ts";
import { findings, gathered, translateObject } from "../kit/translate/walk.ts";
import type { Translation, TranslationRequest } from "../protector.ts";
import { arnThere } from "./arn.ts";
import { type ConfigRuleDocument, type ConfigRuleSettings, functionIn } from "./document.ts";

/** Turns what a rule was into what it is to be at the destination. Pure. */
export function translateConfigRule(
  document: ConfigRuleDocument,
  request: TranslationRequest,
): Translation<ConfigRuleDocument> {
  const arn = lookUp(request.map, document.arn) ?? arnThere(document.arn, request.target);
  const scope = translationScope(document, request, arn);
  const into = findings();
  const { name, account, region } = scope.target;
  const served = leftAway(functionIn(document.settings), scope);
  if (served !== undefined)
    into.away.push({ what: `config rule ${document.name}`, with: served, whole: true });
  const { InputParameters: told, ...settings } = document.settings;
  const translated = translateObject(settings, "settings", scope, into) as ConfigRuleSettings;
  return {
    source: document,
    document: {
      ...document,
      ...{ name, arn, account, region },
      settings: {
        ...translated,
        ...(typeof told === "string" && {
          InputParameters: translateOwnText(
            told,
            `what config rule ${document.name} tells its function`,
            scope,
            into,
          ),
        }),
      },
    },
    ...gathered(into),
  };
}
