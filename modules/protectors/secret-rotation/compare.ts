import type { Json, JsonObject } from "../../contract/json.ts";
import { type Difference, differencesOf } from "../kit/differences.ts";
import { renamed } from "../kit/renamed.ts";
import type { IdMap } from "../protector.ts";
import type { RotationDocument } from "./document.ts";

/** Where a secret does not rotate as it did. One that rotates and did not is no difference; before arming there is none. */
export function compareRotations(
  was: RotationDocument,
  is: RotationDocument,
  ids: IdMap,
  { armed }: { readonly armed: boolean },
): Difference[] {
  if (!armed || was.rotation === undefined) return [];
  const own = { from: was.arn, to: is.arn };
  const wanted = renamed(was.rotation as unknown as Json, ids, own) as JsonObject;
  return differencesOf(wanted, (is.rotation ?? {}) as JsonObject);
}
