import { CreateRuleCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import { attempt, attemptOrNone } from "../../kit/attempt.ts";
import { sameJson } from "../../kit/canonical.ts";
import type { PlannedStep } from "../../protector.ts";
import { balancerOf } from "../arn.ts";
import { canBeClosed, closed, hasHidden } from "../closed.ts";
import type { ListenerRule } from "../document.ts";
import { type ReadRule, readGroup } from "../read.ts";
import { groupsOf, needsSecret, ruleForm, ruleLabel, rulePart } from "../rule.ts";
import { ruleInput } from "../rule-input.ts";
import type { Draft } from "./draft.ts";
import type { Listeners } from "./listeners.ts";
import { READ } from "./live.ts";
import { rulesNow } from "./rules-now.ts";

/** A rule that arming sees to, with what the listener does by default now, where it may be changed. */
export interface ComingRule {
  readonly at: number;
  /** The restore makes it for nobody, and arming opens it. */
  readonly closed?: true;
  readonly over?: ListenerRule["actions"];
}

const QUOTA = "rules-per-application-load-balancer";
const DEFAULT_CALL = "elasticloadbalancing:ModifyListener";

/** The rules that forward to the group: each comes back as it was, beside all that are there, or is told by name. */
export async function planRules(draft: Draft, listeners: Listeners): Promise<readonly ComingRule[]> {
  const coming: ComingRule[] = [];
  for (const at of draft.rules.keys()) {
    const one = await planRule(draft, listeners, at);
    if (one !== undefined) coming.push(one);
  }
  return coming;
}

async function planRule(draft: Draft, listeners: Listeners, at: number): Promise<ComingRule | undefined> {
  const { request, blocked, parts, warnings, steps } = draft;
  const { source, missing } = request.translation;
  const [was, rule] = [source.rules[at], draft.rules[at]];
  if (was === undefined || rule === undefined) return undefined;
  const part = rulePart(was);
  const label = ruleLabel({ ...was, listener: rule.listener });
  parts.push(part);
  if (request.skip?.has(part)) {
    warnings.push(`${label} is left out, as --skip ${part} says`);
    return undefined;
  }
  if (missing.some(({ path }) => isOfRule(path, at))) return undefined;
  const there = await listeners.rules(rule.listener);
  if (there === undefined) {
    blocked.push({
      because: "prerequisite",
      message: `${label} cannot come back: there is no listener ${rule.listener}`,
      hint: `create the listener and map the one of the point to it, or say --skip ${part}`,
    });
    return undefined;
  }
  const wanted = ruleForm(rule);
  if (rule.priority === "default") return planDefault(draft, at, { label, part }, there);
  const same = there.find((one) => one.priority !== "default" && sameJson(ruleForm(one), wanted));
  if (same !== undefined) {
    const call = "elasticloadbalancing:DescribeRules";
    steps.push({ title: `${label} is as it was`, call, effect: "keep" });
    if (same.priority !== rule.priority)
      warnings.push(`${label} is there with priority ${same.priority}, and stays so`);
    return hasHidden(rule) ? undefined : { at };
  }
  if (needsSecret(rule)) return leaveOut(draft, label, part);
  const inPlace = there.find(({ priority }) => priority === rule.priority);
  const opens = {
    title: `open ${label}`,
    call: "elasticloadbalancing:ModifyRule",
    effect: "create",
  } as const;
  if (inPlace !== undefined && sameJson(ruleForm(inPlace), ruleForm(closed(rule)))) {
    const call = "elasticloadbalancing:DescribeRules";
    steps.push({ title: `${label} is there, and closed`, call, effect: "keep" });
    draft.atArm.push(opens);
    return { at, closed: true };
  }
  if (inPlace !== undefined) {
    blocked.push({
      because: "live",
      message: `${label} cannot come back: another rule has priority ${rule.priority} there`,
      hint: `give that one another priority (aws elbv2 set-rule-priorities), or say --skip ${part}`,
    });
    return undefined;
  }
  if (hasHidden(rule) && !canBeClosed(rule)) {
    draft.leftOut.push(
      `${label}: it looks for a header or query string and for five values in all, as many as AWS lets it, so that it ` +
        "cannot be kept closed until arm; create it yourself (aws elbv2 create-rule) once the group is armed, or say " +
        `--skip ${part}`,
    );
    return undefined;
  }
  if (!(await hasGroups(draft, rule, { label, part }))) return undefined;
  await planRoom(draft, listeners, rule, part);
  if (hasHidden(rule)) {
    steps.push(closedStep(draft, at, { label, part }));
    draft.atArm.push(opens);
    return { at, closed: true };
  }
  draft.atArm.push({ title: `create ${label}`, call: "elasticloadbalancing:CreateRule", effect: "create" });
  return { at };
}

/** What it looks for is no secret to the step, and would be in what the restore leaves for arming. */
function closedStep({ ports, request, rules }: Draft, at: number, { label, part }: Named): PlannedStep {
  const call = "elasticloadbalancing:CreateRule";
  return {
    title: `create ${label}, closed`,
    call,
    effect: "create",
    part,
    perform: async (ids) => {
      const rule = rulesNow(request, rules, ids)[at];
      if (rule === undefined) return;
      const resource = `target group ${request.translation.document.name}, ${label}`;
      await attempt(ports.sleep, { resource, call }, () =>
        ports.elb.send(new CreateRuleCommand(ruleInput(closed(rule)))),
      );
    },
  };
}

interface Named {
  readonly label: string;
  readonly part: string;
}

/** The listener is not ours, and does something by default as long as it is there: it is changed only where that is said. */
function planDefault(
  draft: Draft,
  at: number,
  { label, part }: Named,
  there: readonly ReadRule[],
): ComingRule | undefined {
  const { request, rules, steps, atArm, leftOut } = draft;
  const [rule, now] = [rules[at], there.find(({ priority }) => priority === "default")];
  if (rule === undefined || now === undefined) return undefined;
  if (sameJson(ruleForm(now), ruleForm(rule))) {
    const call = "elasticloadbalancing:DescribeRules";
    steps.push({ title: `${label} is as it was`, call, effect: "keep" });
    return undefined;
  }
  if (needsSecret(rule)) return leaveOut(draft, label, part);
  if (!request.replace) {
    leftOut.push(
      `${label}: it does something else now; restore target-group/${request.translation.source.name} by name with ` +
        `--replace to make it as it was, or say --skip ${part}`,
    );
    return undefined;
  }
  atArm.push({ title: `set ${label} as it was`, call: DEFAULT_CALL, effect: "replace" });
  return { at, over: now.actions };
}

function leaveOut({ leftOut }: Draft, label: string, part: string): undefined {
  leftOut.push(
    `${label}: AWS does not tell the client secret of its authenticate-oidc action; create it with the secret ` +
      `(aws elbv2 create-rule) once the group is armed, or say --skip ${part}`,
  );
}

/** AWS makes no rule that forwards to a group which is not there. */
async function hasGroups(
  { ports, request, live, blocked }: Draft,
  rule: ListenerRule,
  { label, part }: Named,
): Promise<boolean> {
  const { document, replaced } = request.translation;
  const own = new Set([document.arn, live?.arn]);
  // One that comes back in this restore has its ARN once it is made.
  const others = groupsOf(rule).filter((arn) => !own.has(arn) && replaced[arn] !== arn);
  for (const arn of new Set(others)) {
    const what = { resource: `target group ${document.name}, ${label}`, call: READ };
    const found = await attemptOrNone(ports.sleep, what, () => readGroup(ports, { arn }));
    if (found !== undefined) continue;
    blocked.push({
      because: "prerequisite",
      message: `${label} forwards to target group ${arn} too, which is not there`,
      hint: `restore it with this one, or map it to another one, or say --skip ${part}`,
    });
    return false;
  }
  return true;
}

/** Rules of a load balancer are counted together. */
async function planRoom(
  { request: { claims = new Map() }, blocked }: Draft,
  listeners: Listeners,
  { listener }: ListenerRule,
  part: string,
): Promise<void> {
  const limit = await listeners.limit(QUOTA);
  if (limit === undefined) return;
  const { arn, name } = balancerOf(listener);
  const taken = claims.get(`${QUOTA} ${arn}`) ?? 0;
  claims.set(`${QUOTA} ${arn}`, taken + 1);
  if ((await listeners.count(listener)) + taken < limit) return;
  blocked.push({
    because: "quota",
    message: `load balancer ${name} has no room for another rule: it may have ${limit}`,
    hint: `ask AWS for more (Service Quotas, rules per Application Load Balancer), or say --skip ${part}`,
  });
}

/** Whether a path of the document lies in this rule. */
export function isOfRule(path: string, at: number): boolean {
  return path.startsWith(`rules[${at}].`);
}
