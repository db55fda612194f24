import {
  DeleteRuleCommand,
  DeregisterTargetsCommand,
  ModifyListenerCommand,
  ModifyRuleCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Disarming } from "../../activating.ts";
import { attempt } from "../../kit/attempt.ts";
import { sameJson } from "../../kit/canonical.ts";
import { changedSince, unlessGone } from "../../kit/disarming.ts";
import { DISARM_AGAIN } from "../../kit/restore-error.ts";
import { closed, looksLike } from "../closed.ts";
import { type ReadRule, readRules, readTargets } from "../read.ts";
import { groupsOf, needsSecret, ruleForm, ruleLabel } from "../rule.ts";
import { ruleInput } from "../rule-input.ts";
import type { ArmedRule, ArmPorts, GroupActivation } from "./activation.ts";

const DEREGISTER = "elasticloadbalancing:DeregisterTargets";
const DELETE = "elasticloadbalancing:DeleteRule";
const CLOSE = "elasticloadbalancing:ModifyRule";
const MODIFY = "elasticloadbalancing:ModifyListener";

/** Another function that is registered there since is somebody else's, and stays. */
export function deregistering(ports: ArmPorts, { arn, name }: GroupActivation, target: string): Disarming {
  const resource = `target group ${name}`;
  const what = { resource, call: DEREGISTER, again: DISARM_AGAIN };
  return {
    title: `deregister ${target} from ${resource}`,
    call: DEREGISTER,
    inactive: async () => {
      const read = { ...what, call: "elasticloadbalancing:DescribeTargetHealth" };
      const there = await unlessGone(() => attempt(ports.sleep, read, () => readTargets(ports, arn)));
      return there?.includes(target) !== true;
    },
    disarm: async () => {
      await attempt(ports.sleep, what, () =>
        ports.elb.send(new DeregisterTargetsCommand({ TargetGroupArn: arn, Targets: [{ Id: target }] })),
      );
    },
  };
}

/** Exactly the rule that was made: one that took its priority since is somebody else's. */
export function deleting(ports: ArmPorts, group: GroupActivation, wanted: ArmedRule): Disarming {
  const label = ruleLabel(wanted);
  const resource = `target group ${group.name}, ${label}`;
  const ours = async (): Promise<ReadRule | undefined> => {
    const there = await rulesNow(ports, wanted, resource);
    const found = there.find(({ priority }) => priority === wanted.priority);
    if (found === undefined || sameJson(ruleForm(found), ruleForm(wanted))) return found;
    if (!groupsOf(found).includes(group.arn)) return undefined;
    throw changedSince(resource, DELETE, "what it fits or does");
  };
  return {
    title: `delete ${label}`,
    call: DELETE,
    inactive: async () => (await ours()) === undefined,
    disarm: async () => {
      const found = await ours();
      if (found === undefined) return;
      await attempt(ports.sleep, { resource, call: DELETE, again: DISARM_AGAIN }, () =>
        ports.elb.send(new DeleteRuleCommand({ RuleArn: found.arn })),
      );
    },
  };
}

/** For nobody again: what it looks for stays where it is. */
export function closing(ports: ArmPorts, group: GroupActivation, wanted: ArmedRule): Disarming {
  const label = ruleLabel(wanted);
  const resource = `target group ${group.name}, ${label}`;
  const open = async (): Promise<ReadRule | undefined> => {
    const there = await rulesNow(ports, wanted, resource);
    const found = there.find(({ priority }) => priority === wanted.priority);
    if (found === undefined || looksLike(found, closed(wanted))) return undefined;
    if (looksLike(found, wanted)) return found;
    if (!groupsOf(found).includes(group.arn)) return undefined;
    throw changedSince(resource, CLOSE, "what it fits or does");
  };
  return {
    title: `close ${label}`,
    call: CLOSE,
    inactive: async () => (await open()) === undefined,
    disarm: async () => {
      const found = await open();
      if (found === undefined) return;
      const { Conditions } = ruleInput({ ...wanted, conditions: closed(found).conditions });
      await attempt(ports.sleep, { resource, call: CLOSE, again: DISARM_AGAIN }, () =>
        ports.elb.send(new ModifyRuleCommand({ RuleArn: found.arn, Conditions })),
      );
    },
  };
}

/** What the listener did before; `undefined` where AWS tells no secret that it needs. */
export function resettingDefault(
  ports: ArmPorts,
  group: GroupActivation,
  wanted: ArmedRule,
): Disarming | undefined {
  const { over } = wanted;
  if (over === undefined || needsSecret({ actions: over })) return undefined;
  const label = ruleLabel(wanted);
  const resource = `target group ${group.name}, ${label}`;
  return {
    title: `set ${label} as it was before`,
    call: MODIFY,
    inactive: async () => {
      const there = await rulesNow(ports, wanted, resource);
      const found = there.find(({ priority }) => priority === "default");
      return found === undefined || !sameJson(ruleForm(found), ruleForm(wanted));
    },
    disarm: async () => {
      const DefaultActions = ruleInput({ ...wanted, actions: over }).Actions;
      await attempt(ports.sleep, { resource, call: MODIFY, again: DISARM_AGAIN }, () =>
        ports.elb.send(new ModifyListenerCommand({ ListenerArn: wanted.listener, DefaultActions })),
      );
    },
  };
}

async function rulesNow(
  ports: ArmPorts,
  { listener }: ArmedRule,
  resource: string,
): Promise<readonly ReadRule[]> {
  const what = { resource, call: "elasticloadbalancing:DescribeRules", again: DISARM_AGAIN };
  return (await unlessGone(() => attempt(ports.sleep, what, () => readRules(ports, listener)))) ?? [];
}
