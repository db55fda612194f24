import type { JsonObject } from "../../contract/json.ts";
import { type Difference, differencesOf } from "../kit/differences.ts";
import { toJson } from "../kit/json.ts";
import { renamed } from "../kit/renamed.ts";
import { writableTags } from "../kit/tags.ts";
import type { IdMap } from "../protector.ts";
import type { StreamDocument } from "./document.ts";
import { DEFAULT_DISTRIBUTION, metricsOf, policyForm, recordSizeOf } from "./form.ts";
import { sameShards } from "./shards.ts";

/** Where a restored stream differs from what was captured. Consumers that it did not have are others'. */
export function compareStreams(was: StreamDocument, is: StreamDocument, ids: IdMap): Difference[] {
  const own = { from: was.arn, to: is.arn };
  const { tags, consumers, shards, ...settings } = was;
  const wanted = {
    ...(renamed(toJson(settings), ids, own) as unknown as StreamDocument),
    consumers: consumers.map(({ policy, ...one }) => ({
      ...one,
      ...(policy && { policy: renamed(policy, ids, own) as JsonObject }),
    })),
    ...(shards && { shards: is.shards && sameShards(shards, is.shards) ? is.shards : shards }),
    tags,
  };
  const known = new Set(consumers.map(({ name }) => name));
  const { recordDistributionStrategy: strategy = DEFAULT_DISTRIBUTION, ...there } = is;
  const found = {
    ...there,
    // A point that does not know it says nothing about it.
    ...(was.recordDistributionStrategy !== undefined && { recordDistributionStrategy: strategy }),
    consumers: is.consumers.filter(({ name }) => known.has(name)),
  };
  return differencesOf(viewOf(wanted), viewOf(found));
}

/** In the fields of the document, so that a path says where to look. */
function viewOf(document: StreamDocument): JsonObject {
  const { mode, shards, retentionPeriodHours, keyId, warmThroughputMiBps, consumers } = document;
  const { recordDistributionStrategy } = document;
  return toJson({
    mode,
    shards,
    retentionPeriodHours,
    keyId,
    maxRecordSizeInKiB: recordSizeOf(document),
    warmThroughputMiBps,
    recordDistributionStrategy,
    shardLevelMetrics: metricsOf(document.shardLevelMetrics),
    policy: policyForm(document.policy),
    consumers: Object.fromEntries(
      consumers.map(({ name, policy, tags }) => [
        name,
        { policy: policyForm(policy), tags: writableTags(tags) },
      ]),
    ),
    tags: writableTags(document.tags),
  }) as JsonObject;
}
