import type { JsonObject } from "../../contract/json.ts";
import { type Difference, differencesOf } from "../kit/differences.ts";
import { renamed } from "../kit/renamed.ts";
import { writableTags } from "../kit/tags.ts";
import type { IdMap } from "../protector.ts";
import { POLICIES } from "./attributes.ts";
import type { QueueDocument } from "./document.ts";
import { formOf } from "./form.ts";

/** Where a restored queue differs from what was captured. Its address is SQS's own, and left out. */
export function compareQueues(was: QueueDocument, is: QueueDocument, ids: IdMap): Difference[] {
  const own = { from: was.arn, to: is.arn };
  const settings = renamed({ ...was, tags: {} }, ids, own) as unknown as QueueDocument;
  return differencesOf(viewOf(settings, was.tags), viewOf(is, is.tags));
}

/** In the fields of the document, so that a path says where to look. */
function viewOf(settings: QueueDocument, tags: QueueDocument["tags"]): JsonObject {
  const form = formOf(settings);
  const policies = Object.entries(POLICIES).flatMap(([attribute, field]) => {
    const policy = form[attribute];
    return policy === undefined ? [] : [[field, policy] as const];
  });
  return {
    attributes: Object.fromEntries(Object.entries(form).filter(([name]) => !Object.hasOwn(POLICIES, name))),
    ...Object.fromEntries(policies),
    tags: writableTags(tags),
  };
}
