import type { Json, JsonObject } from "../../contract/json.ts";
import { type Difference, differencesOf } from "../kit/differences.ts";
import { toJson } from "../kit/json.ts";
import { renamed } from "../kit/renamed.ts";
import type { IdMap } from "../protector.ts";
import type { TriggersDocument } from "./document.ts";
import { triggersIn } from "./triggers.ts";

/** Triggers that are not as they were. Others that are there beside them are no difference, and before arming there is none. */
export function compareTriggers(
  was: TriggersDocument,
  is: TriggersDocument,
  ids: IdMap,
  { armed }: { readonly armed: boolean },
): Difference[] {
  if (!armed) return [];
  const own = { from: was.arn, to: is.arn };
  const wanted = viewOf(renamed(was.lambdaConfig, ids, own) as JsonObject);
  const found = viewOf(is.lambdaConfig);
  return differencesOf(
    wanted,
    Object.fromEntries(Object.entries(found).filter(([name]) => Object.hasOwn(wanted, name))),
  );
}

function viewOf(config: JsonObject): JsonObject {
  return Object.fromEntries(
    [...triggersIn(config)].map(([name, { arn, version, key }]): [string, Json] => [
      name,
      toJson({ arn, version, key }),
    ]),
  );
}
