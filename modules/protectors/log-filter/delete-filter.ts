import { DeleteSubscriptionFilterCommand } from "@aws-sdk/client-cloudwatch-logs";
import type { JsonObject } from "../../contract/json.ts";
import type { Disarming } from "../activating.ts";
import { attempt } from "../kit/attempt.ts";
import { differingKeys } from "../kit/canonical.ts";
import { changedSince, unlessGone } from "../kit/disarming.ts";
import { DISARM_AGAIN } from "../kit/restore-error.ts";
import type { ProtectorPorts } from "../protector.ts";
import { filterForm } from "./form.ts";
import { type LogReads, nameOf, readFilters } from "./read.ts";

const DELETE = "logs:DeleteSubscriptionFilter";

/** Deletes a filter that is as arming put it: arming again puts the same. */
export function deletingFilter(
  { logs, sleep }: LogReads & Pick<ProtectorPorts, "sleep">,
  logGroupName: string,
  wanted: JsonObject,
): Disarming {
  const resource = `log group ${logGroupName}`;
  const filterName = nameOf(wanted);
  const isThere = async (): Promise<boolean> => {
    const what = { resource, call: "logs:DescribeSubscriptionFilters", again: DISARM_AGAIN };
    const there = await unlessGone(() => attempt(sleep, what, () => readFilters({ logs }, logGroupName)));
    const found = there?.find((one) => nameOf(one) === filterName);
    if (found === undefined) return false;
    const differing = differingKeys(filterForm(wanted), filterForm(found));
    if (differing.length > 0)
      throw changedSince(resource, DELETE, `${differing.join(", ")} of subscription filter ${filterName}`);
    return true;
  };
  return {
    title: `delete subscription filter ${filterName} of ${resource}`,
    call: DELETE,
    inactive: async () => !(await isThere()),
    disarm: async () => {
      if (!(await isThere())) return;
      await attempt(sleep, { resource, call: DELETE, again: DISARM_AGAIN }, () =>
        logs.send(new DeleteSubscriptionFilterCommand({ logGroupName, filterName })),
      );
    },
  };
}
