import type * as E from "@aws-sdk/client-elastic-load-balancing-v2";
import { awsError } from "./fake-aws/error.ts";
import { FakeService } from "./fake-aws/service.ts";
import { toldAction, toldCondition } from "./fake-elb/told.ts";

interface Group extends Omit<E.CreateTargetGroupInput, "Tags"> {
  readonly arn: string;
  attributes: Record<string, string>;
  targets: string[];
  tags: Record<string, string>;
}

interface Rule {
  readonly arn: string;
  /** `default` is the last. */
  readonly priority: string;
  conditions: readonly E.RuleCondition[];
  actions: readonly E.Action[];
  readonly transforms: readonly E.RuleTransform[];
  tags: Record<string, string>;
}

interface FakeListener {
  readonly arn: string;
  readonly balancer: string;
  readonly port: number;
  readonly protocol: E.ProtocolEnum;
  readonly rules: Rule[];
}

/** Of a group of a function that nobody set. */
const HEALTH_CHECK = {
  HealthCheckEnabled: false,
  HealthCheckPath: "/",
  HealthCheckIntervalSeconds: 35,
  HealthCheckTimeoutSeconds: 30,
  HealthyThresholdCount: 5,
  UnhealthyThresholdCount: 2,
  Matcher: { HttpCode: "200" },
};

/** Load balancers, listeners, rules and target groups of one account and region in memory: what is kept, and no requests. */
export class FakeElb extends FakeService<E.ElasticLoadBalancingV2Client> {
  readonly service = "elasticloadbalancing";
  /** By ARN. */
  readonly groups = new Map<string, Group>();
  readonly listeners = new Map<string, FakeListener>();
  /** Functions whose policy lets no group in. */
  readonly closed = new Set<string>();
  /** ARNs that were drawn. */
  #drawn = 0;
  readonly limits = new Map([
    ["target-groups", 3000],
    ["rules-per-application-load-balancer", 100],
  ]);

  CreateTargetGroup({ Tags = [], ...input }: E.CreateTargetGroupInput) {
    const there = this.group(input.Name ?? "");
    const given = { ...HEALTH_CHECK, ...input };
    if (there !== undefined) {
      const { arn, attributes: _, targets: __, tags: ___, ...settings } = there;
      // The same again is no second one.
      if (JSON.stringify(settings) === JSON.stringify(given)) return this.#told([this.#groupAt(arn)]);
      throw awsError("DuplicateTargetGroupNameException", 400, `A target group with the name exists.`);
    }
    return this.#told([this.have(this.#draw(`targetgroup/${input.Name}`), given, tagsOf(Tags))]);
  }

  /** Keeps a group under an ARN of the test's own. */
  have(arn: string, input: E.CreateTargetGroupInput = { Name: arn.split("/")[1] }, tags = {}): Group {
    const attributes: Record<string, string> = { "lambda.multi_value_headers.enabled": "false" };
    const group = {
      ...HEALTH_CHECK,
      TargetType: "lambda" as const,
      ...input,
      arn,
      attributes,
      targets: [],
      tags,
    };
    this.groups.set(arn, group);
    return group;
  }

  group(name: string): Group | undefined {
    return [...this.groups.values()].find(({ Name }) => Name === name);
  }

