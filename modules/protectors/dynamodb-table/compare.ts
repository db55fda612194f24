import type { JsonObject } from "../../contract/json.ts";
import { type Difference, differencesOf } from "../kit/differences.ts";
import { ownTags } from "../kit/hashed-mark.ts";
import { renamed } from "../kit/renamed.ts";
import { writableTags } from "../kit/tags.ts";
import type { IdMap } from "../protector.ts";
import { comparable } from "./comparable.ts";
import type { TableDocument } from "./document.ts";
import { viewOf } from "./view.ts";

/**
 * Where a restored table differs from what was captured. The ends of its stream's ARN and its id are DynamoDB's own, and
 * left out; so are units that autoscaling sets, and replicas.
 */
export function compareTables(
  was: TableDocument,
  is: TableDocument,
  ids: IdMap,
  { armed }: { readonly armed: boolean },
): Difference[] {
  const own = { from: was.arn, to: is.arn };
  const here = renamed({ ...was, tags: {} } as unknown as JsonObject, ids, own) as unknown as TableDocument;
  const [first, second] = comparable(viewOf(here), viewOf(is), was.scaling);
  return differencesOf(
    { ...first, ...besides(here, was.tags, armed) },
    { ...second, ...besides(is, is.tags, armed) },
  );
}

/** Destinations are told changes once the table is armed. */
function besides({ destinations }: TableDocument, tags: TableDocument["tags"], armed: boolean): JsonObject {
  return {
    ...(armed && {
      destinations: Object.fromEntries(
        destinations.map(({ stream, precision }) => [stream, precision ?? ""]),
      ),
    }),
    tags: writableTags(ownTags(tags)),
  };
}
