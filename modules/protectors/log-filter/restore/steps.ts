import {
  PutMetricFilterCommand,
  type PutMetricFilterCommandInput,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Json } from "../../../contract/json.ts";
import { attempt } from "../../kit/attempt.ts";
import { sameJson } from "../../kit/canonical.ts";
import { MARK } from "../../kit/mark.ts";
import { sortedKeys } from "../../kit/sorted-keys.ts";
import { differingTags } from "../../kit/tags.ts";
import type { PlannedStep } from "../../protector.ts";
import { filterForm, filterForms } from "../form.ts";
import { POLICY_CALLS, POLICY_NAMES, putPolicy } from "../policies.ts";
import { nameOf, type ReadGroup } from "../read.ts";
import { withTakenAway } from "../taken-away.ts";
import { withoutPattern } from "../without-pattern.ts";
import { feedsOwnAlarms, metricPart } from "./metric-filters.ts";
import type { Draft } from "./prerequisites.ts";
import { settingWrites } from "./settings.ts";

type Step = Omit<PlannedStep, "effect"> & { readonly effect: "create" | "replace" };

/**
 * Steps that make a group as it was captured, from what is there: exactly what differs. What is there and not in the
 * point stays.
 */
export function stepsFrom(draft: Draft, there: Omit<ReadGroup, "arn" | "subscriptionFilters">): Step[] {
  const { ports, document, blocked, warnings, effect, skip } = draft;
  const { name } = document;
  const resource = `log group ${name}`;
  const step = (title: string, call: string, send: () => Promise<unknown>): Step => ({
    title: `${title} of ${resource}`,
    call,
    effect,
    perform: () => attempt(ports.sleep, { resource, call }, async () => void (await send())),
  });
  const steps: Step[] = [];
  for (const { setting, call, send } of settingWrites(ports, document, there.settings))
    if (call === undefined)
      blocked.push({
        because: "inexpressible",
        message: `${resource} is there, and its ${setting} cannot be changed`,
        hint: "restore under another name",
      });
    else steps.push(step(`set ${setting}`, call, send));
  for (const which of POLICY_NAMES) {
    const wanted = document[which] as Json | undefined;
    if (wanted === undefined || sameJson(sortedKeys(wanted), sortedKeys((there[which] ?? null) as Json)))
      continue;
    steps.push(step(`put ${which}`, POLICY_CALLS[which], () => putPolicy(ports, name, document, which)));
  }
  const filters = filterForms(there.metricFilters);
  for (const wanted of document.metricFilters) {
    if (sameJson(filterForm(wanted), filters[nameOf(wanted)])) continue;
    const part = metricPart(wanted);
    if (skip.has(part)) {
      warnings.push(`metric filter ${nameOf(wanted)} of ${resource} is left out, as --skip ${part} says`);
      continue;
    }
    const own = feedsOwnAlarms(resource, wanted);
    if (own !== undefined) {
      blocked.push(own);
      continue;
    }
    const live = there.metricFilters.find((one) => nameOf(one) === nameOf(wanted));
    steps.push(
      step(`put metric filter ${nameOf(wanted)}`, "logs:PutMetricFilter", () =>
        withoutPattern(wanted, () =>
          ports.logs.send(
            new PutMetricFilterCommand({
              ...withTakenAway(wanted, live),
              logGroupName: name,
            } as unknown as PutMetricFilterCommandInput),
          ),
        ),
      ),
    );
  }
  return steps;
}

/** The last steps: nothing tells the group from another one any more, and it has all its tags. */
export function lastSteps(
  { ports, document, effect }: Draft,
  marked: boolean,
  there: Readonly<Record<string, string>>,
): Step[] {
  const { name, arn: resourceArn } = document;
  const resource = `log group ${name}`;
  const tags = differingTags(document.tags, there);
  const call = (title: string, call: string, send: () => Promise<unknown>): Step => ({
    title,
    call,
    effect,
    perform: () => attempt(ports.sleep, { resource, call }, async () => void (await send())),
  });
  return [
    ...(marked
      ? [
          call(`take the mark of the restore off ${resource}`, "logs:UntagResource", () =>
            ports.logs.send(new UntagResourceCommand({ resourceArn, tagKeys: [MARK] })),
          ),
        ]
      : []),
    ...(Object.keys(tags).length > 0
      ? [
          call(`set tags ${Object.keys(tags).join(", ")} of ${resource}`, "logs:TagResource", () =>
            ports.logs.send(new TagResourceCommand({ resourceArn, tags })),
          ),
        ]
      : []),
  ];
}
