import type { Json } from "../../../contract/json.ts";
import { isObject } from "../../kit/canonical.ts";
import { lookUp, staysHome, type TranslationScope } from "../../kit/translate/scope.ts";
import { type Findings, translateObject } from "../../kit/translate/walk.ts";

/** Ids that SiteWise draws, by their member. */
const DRAWN = { assetId: "an asset", propertyId: "a property of an asset" } as const;

/**
 * What an action writes into IoT SiteWise, by ids of assets and properties, which are others in another place, or by an
 * alias. What is drawn from the message (`${...}`) is none.
 * https://docs.aws.amazon.com/iot/latest/apireference/API_PutAssetPropertyValueEntry.html
 */
export function translateEntries(
  entries: Json,
  path: string,
  rule: string,
  scope: TranslationScope,
  into: Findings,
): Json {
  if (!Array.isArray(entries) || staysHome(scope)) return entries;
  const { region } = scope.target;
  const id = (key: keyof typeof DRAWN, value: string, place: string): string => {
    const now = lookUp(scope.map, value);
    if (now === undefined)
      into.missing.push({
        ...{ path: `${place}.${key}`, value },
        reason: `it is the id of ${DRAWN[key]}, and SiteWise draws another one in each region; name the one of ${region}`,
      });
    else {
      into.used.add(value);
      into.replaced.set(value, now);
    }
    return now ?? value;
  };
  return entries.map((entry: Json, at) => {
    if (!isObject(entry)) return entry;
    const place = `${path}[${at}]`;
    const { propertyAlias: alias } = entry;
    if (typeof alias === "string" && !alias.includes("${"))
      into.warnings.add(
        `topic rule ${rule} names a property of SiteWise by its alias: there has to be one of that alias in ${region}`,
      );
    const ids = Object.keys(DRAWN).flatMap((name): [string, Json][] => {
      const key = name as keyof typeof DRAWN;
      const value = entry[key];
      return typeof value !== "string" || value.includes("${") ? [] : [[key, id(key, value, place)]];
    });
    return { ...translateObject(entry, place, scope, into), ...Object.fromEntries(ids) };
  });
}