  DescribeTargetGroups({ TargetGroupArns, Names, Marker, PageSize }: E.DescribeTargetGroupsInput) {
    const all = [...this.groups.values()];
    const found = all.filter(
      ({ arn, Name = "" }) => (TargetGroupArns?.includes(arn) ?? true) && (Names?.includes(Name) ?? true),
    );
    if (found.length === 0 && (TargetGroupArns ?? Names) !== undefined)
      throw absent("TargetGroup", "One or more target groups not found");
    const { TargetGroups, ...rest } = this.paged("TargetGroups", found, Marker, { most: PageSize });
    return { ...this.#told(TargetGroups as Group[]), ...rest };
  }

  ModifyTargetGroup({ TargetGroupArn = "", ...settings }: E.ModifyTargetGroupInput) {
    const group = { ...this.#groupAt(TargetGroupArn), ...settings };
    this.groups.set(TargetGroupArn, group);
    return this.#told([group]);
  }

  DescribeTargetGroupAttributes({ TargetGroupArn = "" }: E.DescribeTargetGroupAttributesInput) {
    return { Attributes: listOf(this.#groupAt(TargetGroupArn).attributes) };
  }

  ModifyTargetGroupAttributes({ TargetGroupArn = "", Attributes = [] }: E.ModifyTargetGroupAttributesInput) {
    Object.assign(this.#groupAt(TargetGroupArn).attributes, tagsOf(Attributes));
    return this.DescribeTargetGroupAttributes({ TargetGroupArn });
  }

  RegisterTargets({ TargetGroupArn = "", Targets = [] }: E.RegisterTargetsInput) {
    const group = this.#groupAt(TargetGroupArn);
    const ids = Targets.map(({ Id = "" }) => Id);
    for (const id of ids)
      if (this.closed.has(id))
        throw awsError(
          "AccessDenied",
          403,
          `elasticloadbalancing principal does not have permission to invoke ${id} from target group ${TargetGroupArn}`,
        );
    const targets = [...new Set([...group.targets, ...ids])];
    if (targets.length > 1)
      throw awsError("TooManyTargetsException", 400, "You've reached the limit on the number of targets");
    group.targets = targets;
    return {};
  }

  DeregisterTargets({ TargetGroupArn = "", Targets = [] }: E.DeregisterTargetsInput) {
    const group = this.#groupAt(TargetGroupArn);
    group.targets = group.targets.filter((one) => !Targets.some(({ Id }) => Id === one));
    return {};
  }

  DescribeTargetHealth({ TargetGroupArn = "" }: E.DescribeTargetHealthInput) {
    return {
      TargetHealthDescriptions: this.#groupAt(TargetGroupArn).targets.map((Id) => ({
        Target: { Id },
        TargetHealth: { State: "unavailable", Reason: "Target.HealthCheckDisabled" },
      })),
    };
  }

  AddTags({ ResourceArns = [], Tags = [] }: E.AddTagsInput) {
    for (const arn of ResourceArns) Object.assign(this.#tagged(arn), tagsOf(Tags));
    return {};
  }

  DescribeTags({ ResourceArns = [] }: E.DescribeTagsInput) {
    const TagDescriptions = ResourceArns.map((arn) => ({
      ResourceArn: arn,
      Tags: listOf(this.#tagged(arn)),
    }));
    return { TagDescriptions };
  }

  /** Keeps a listener under an ARN of the test's own, which answers 404 by default. */
  listen(arn: string, port = 80, protocol: E.ProtocolEnum = "HTTP"): FakeListener {
    const [, balancer = ""] = /^(.*)\/[^/]+$/.exec(arn.replace(":listener/", ":loadbalancer/")) ?? [];
    const actions = [{ Type: "fixed-response" as const, FixedResponseConfig: { StatusCode: "404" } }];
    const rule = {
      arn: `${arn}/default`,
      priority: "default",
      conditions: [],
      actions,
      transforms: [],
      tags: {},
    };
    const listener = { arn, balancer, port, protocol, rules: [rule] };
    this.listeners.set(arn, listener);
    return listener;
  }

  DescribeListeners({ LoadBalancerArn, ListenerArns, Marker, PageSize }: E.DescribeListenersInput) {
    const found = [...this.listeners.values()].filter(
      ({ arn, balancer }) =>
        (ListenerArns?.includes(arn) ?? true) && (LoadBalancerArn ?? balancer) === balancer,
    );
    if (found.length === 0 && ListenerArns !== undefined)
      throw absent("Listener", "One or more listeners not found");
    const told = found.map(({ arn: ListenerArn, balancer, port: Port, protocol: Protocol, rules }) => ({
      ...{ ListenerArn, LoadBalancerArn: balancer, Port, Protocol },
      DefaultActions: rules.find(({ priority }) => priority === "default")?.actions.map(toldAction),
    }));
    return this.paged("Listeners", told, Marker, { most: PageSize });
  }

  ModifyListener({ ListenerArn = "", DefaultActions = [] }: E.ModifyListenerInput) {
    const rule = this.#listener(ListenerArn).rules.find(({ priority }) => priority === "default");
    if (rule !== undefined) rule.actions = DefaultActions;
    return {};
  }

  CreateRule(input: E.CreateRuleInput) {
    const { ListenerArn = "", Conditions = [], Priority, Actions = [], Transforms = [], Tags = [] } = input;
    const { rules } = this.#listener(ListenerArn);
    const priority = String(Priority);
    if (rules.some((rule) => rule.priority === priority))
      throw awsError("PriorityInUseException", 400, `Priority '${priority}' is currently in use`);
    for (const { TargetGroupArn: alone, ForwardConfig } of Actions)
      for (const { TargetGroupArn = alone ?? "" } of ForwardConfig?.TargetGroups ?? [{}])
        if (alone !== undefined || ForwardConfig !== undefined) this.#groupAt(TargetGroupArn);
    const arn = this.#draw(ListenerArn.replace(/^.*:listener\//, "listener-rule/"));
    rules.push({
      arn,
      priority,
      conditions: Conditions,
      actions: Actions,
      transforms: Transforms,
      tags: tagsOf(Tags),
    });
    return { Rules: [] };
  }

  /** What is not given stays. */
  ModifyRule({ RuleArn = "", Conditions, Actions }: E.ModifyRuleInput) {
    const rules = [...this.listeners.values()].flatMap((listener) => listener.rules);
    const rule = rules.find(({ arn }) => arn === RuleArn);
    if (rule === undefined) throw absent("Rule", `Rule '${RuleArn}' not found`);
    rule.conditions = Conditions ?? rule.conditions;
    rule.actions = Actions ?? rule.actions;
    return { Rules: [] };
  }

  DeleteRule({ RuleArn = "" }: E.DeleteRuleInput) {
    const listener = [...this.listeners.values()].find(({ rules }) =>
      rules.some(({ arn }) => arn === RuleArn),
    );
    if (listener === undefined) throw absent("Rule", `Rule '${RuleArn}' not found`);
    const at = listener.rules.findIndex(({ arn }) => arn === RuleArn);
    listener.rules.splice(at, 1);
    return {};
  }

  DescribeRules({ ListenerArn = "", Marker, PageSize }: E.DescribeRulesInput) {
    const rules = [...this.#listener(ListenerArn).rules].sort((a, b) => orderOf(a) - orderOf(b));
    const told = rules.map(({ arn, priority, conditions, actions, transforms }) => ({
      RuleArn: arn,
      Priority: priority,
      Conditions: conditions.map(toldCondition),
      Actions: actions.map(toldAction),
      IsDefault: priority === "default",
      Transforms: transforms,
    }));
    return this.paged("Rules", told, Marker, { most: PageSize });
  }

  DescribeAccountLimits({ Marker, PageSize }: E.DescribeAccountLimitsInput) {
    const all = [...this.limits].map(([Name, Max]) => ({ Name, Max: String(Max) }));
    return this.paged("Limits", all, Marker, { most: PageSize });
  }

  /** Listeners whose rules forward to a group. */
  #users(group: string): FakeListener[] {
    return [...this.listeners.values()].filter(({ rules }) =>
      rules.some(({ actions }) => JSON.stringify(actions).includes(`"${group}"`)),
    );
  }

  #told(groups: readonly Group[]) {
    const TargetGroups = groups.map(({ arn, Name, attributes: _, targets: __, tags: ___, ...settings }) => ({
      ...settings,
      ...{ TargetGroupArn: arn, TargetGroupName: Name, IpAddressType: "ipv4" },
      LoadBalancerArns: [...new Set(this.#users(arn).map(({ balancer }) => balancer))],
    }));
    return { TargetGroups };
  }

  #groupAt(arn: string): Group {
    const found = this.groups.get(arn);
    if (found === undefined) throw absent("TargetGroup", `Target group '${arn}' not found`);
    return found;
  }

  #listener(arn: string): FakeListener {
    const found = this.listeners.get(arn);
    if (found === undefined) throw absent("Listener", `Listener '${arn}' not found`);
    return found;
  }

  #tagged(arn: string): Record<string, string> {
    const rules = [...this.listeners.values()].flatMap((listener) => listener.rules);
    return (rules.find((rule) => rule.arn === arn) ?? this.#groupAt(arn)).tags;
  }

  #draw(resource: string): string {
    this.#drawn += 1;
    const id = this.#drawn.toString(16).padStart(16, "0");
    return `arn:aws:elasticloadbalancing:${this.region}:${this.account}:${resource}/${id}`;
  }
}

function orderOf({ priority }: Rule): number {
  return priority === "default" ? Number.POSITIVE_INFINITY : Number(priority);
}

function tagsOf(tags: readonly E.TargetGroupAttribute[]): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
}

function listOf(tags: Readonly<Record<string, string>>) {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

const absent = (what: string, message: string): Error => awsError(`${what}NotFoundException`, 400, message);
