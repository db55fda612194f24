import type { JsonObject } from "../../../contract/json.ts";
import { own } from "../../../core/own.ts";
import { requireAnsweredFor } from "../../kit/answered-for.ts";
import { attemptOrNone } from "../../kit/attempt.ts";
import { sameJson } from "../../kit/canonical.ts";
import { differingTags } from "../../kit/tags.ts";
import { ruleId } from "../arn.ts";
import type { RuleDocument } from "../document.ts";
import { formOf, targetForms } from "../form.ts";
import { type ReadRule, readRule } from "../read.ts";
import type { RuleRestorePorts } from "./ports.ts";

export const READ = "events:DescribeRule";

/** `undefined` when no rule of its bus has this name. Any other answer than a full one throws. */
export async function liveRule(
  ports: RuleRestorePorts,
  document: RuleDocument,
): Promise<ReadRule | undefined> {
  const what = { resource: `event rule ${ruleId(document)}`, call: READ };
  const live = await attemptOrNone(ports.sleep, what, () => readRule(ports, document));
  if (live !== undefined) requireAnsweredFor(live.arn, document.arn, what);
  return live;
}

/** What makes a live rule as it was captured. Tags and targets that are not in the point stay. */
export interface RuleChanges {
  /** Pattern, expression, description or role are others, or it is enabled and was otherwise. */
  readonly settings: boolean;
  /** Targets that are not there, or are others. */
  readonly targets: readonly JsonObject[];
  /** Of those, whether one is there and is another. */
  readonly otherTargets: boolean;
  readonly tags: Readonly<Record<string, string>>;
  /** Ids of targets that the point does not have. */
  readonly beside: readonly string[];
}

export function changesOf(
  document: RuleDocument,
  wanted: readonly JsonObject[],
  live: ReadRule,
): RuleChanges {
  const there = targetForms(live.targets);
  const forms = targetForms(wanted);
  const targets = wanted.filter(({ Id }) => !sameJson(own(forms, String(Id)), own(there, String(Id))));
  return {
    settings:
      !sameJson(formOf(document.settings), formOf(live.settings)) ||
      (live.state !== "DISABLED" && live.state !== document.state),
    targets,
    otherTargets: targets.some(({ Id }) => Object.hasOwn(there, String(Id))),
    tags: differingTags(document.tags, live.tags),
    beside: Object.keys(there).filter((id) => !Object.hasOwn(forms, id)),
  };
}

/** A restore that was cut off left it so: disabled, the same in all, and without some of its targets. */
export function isBegun(live: ReadRule, { settings, targets, otherTargets, tags }: RuleChanges): boolean {
  return (
    live.state === "DISABLED" &&
    !settings &&
    targets.length > 0 &&
    !otherTargets &&
    Object.keys(tags).length === 0
  );
}
