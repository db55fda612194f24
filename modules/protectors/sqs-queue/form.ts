import type { Json, JsonObject } from "../../contract/json.ts";
import { compareText } from "../../core/source-order.ts";
import { livingPolicy } from "../kit/resource-policy.ts";
import { sortedKeys } from "../kit/sorted-keys.ts";
import { POLICIES } from "./attributes.ts";
import type { QueueSettings } from "./document.ts";

/** One form for settings that mean the same: attribute to its value, policies as JSON. */
export function formOf({ attributes, policy, redrivePolicy, redriveAllowPolicy }: QueueSettings): JsonObject {
  const hasKey = (attributes.KmsMasterKeyId ?? "") !== "";
  const plain = Object.entries(attributes).filter(
    ([name, value]) =>
      value !== "" &&
      // A standard queue says nothing, and takes no word of it.
      !(name === "FifoQueue" && value === "false") &&
      // A queue has one encryption: with a key of its own SQS's is off, and without one there is no data key to keep.
      !(hasKey && name === "SqsManagedSseEnabled") &&
      !(!hasKey && name === "KmsDataKeyReusePeriodSeconds"),
  );
  const fields = {
    policy: livingPolicy(policy),
    redrivePolicy: redrivePolicy && counted(redrivePolicy),
    redriveAllowPolicy: redriveAllowPolicy && asSet(redriveAllowPolicy),
  };
  const policies = Object.entries(POLICIES).flatMap(([attribute, field]) => {
    const value = fields[field];
    return value === undefined ? [] : [[attribute, value] as const];
  });
  return sortedKeys(Object.fromEntries<Json>([...plain, ...policies])) as JsonObject;
}

/** SQS takes the number as a text too, and gives it back either way. */
function counted({ maxReceiveCount: count, ...policy }: JsonObject): JsonObject {
  return { ...policy, ...(count !== undefined && { maxReceiveCount: Number(count) }) };
}

function asSet({ sourceQueueArns: arns, ...policy }: JsonObject): JsonObject {
  const sorted = Array.isArray(arns) ? arns.map(String).sort(compareText) : arns;
  return { ...policy, ...(sorted !== undefined && { sourceQueueArns: sorted }) };
}
