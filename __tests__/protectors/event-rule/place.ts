import {
  PutRuleCommand,
  type PutRuleRequest,
  PutTargetsCommand,
  type Target,
} from "@aws-sdk/client-eventbridge";
import type { RuleDocument, RuleSecrets } from "../../../modules/protectors/event-rule/document.ts";
import { eventRule } from "../../../modules/protectors/event-rule/protector.ts";
import type { PlanPorts, PlanRequest } from "../../../modules/protectors/protector.ts";
import { EventsPlace } from "../../support/conforming/events-place.ts";
import { listedBy } from "../../support/listed-by.ts";
import { type Asked, planPortsOf, requestOf } from "../../support/made-plan.ts";
import { takeBack } from "../../support/take-back.ts";

export const HOME = { partition: "aws", account: "111122223333", region: "us-east-1" };
export const AWAY = { ...HOME, region: "eu-west-1" };
export const FUNCTION = `arn:aws:lambda:us-east-1:${HOME.account}:function:orders`;
export const RULE = `arn:aws:events:us-east-1:${HOME.account}:rule/nightly`;

export function place(at = HOME): EventsPlace {
  return new EventsPlace({ ...at, page: 2 });
}

/** Calls a function for every order unless it says otherwise. */
export async function made(
  parts: Partial<PutRuleRequest> = {},
  targets: readonly Partial<Target>[] = [{}],
  there = place(),
): Promise<EventsPlace> {
  const rule = { Name: "nightly", EventPattern: '{"source":["orders"]}', ...parts };
  const bus = parts.EventBusName;
  if (bus !== undefined && !there.events.buses.has(bus)) there.events.CreateEventBus({ Name: bus });
  await there.events.send(new PutRuleCommand(rule));
  const Targets = targets.map((target, at) => ({ Id: `t${at}`, Arn: FUNCTION, ...target }));
  if (Targets.length > 0)
    await there.events.send(new PutTargetsCommand({ Rule: rule.Name, EventBusName: bus, Targets }));
  return there;
}

export function ports({ client, events }: EventsPlace): PlanPorts {
  const { account, region } = events;
  return planPortsOf({ account, region, client }, { now: () => events.now });
}

export function listed(there: EventsPlace) {
  return listedBy(eventRule, ports(there));
}

export async function captured(there: EventsPlace, id = "default/nightly") {
  const item = (await listed(there)).found.find((one) => one.id === id);
  if (item === undefined) throw new Error(`${id} is not listed`);
  const found = await eventRule.capture(ports(there) as never, item, {
    scope: { code: "published", triggers: "all" },
    today: "2026-01-01",
    keep: async (one) => one,
  });
  if (found === undefined) throw new Error(`${id} is gone`);
  return found;
}

export function request(
  { document, secrets }: { document: RuleDocument; secrets?: RuleSecrets },
  more: Asked<RuleDocument, RuleSecrets> = {},
  target = HOME,
): PlanRequest<RuleDocument, RuleSecrets> {
  const own = { today: "2026-01-01", ...(secrets !== undefined && { secrets }) };
  return requestOf(eventRule, document, { ...own, ...more }, target);
}

export async function planAt(there: EventsPlace, asked: PlanRequest<RuleDocument, RuleSecrets>) {
  const plan = await eventRule.plan(ports(there), asked);
  return { plan, titles: plan.steps.map(({ effect, title }) => `${effect} ${title}`) };
}

export async function apply(
  there: EventsPlace,
  asked: PlanRequest<RuleDocument, RuleSecrets>,
  ids = new Map<string, string>(),
) {
  const { plan } = await planAt(there, asked);
  for (const [from, to] of plan.ids) ids.set(from, to);
  for (const { perform } of plan.steps) await perform?.(ids);
  return { plan, activation: plan.activation(ids) };
}

export async function arm(there: EventsPlace, activation: unknown, arn = RULE) {
  const asked = { arn, alongside: false, note: () => undefined };
  const done: string[] = [];
  for (const one of eventRule.activate(ports(there), activation as never, asked))
    done.push(await one.activate());
  return done;
}

export function disarm(there: EventsPlace, activation: unknown): Promise<string[]> {
  const asked = { arn: RULE, alongside: false, note: () => undefined };
  return takeBack(eventRule.activate(ports(there), activation as never, asked));
}
