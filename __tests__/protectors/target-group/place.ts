import type { JsonObject } from "../../../modules/contract/json.ts";
import type { RestoreTarget } from "../../../modules/protectors/protector.ts";
import type { GroupDocument, ListenerRule } from "../../../modules/protectors/target-group/document.ts";
import { targetGroup } from "../../../modules/protectors/target-group/protector.ts";
import { ElbPlace } from "../../support/conforming/elb-place.ts";
import { planPortsOf, trying } from "../../support/made-plan.ts";
import { ELSEWHERE, SOURCE } from "../../support/protector-conformance/conforming.ts";

export const LISTENER = arnOf("elasticloadbalancing", "listener/app/shop/50dc6c495c0c9188/f2f7dc8efc522ab2");
export const GROUP = arnOf("elasticloadbalancing", "targetgroup/orders/73e2d6bc24d8a067");
export const CANARY = arnOf("elasticloadbalancing", "targetgroup/canary/6d0ecf831eec9f09");
export const FUNCTION = arnOf("lambda", "function:orders:live");

export function arnOf(service: string, resource: string, { account, region } = SOURCE): string {
  return `arn:aws:${service}:${region}:${account}:${resource}`;
}

/** With a listener on port 80, which answers 404 by default. */
export function placeOf(at: RestoreTarget = SOURCE): ElbPlace {
  const place = new ElbPlace({ ...at, page: 2 });
  place.elb.listen(LISTENER.replace(SOURCE.region, at.region));
  return place;
}

function portsOf({ elb: { account, region }, client }: ElbPlace) {
  return planPortsOf({ account, region, client });
}

export const { plan, armEach, disarm } = trying(targetGroup, portsOf);

export const path = (...Values: string[]): JsonObject => ({
  Field: "path-pattern",
  PathPatternConfig: { Values },
});
export const forward = (...groups: string[]): JsonObject => ({
  Type: "forward",
  ForwardConfig: { TargetGroups: groups.map((TargetGroupArn) => ({ Weight: 1, TargetGroupArn })) },
});

export function ruleOf(priority: string, parts: Partial<ListenerRule> = {}): ListenerRule {
  return {
    listener: LISTENER,
    port: 80,
    protocol: "HTTP",
    priority,
    conditions: priority === "default" ? [] : [path("/orders/*")],
    actions: [forward(GROUP)],
    tags: {},
    ...parts,
  };
}

/** A group that invokes a function by one rule. */
export function groupOf(parts: Partial<GroupDocument> = {}): GroupDocument {
  return {
    kind: "target-group",
    name: "orders",
    arn: GROUP,
    account: SOURCE.account,
    region: SOURCE.region,
    settings: { HealthCheckEnabled: false, HealthCheckPath: "/health", HealthCheckIntervalSeconds: 60 },
    attributes: { "lambda.multi_value_headers.enabled": "true" },
    target: FUNCTION,
    rules: [ruleOf("10")],
    tags: { team: "shop" },
    ...parts,
  };
}

/** Rules of the listener by their priorities. */
export const rulesThere = ({ elb }: ElbPlace) =>
  [...elb.listeners.values()].flatMap(({ rules }) => rules.map(({ priority }) => priority));
export const writes = ({ elb }: ElbPlace) => elb.called().filter((call) => !call.startsWith("Describe"));
export { ELSEWHERE };
