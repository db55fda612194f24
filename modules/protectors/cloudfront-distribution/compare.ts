import type { JsonObject } from "../../contract/json.ts";
import { type Difference, differencesOf } from "../kit/differences.ts";
import { renamed } from "../kit/renamed.ts";
import { writableTags } from "../kit/tags.ts";
import type { IdMap } from "../protector.ts";
import type { DistributionDocument, EdgeFunction } from "./document.ts";
import { formOfConfig, formOfFunction } from "./form.ts";
import { readingNow } from "./stores/named.ts";

/** Where a restored distribution differs from what was captured. Until it is armed it is disabled. */
export function compareDistributions(
  was: DistributionDocument,
  is: DistributionDocument,
  ids: IdMap,
  { armed }: { readonly armed: boolean },
): Difference[] {
  const own = { from: was.arn, to: is.arn };
  const moved = {
    config: renamed(was.config, ids, own) as JsonObject,
    functions: was.functions
      .map((one) => readingNow(one, ids))
      .map((one) => ({ ...one, config: renamed(one.config, ids, own) as JsonObject })),
  };
  const view = (
    { enabled, tags, stores = [] }: DistributionDocument,
    { config, functions }: { readonly config: JsonObject; readonly functions: readonly EdgeFunction[] },
  ) => ({
    config: formOfConfig(config),
    functions: Object.fromEntries(functions.map((one) => [one.name, formOfFunction(one)])),
    // A point may be older than what stores hold is kept.
    ...(was.stores !== undefined && {
      stores: Object.fromEntries(stores.map(({ name, arn: _, ...one }) => [name, one as JsonObject])),
    }),
    tags: writableTags(tags),
    ...(armed && { enabled }),
  });
  return differencesOf(view(was, moved), view(is, is));
}
