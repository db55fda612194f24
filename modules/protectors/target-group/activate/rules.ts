import {
  CreateRuleCommand,
  ModifyListenerCommand,
  ModifyRuleCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Activating } from "../../activating.ts";
import { attempt } from "../../kit/attempt.ts";
import { sameJson } from "../../kit/canonical.ts";
import { ARM_AGAIN, RestoreError } from "../../kit/restore-error.ts";
import { closed, looksLike, opened } from "../closed.ts";
import { type ReadRule, readRules } from "../read.ts";
import { ruleForm, ruleLabel } from "../rule.ts";
import { ruleInput } from "../rule-input.ts";
import type { ArmedRule, ArmPorts, GroupActivation } from "./activation.ts";
import { closing, deleting, resettingDefault } from "./disarm.ts";
import { requireTarget } from "./target.ts";

const CREATE = "elasticloadbalancing:CreateRule";
const OPEN = "elasticloadbalancing:ModifyRule";
const MODIFY = "elasticloadbalancing:ModifyListener";

/** A rule beside all that are there. */
export function creating(ports: ArmPorts, group: GroupActivation, wanted: ArmedRule): Activating {
  const label = ruleLabel(wanted);
  const resource = `target group ${group.name}, ${label}`;
  const isThere = async (): Promise<boolean> => {
    const there = await rulesOf(ports, wanted, resource);
    if (there.some((one) => one.priority !== "default" && sameJson(ruleForm(one), ruleForm(wanted))))
      return true;
    if (there.some(({ priority }) => priority === wanted.priority))
      throw new RestoreError(
        resource,
        CREATE,
        `another rule has priority ${wanted.priority} there`,
        `give that one another priority (aws elbv2 set-rule-priorities); then ${ARM_AGAIN}`,
      );
    return false;
  };
  return {
    title: `create ${label}`,
    call: CREATE,
    active: isThere,
    activate: async () => {
      if (await isThere()) return "kept";
      await requireTarget(ports, group, resource, CREATE);
      await attempt(ports.sleep, { resource, call: CREATE, again: ARM_AGAIN }, () =>
        ports.elb.send(new CreateRuleCommand(ruleInput(wanted))),
      );
      return "written";
    },
    disarming: deleting(ports, group, wanted),
  };
}

/** A rule that the restore has made for nobody: what it looks for beside is there, and stays as it is there. */
export function opening(ports: ArmPorts, group: GroupActivation, wanted: ArmedRule): Activating {
  const label = ruleLabel(wanted);
  const resource = `target group ${group.name}, ${label}`;
  /** `undefined`: it is open. */
  const stillClosed = async (): Promise<ReadRule | undefined> => {
    const all = await rulesOf(ports, wanted, resource);
    const there = all.find(({ priority }) => priority === wanted.priority);
    if (there !== undefined && looksLike(there, closed(wanted))) return there;
    if (there !== undefined && looksLike(there, wanted)) return undefined;
    throw new RestoreError(
      resource,
      OPEN,
      there === undefined ? "it is not there" : "it has become another one since it was restored",
      "restore the target group again: that makes the rule, if its priority is free",
    );
  };
  return {
    title: `open ${label}`,
    call: OPEN,
    active: async () => (await stillClosed()) === undefined,
    activate: async () => {
      const there = await stillClosed();
      if (there === undefined) return "kept";
      await requireTarget(ports, group, resource, OPEN);
      const { Conditions } = ruleInput({ ...wanted, conditions: opened(there, wanted) });
      await attempt(ports.sleep, { resource, call: OPEN, again: ARM_AGAIN }, () =>
        ports.elb.send(new ModifyRuleCommand({ RuleArn: there.arn, Conditions })),
      );
      return "written";
    },
    disarming: closing(ports, group, wanted),
  };
}

/** What the listener does by default, where a person allowed to change it. */
export function settingDefault(ports: ArmPorts, group: GroupActivation, wanted: ArmedRule): Activating {
  const label = ruleLabel(wanted);
  const resource = `target group ${group.name}, ${label}`;
  const isSo = async (): Promise<boolean> => {
    const now = (await rulesOf(ports, wanted, resource)).find(({ priority }) => priority === "default");
    const form = now && ruleForm(now);
    if (sameJson(form, ruleForm(wanted))) return true;
    if (wanted.over !== undefined && sameJson(form, ruleForm({ conditions: [], actions: wanted.over })))
      return false;
    throw new RestoreError(
      resource,
      MODIFY,
      "it has become another one since the restore was planned",
      "restore the target group again with --replace, or leave the listener as it is",
    );
  };
  const reset = resettingDefault(ports, group, wanted);
  return {
    title: `set ${label} as it was`,
    call: MODIFY,
    active: isSo,
    activate: async () => {
      if (await isSo()) return "kept";
      await requireTarget(ports, group, resource, MODIFY);
      await attempt(ports.sleep, { resource, call: MODIFY, again: ARM_AGAIN }, () =>
        ports.elb.send(
          new ModifyListenerCommand({
            ListenerArn: wanted.listener,
            DefaultActions: ruleInput(wanted).Actions,
          }),
        ),
      );
      return "written";
    },
    ...(reset !== undefined && { disarming: reset }),
  };
}

function rulesOf(ports: ArmPorts, { listener }: ArmedRule, resource: string) {
  const what = { resource, call: "elasticloadbalancing:DescribeRules", again: ARM_AGAIN };
  return attempt(ports.sleep, what, () => readRules(ports, listener));
}
