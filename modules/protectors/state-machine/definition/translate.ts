import type { JsonObject } from "../../../contract/json.ts";
import { isArn, parseArn } from "../../../core/arn.ts";
import { isName, isTold } from "../../../core/states-language.ts";
import { mapTexts, pathText } from "../../kit/json-texts.ts";
import { translateOwnText } from "../../kit/translate/own-text.ts";
import type { TranslationScope } from "../../kit/translate/scope.ts";
import { type Findings, translateJson } from "../../kit/translate/walk.ts";
import type { RestoreTarget } from "../../protector.ts";
import { callsOf, type TaskCall } from "./calls.ts";

/**
 * A definition in the words of the destination, with all else as it was written. Names of AWS that have no counterpart are
 * missing, by where they stand below `path`; of what states are told, no text is shown.
 */
export function translateDefinition(
  text: string,
  path: string,
  scope: TranslationScope,
  into: Findings,
): string {
  const calls = new Map<string, string>();
  for (const call of callsOf(JSON.parse(text) as JsonObject, scope.source).known) {
    const wanted = translateJson(call.to, `${path}.${call.at}`, scope, into) as string;
    if (wanted === call.to) calls.set(call.at, call.text);
    else for (const [at, now] of written(call, wanted, scope.target)) calls.set(at, now);
  }
  return mapTexts(text, (one, keys) => {
    const at = pathText(keys);
    const call = calls.get(at);
    if (call !== undefined) return call;
    if (isName(one)) return translateJson(one, `${path}.${at}`, scope, into) as string;
    if (!isTold(keys) || keys.at(-1) === "Comment") return one;
    return translateOwnText(one, `${at} of state machine ${scope.source.name}`, scope, into);
  });
}

/** By where they stand, the texts that name `to` as `call` named what it called: in short only what lies at the place. */
export function written(
  { text, at, qualifier }: TaskCall,
  to: string,
  place: RestoreTarget,
): readonly (readonly [at: string, text: string])[] {
  const { region, account, resource } = parseArn(to);
  const [type = "", name = "", version] = resource.split(":");
  const isHere = region === place.region && account === place.account;
  const whole = isArn(text) || !isHere ? `${to.slice(0, to.length - resource.length)}${type}:${name}` : name;
  if (qualifier === undefined) return [[at, version === undefined ? whole : `${whole}:${version}`]];
  return [[at, whole], ...(version === undefined ? [] : [[qualifier, version] as const])];
}
