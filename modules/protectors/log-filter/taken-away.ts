import type { JsonObject } from "../../contract/json.ts";
import { EMPTY } from "./form.ts";

/**
 * A filter as a Put takes it, from the one that is there: of these members AWS keeps what a Put leaves out, so what the filter
 * does not have is said to be empty. Of a group without a transformer AWS takes no word of one.
 * https://github.com/hashicorp/terraform-provider-aws/pull/45760
 */
export function withTakenAway(
  { applyOnTransformedLogs, ...wanted }: JsonObject,
  there: JsonObject | undefined,
): JsonObject {
  const gone = Object.entries(EMPTY).filter(
    ([key]) => there?.[key] !== undefined && wanted[key] === undefined,
  );
  const transformed = applyOnTransformedLogs === true;
  return {
    ...wanted,
    ...Object.fromEntries(gone),
    ...((transformed || there?.applyOnTransformedLogs === true) && { applyOnTransformedLogs: transformed }),
  };
}
