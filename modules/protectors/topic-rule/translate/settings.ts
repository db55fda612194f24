import type { Json, JsonObject } from "../../../contract/json.ts";
import { isObject } from "../../kit/canonical.ts";
import { translateAddress } from "../../kit/translate/address.ts";
import { translateOwnText, translateTold } from "../../kit/translate/own-text.ts";
import { staysHome, type TranslationScope } from "../../kit/translate/scope.ts";
import { translateValue } from "../../kit/translate/value.ts";
import { type Findings, translateJson, translateObject } from "../../kit/translate/walk.ts";
import { isAddress } from "../addresses.ts";
import { TOLD, type TopicRuleDocument, type TopicRuleSettings } from "../document.ts";
import { NAMED, type ThingByName, withNamed } from "../named.ts";
import { readsInSql, withArnsInSql } from "../sql.ts";
import { translateEntries } from "./site-wise.ts";

/** The settings of a topic rule in the words of the destination. */
export function translateSettings(
  { name, settings: given }: TopicRuleDocument,
  scope: TranslationScope,
  into: Findings,
): TopicRuleSettings {
  const { sql, actions, errorAction, ...rest } = withNamed(given, scope.source, (thing) =>
    namedNow(thing, name, scope, into),
  );
  const action = (one: JsonObject, path: string): JsonObject => translateAction(one, path, name, scope, into);
  return {
    ...rest,
    ...(typeof sql === "string" && { sql: translateSql(sql, name, scope, into) }),
    actions: actions.map((one, at) => action(one, `settings.actions[${at}]`)),
    ...(isObject(errorAction) && { errorAction: action(errorAction, "settings.errorAction") }),
  };
}

/** A function that the SQL calls has to be there, as one that an action calls; other ARNs in it are its own text. */
function translateSql(sql: string, name: string, scope: TranslationScope, into: Findings): string {
  const reads = staysHome(scope) ? [] : readsInSql(sql);
  if (reads.length > 0)
    into.warnings.add(
      `the SQL of topic rule ${name} reads by ${reads.join(", ")}: what it names there has to be in ${scope.target.region} too`,
    );
  return withArnsInSql(sql, ({ arn, called }) =>
    called === undefined
      ? translateOwnText(arn, `the SQL of topic rule ${name}`, scope, into)
      : String(translateJson(arn, called, scope, into)),
  );
}

/** A bucket's name is the source's alone; others may have the same name where the rule comes to. */
function namedNow(
  { path, text, arn }: ThingByName,
  name: string,
  scope: TranslationScope,
  into: Findings,
): string | undefined {
  const found = translateValue(arn, scope);
  if (found.kind === "same") return undefined;
  if (found.kind === "replaced") {
    if (found.by !== undefined) into.used.add(found.by);
    into.replaced.set(arn, found.value);
    return found.value;
  }
  if (/:(s3|sqs):/.test(arn)) into.missing.push({ path, value: arn, reason: found.reason });
  else
    into.warnings.add(
      `topic rule ${name} names ${text} by its name alone: there has to be one in ${scope.target.region}, or map ${arn} to another one`,
    );
  return undefined;
}

function translateAction(
  action: JsonObject,
  path: string,
  name: string,
  scope: TranslationScope,
  into: Findings,
): JsonObject {
  const member = (kind: string, key: string, value: Json): Json => {
    const place = `${kind}.${key}`;
    if (NAMED.has(place)) return value;
    if (place === "iotSiteWise.putAssetPropertyValueEntries")
      return translateEntries(value, `${path}.${place}`, name, scope, into);
    if (TOLD.includes(place))
      return translateTold(value, `what topic rule ${name} tells others`, scope, into);
    if (typeof value === "string" && isAddress(place))
      return translateAddress(value, `${path}.${place}`, scope, into);
    return translateObject({ [key]: value }, `${path}.${kind}`, scope, into)[key] ?? null;
  };
  const translated = Object.entries(action).map(([kind, members]): [string, Json] => {
    if (!isObject(members)) return [kind, members];
    const { auth, ...others } = members;
    const now: JsonObject = Object.fromEntries(
      Object.entries(others).map(([key, value]) => [key, member(kind, key, value)] as const),
    );
    if (auth === undefined) return [kind, now];
    return [kind, { ...now, auth: signed(auth, { moved: now.url !== members.url, path, scope, into }) }];
  });
  return Object.fromEntries(translated);
}

/** A request is signed for the region of its address: with that it moves. */
function signed(
  auth: Json,
  {
    moved,
    path,
    scope,
    into,
  }: {
    readonly moved: boolean;
    readonly path: string;
    readonly scope: TranslationScope;
    readonly into: Findings;
  },
): Json {
  const { sigv4 } = isObject(auth) ? auth : {};
  if (!isObject(sigv4)) return auth;
  const { signingRegion = "", ...rest } = sigv4;
  const region = moved && signingRegion === scope.source.region ? scope.target.region : signingRegion;
  return {
    sigv4: { ...translateObject(rest, `${path}.http.auth.sigv4`, scope, into), signingRegion: region },
  };
}
