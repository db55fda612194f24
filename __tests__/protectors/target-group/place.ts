import type { JsonObject } from "../../../modules/contract/json.ts";
import type { IdMap, PlanRequest, RestoreTarget, ThingPlan } from "../../../modules/protectors/protector.ts";
import type {
  GroupDocument,
  GroupSecrets,
  ListenerRule,
} from "../../../modules/protectors/target-group/document.ts";
import { targetGroup } from "../../../modules/protectors/target-group/protector.ts";
import { ElbPlace } from "../../support/conforming/elb-place.ts";
import { noBytes } from "../../support/no-bytes.ts";
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
  return { partition: "aws", account, region, client, sleep: async () => undefined, now: () => 0 };
}

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

interface Asked extends Partial<PlanRequest<GroupDocument, GroupSecrets>> {
  readonly name?: string;
  readonly map?: IdMap;
  readonly secrets?: GroupSecrets;
}

export function plan(place: ElbPlace, document: GroupDocument, asked: Asked = {}): Promise<ThingPlan> {
  const { name, map = {}, secrets, ...request } = asked;
  const { account, region } = place.elb;
  const target = { partition: "aws", account, region };
  const translation = targetGroup.translate(document, secrets, {
    target,
    map,
    ...(name !== undefined && { name }),
  });
  return targetGroup.plan(
    { ...portsOf(place), locate: async () => noBytes(), open: noBytes, now: () => 0, holder: "somebody" },
    {
      point: "point",
      translation,
      target,
      together: new Set(),
      replace: false,
      allowPublic: false,
      today: "2026-11-29",
      ...request,
    },
  );
}

export async function perform({ steps, ids }: ThingPlan): Promise<Map<string, string>> {
  const known = new Map(ids);
  for (const { perform } of steps) await perform?.(known);
  return known;
}

/** Arms what a plan came to, and tells of each whether it wrote. */
export async function arm(
  place: ElbPlace,
  { activation }: ThingPlan,
  ids: ReadonlyMap<string, string>,
): Promise<string[]> {
  const json = JSON.parse(JSON.stringify(activation(ids)));
  const asked = { arn: json.arn as string, alongside: false, note: () => undefined };
  const done: string[] = [];
  for (const { title, activate } of targetGroup.activate(portsOf(place), json, asked))
    done.push(`${await activate().catch((error: Error) => error.message)}: ${title}`);
  return done;
}

/** Takes back what arming wrote, and tells of each what was done. */
export async function disarm(
  place: ElbPlace,
  { activation }: ThingPlan,
  ids: ReadonlyMap<string, string>,
): Promise<string[]> {
  const json = JSON.parse(JSON.stringify(activation(ids)));
  const asked = { arn: json.arn as string, alongside: false, note: () => undefined };
  const all = targetGroup.activate(portsOf(place), json, asked).flatMap(({ disarming }) => disarming ?? []);
  const done: string[] = [];
  for (const { title, inactive, disarm } of all.reverse())
    try {
      const isSo = await inactive();
      if (!isSo) await disarm();
      done.push(`${isSo ? "kept" : "written"}: ${title}`);
    } catch (error) {
      done.push((error as Error).message);
    }
  return done;
}

export const titles = ({ steps }: ThingPlan) => steps.map(({ title, effect }) => `${effect}: ${title}`);
export const reasons = ({ blocked }: ThingPlan) =>
  blocked.map(({ because, message }) => `${because}: ${message}`);
/** Rules of the listener by their priorities. */
export const rulesThere = ({ elb }: ElbPlace) =>
  [...elb.listeners.values()].flatMap(({ rules }) => rules.map(({ priority }) => priority));
export const writes = ({ elb }: ElbPlace) => elb.called().filter((call) => !call.startsWith("Describe"));
export { ELSEWHERE };
