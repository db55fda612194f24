import type { Json } from "../../../contract/json.ts";
import { own } from "../../../core/own.ts";
import { isObject, sameJson } from "../../kit/canonical.ts";
import { objectsIn } from "../view.ts";
import type { Draft } from "./draft.ts";
import { stays } from "./push.ts";
import { update } from "./update.ts";

/**
 * An index that is not there is made from the items, one at a time with all others of the table; nothing of one that is
 * there can be changed. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/VectorSearchWorkingWith.html
 */
export function planVectorIndexes(draft: Draft, wanted: Json | undefined, is: Json | undefined): void {
  const { name: table, settings } = draft.request.translation.document;
  const { AttributeDefinitions, VectorIndexes } = settings;
  const [all, live] = [isObject(wanted) ? wanted : {}, isObject(is) ? is : {}];
  for (const index of objectsIn(VectorIndexes)) {
    const name = String(index.IndexName);
    const now = own(live, name);
    if (now === undefined)
      update(
        draft,
        `make vector index ${name}`,
        // Those that it is divided and filtered by are among them.
        { AttributeDefinitions, VectorIndexUpdates: [{ Create: index }] },
        { indexing: true },
      );
    else if (!sameJson(own(all, name), now))
      draft.blocked.push({
        because: "inexpressible",
        message: `vector index ${name} of table ${table} is there and is another, and nothing of it can be changed`,
        hint: "delete the index, and run the restore again: it is made from the items",
      });
  }
  for (const name of Object.keys(live)) if (!Object.hasOwn(all, name)) stays(draft, `vector index ${name}`);
}
