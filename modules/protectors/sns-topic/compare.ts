import type { JsonObject } from "../../contract/json.ts";
import { parseArn } from "../../core/arn.ts";
import { type Difference, differencesOf } from "../kit/differences.ts";
import { renamed } from "../kit/renamed.ts";
import { writableTags } from "../kit/tags.ts";
import type { IdMap, RestoreTarget } from "../protector.ts";
import type { TopicDocument } from "./document.ts";
import { formOf, PROTECTION, placed } from "./settings.ts";
import { subscriptionForm, subscriptionLabel } from "./subscription.ts";

/**
 * Where a restored topic differs from what was captured. Whom it tells beside that is others' and no difference, and
 * until it is armed it tells nobody.
 */
export function compareTopics(
  was: TopicDocument,
  is: TopicDocument,
  ids: IdMap,
  { armed }: { readonly armed: boolean },
): Difference[] {
  const owned = { ...was, ...placed(was, placeOf(was), placeOf(is)), tags: {} };
  const wanted = renamed(owned as unknown as JsonObject, ids, { from: was.arn, to: is.arn });
  const view = viewOf({ ...(wanted as unknown as TopicDocument), tags: was.tags }, armed, was);
  const found = viewOf(is, armed, was);
  const { subscriptions } = found;
  return differencesOf(view, {
    ...found,
    ...(armed && {
      subscriptions: Object.fromEntries(
        Object.entries(subscriptions as JsonObject).filter(([label]) =>
          Object.hasOwn(view.subscriptions as JsonObject, label),
        ),
      ),
    }),
  });
}

function placeOf({ arn, account, region }: TopicDocument): RestoreTarget {
  return { partition: parseArn(arn).partition, account, region };
}

/** What `known` did not tell of its policy on data is compared with nothing; what the document does not tell is no absence. */
function viewOf(document: TopicDocument, armed: boolean, known: TopicDocument): JsonObject {
  const { [PROTECTION]: protection, ...attributes } = formOf(document);
  const shown = document.dataProtectionUnread ? "could not be read" : protection;
  const isCompared =
    known.dataProtectionUnread === undefined &&
    shown !== undefined &&
    (known.dataProtectionPolicy !== undefined || document.dataProtectionUnread === undefined);
  return {
    attributes: { ...attributes, ...(isCompared && { [PROTECTION]: shown }) },
    tags: writableTags(document.tags),
    ...(armed && {
      subscriptions: Object.fromEntries(
        document.subscriptions.map((one) => [subscriptionLabel(one), subscriptionForm(one)]),
      ),
    }),
  };
}
