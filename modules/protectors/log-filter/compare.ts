import type { Json, JsonObject } from "../../contract/json.ts";
import { type Difference, differencesOf } from "../kit/differences.ts";
import { renamed } from "../kit/renamed.ts";
import { sortedKeys } from "../kit/sorted-keys.ts";
import { writableTags } from "../kit/tags.ts";
import type { IdMap } from "../protector.ts";
import type { LogGroupDocument } from "./document.ts";
import { filterForms } from "./form.ts";
import { POLICY_NAMES } from "./policies.ts";
import { knowsRetention, OF_RETENTION } from "./retention.ts";

/**
 * Where a restored group differs from what was captured. Filters that are there beside those of the point are others' and
 * no difference, and until it is armed it calls nobody.
 */
export function compareGroups(
  was: LogGroupDocument,
  is: LogGroupDocument,
  ids: IdMap,
  { armed }: { readonly armed: boolean },
): Difference[] {
  const own = { from: was.arn, to: is.arn };
  const moved = (value: Json): Json => renamed(value, ids, own);
  const wanted: LogGroupDocument = {
    ...was,
    settings: moved(was.settings) as JsonObject,
    ...(was.dataProtectionPolicy && {
      dataProtectionPolicy: moved(was.dataProtectionPolicy) as JsonObject,
    }),
    subscriptionFilters: was.subscriptionFilters.map((one) => ({ ...one, ...placesOf(one, moved) })),
  };
  const known = knowsRetention(was.settings, is.settings);
  const view = viewOf(wanted, armed, known);
  const found = viewOf(is, armed, known);
  return differencesOf(view, {
    ...found,
    metricFilters: ofThese(found.metricFilters, view.metricFilters),
    ...(armed && { subscriptionFilters: ofThese(found.subscriptionFilters, view.subscriptionFilters) }),
  });
}

function placesOf({ destinationArn, roleArn }: JsonObject, moved: (value: Json) => Json): JsonObject {
  return {
    ...(destinationArn !== undefined && { destinationArn: moved(destinationArn) }),
    ...(roleArn !== undefined && { roleArn: moved(roleArn) }),
  };
}

function viewOf(document: LogGroupDocument, armed: boolean, withRetention: boolean): JsonObject {
  const policies = POLICY_NAMES.flatMap((name) => {
    const value = document[name] as Json | undefined;
    return value === undefined ? [] : [[name, sortedKeys(value)] as const];
  });
  return {
    settings: Object.fromEntries(
      Object.entries(document.settings).filter(([key]) => withRetention || !OF_RETENTION.includes(key)),
    ),
    metricFilters: filterForms(document.metricFilters),
    ...Object.fromEntries(policies),
    tags: writableTags(document.tags),
    ...(armed && { subscriptionFilters: filterForms(document.subscriptionFilters) }),
  };
}

function ofThese(found: Json | undefined, wanted: Json | undefined): JsonObject {
  return Object.fromEntries(
    Object.entries(found as JsonObject).filter(([name]) => Object.hasOwn(wanted as JsonObject, name)),
  );
}
