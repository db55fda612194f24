import type { GroupDocument } from "../../../modules/protectors/target-group/document.ts";
import { targetGroup } from "../../../modules/protectors/target-group/protector.ts";
import {
  arbitraryGroup,
  LISTENERS,
  type MadeGroup,
  NAMED,
  OTHER_GROUP,
  OWN,
  secretsOf,
} from "../arbitrary-group.ts";
import type { FakeElb } from "../fake-elb.ts";
import { type Conforming, ELSEWHERE, SOURCE } from "../protector-conformance/conforming.ts";
import { endToEnd } from "../protector-conformance/proven.ts";
import { ElbPlace } from "./elb-place.ts";
import { withoutDrawn } from "./without-drawn.ts";

function inRegion<T>(value: T, { region }: FakeElb): T {
  return JSON.parse(JSON.stringify(value).replaceAll(`:${SOURCE.region}:`, `:${region}:`)) as T;
}

/** Load balancers, listeners and the other groups of a rule are nothing that a restore makes. */
function prepare({ elb }: ElbPlace): void {
  for (const [at, listener] of LISTENERS.entries())
    if (!elb.listeners.has(inRegion(listener, elb))) elb.listen(inRegion(listener, elb), 80 + at);
  if (!elb.groups.has(inRegion(OTHER_GROUP, elb)))
    elb.have(inRegion(OTHER_GROUP, elb), { Name: "zz-canary", TargetType: "instance" });
}

function put(place: ElbPlace, { id, check, multiValue, target, rules, tags }: MadeGroup): void {
  const { elb } = place;
  prepare(place);
  // AWS draws the last part of its ARN, and never twice the same.
  const arn = inRegion(OTHER_GROUP.replace(/targetgroup\/.*/, `targetgroup/${id}/73e2d6bc24d8a067`), elb);
  elb.have(arn, { ...check, Name: id }, { ...tags });
  if (multiValue)
    elb.ModifyTargetGroupAttributes({
      TargetGroupArn: arn,
      Attributes: [{ Key: "lambda.multi_value_headers.enabled", Value: "true" }],
    });
  if (target !== undefined) elb.RegisterTargets({ TargetGroupArn: arn, Targets: [{ Id: target }] });
  for (const { listener, priority, conditions, actions, tags: own } of rules)
    elb.CreateRule({
      ListenerArn: listener,
      Priority: priority,
      Conditions: structuredClone([...conditions]),
      Actions: JSON.parse(JSON.stringify(actions).replaceAll(`"${OWN}"`, JSON.stringify(arn))),
      Tags: Object.entries(own).map(([Key, Value]) => ({ Key, Value })),
    });
}

/** Target groups, as the suite of kinds takes them. */
export const conforming: Conforming<ElbPlace, MadeGroup> = {
  protector: targetGroup,
  fake: (options) => new ElbPlace(options),
  arbitrary: arbitraryGroup,
  put,
  prepare,
  // Rules are part of a listener, which is not ours: none is changed. A tag that is no longer wanted stays.
  change: ({ elb }, { id }, n) => {
    const found = elb.group(id);
    if (found === undefined) throw new Error(`there is no target group ${id}`);
    elb.groups.set(found.arn, {
      ...found,
      HealthCheckIntervalSeconds: 40 + n,
      attributes: { "lambda.multi_value_headers.enabled": n % 2 === 0 ? "true" : "false" },
      tags: Object.fromEntries(Object.keys(found.tags).map((key) => [key, `changed-${n}`])),
    });
  },
  map: () => Object.fromEntries(NAMED.map((arn) => [arn, arn.replace(SOURCE.region, ELSEWHERE.region)])),
  neighbours: ({ elb }) => {
    const theirs = elb.have(inRegion(OTHER_GROUP.replace("zz-canary", "zz-other"), elb));
    const listeners = LISTENERS.map((arn) => inRegion(arn, elb));
    for (const [at, ListenerArn] of listeners.entries())
      elb.CreateRule({
        ListenerArn,
        // No rule of the arbitrary has it.
        Priority: 50_001 + at,
        Conditions: [{ Field: "path-pattern", PathPatternConfig: { Values: ["/theirs"] } }],
        Actions: [{ Type: "forward", TargetGroupArn: theirs.arn }],
      });
    const known = listeners.map((arn) => new Set(elb.listeners.get(arn)?.rules.map((rule) => rule.arn)));
    return () => ({
      rules: listeners.map((arn, at) =>
        structuredClone(elb.listeners.get(arn)?.rules.filter((rule) => known[at]?.has(rule.arn))),
      ),
      group: structuredClone(elb.groups.get(theirs.arn)),
    });
  },
  secretsOf,
  armedWith: ({ rules }) => JSON.stringify(rules).match(/(?<=\/hooks\/)canary-[a-z0-9]+/g) ?? [],
  fires: ({ elb }, { id }) => {
    const group = elb.group(id);
    if (group === undefined) return [];
    const rules = [...elb.listeners.values()].flatMap((listener) => listener.rules);
    // A rule for requests of nobody forwards none.
    const forwarding = rules.filter(
      ({ actions, conditions }) =>
        JSON.stringify(actions).includes(group.arn) && !JSON.stringify(conditions).includes("192.0.2.1/32"),
    );
    return [...group.targets, ...forwarding.map(({ priority }) => `rule ${priority}`)];
  },
  readOnlyFields: [],
  // The last part of its ARN is another one wherever it is made.
  comparable: ({ document, secrets }, ids) => ({
    document: withoutDrawn(document as GroupDocument, ids),
    secrets,
  }),
  unseen: {
    "cognito-idp:DescribeUserPoolClient":
      "Elastic Load Balancing asks it of who writes a rule that signs users in by Cognito: no call of its own",
    "elasticloadbalancing:ModifyListener":
      "what a listener does by default is others', and changed by --replace alone",
    "activate elasticloadbalancing:AddTags": "AWS asks for it where a rule is made with tags",
  },
  tolerated: {
    "elasticloadbalancing:DescribeAccountLimits": "AWS says so itself where an account has no room",
  },
  proven: endToEnd("__tests__/sandbox/target-group.test.ts"),
  lost: [
    "load balancers, listeners, certificates",
    "rules with authenticate-oidc, whose client secret AWS tells nobody",
    "what a listener does by default, but for --replace",
  ],
};
