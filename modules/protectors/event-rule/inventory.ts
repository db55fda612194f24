import { ListEventBusesCommand, ListRulesCommand, type Rule } from "@aws-sdk/client-eventbridge";
import type { JsonObject } from "../../contract/json.ts";
import type { Related } from "../../contract/kinds.ts";
import { isArn } from "../../core/arn.ts";
import { orNone } from "../kit/attempt.ts";
import { isObject } from "../kit/canonical.ts";
import { everyPage } from "../kit/pages.ts";
import type { Inventoried, InventoryOptions, ProtectorPorts } from "../protector.ts";
import { thingAt } from "../thing-at.ts";
import { arnOfBus, arnOfRule, DEFAULT_BUS, isCustomBus, ruleId } from "./arn.ts";
import { bucketsOf } from "./pattern.ts";
import { patternOf, type RuleReads, readTargets } from "./read.ts";

type Ports = ProtectorPorts & RuleReads;

/** The most that a page has. */
const LIMIT = 100;

/** Every rule of every bus of the region, with what it calls. */
export async function* inventory(ports: Ports, { warn }: InventoryOptions): AsyncIterable<Inventoried> {
  for await (const bus of buses(ports))
    for await (const rule of rulesOf(ports, bus)) {
      if (rule.Name === undefined) throw new Error(`events:ListRules of ${bus}: one without a name`);
      const of = { bus, name: rule.Name };
      const id = ruleId(of);
      const targets = await orNone(() => readTargets(ports, of));
      // Gone since it was listed.
      if (targets === undefined) continue;
      const feeds = targets.map(({ Arn }) => String(Arn)).filter(isArn);
      if (rule.ManagedBy !== undefined) {
        if (feeds.some((arn) => thingAt(arn) !== undefined))
          warn(`event rule ${id} is made and kept by ${rule.ManagedBy}, and is not captured`);
        continue;
      }
      const related = [
        ...relatedBus(ports, bus),
        ...relatedLetters(targets),
        ...relatedDestinations(targets),
        ...(bus === DEFAULT_BUS ? relatedBuckets(ports, id, rule) : []),
      ];
      // No policy selects a rule by its tags.
      yield { kind: "event-rule", id, name: id, arn: arnOfRule(ports, of), related, tags: {}, feeds };
    }
}

async function* buses({ events, region }: Ports): AsyncIterable<string> {
  const pages = everyPage(
    "events:ListEventBuses",
    region,
    (NextToken) => events.send(new ListEventBusesCommand({ Limit: LIMIT, NextToken })),
    ({ NextToken }) => NextToken,
  );
  for await (const { EventBuses = [] } of pages) for (const { Name } of EventBuses) yield Name ?? DEFAULT_BUS;
}

async function* rulesOf({ events }: Ports, bus: string): AsyncIterable<Rule> {
  const pages = everyPage(
    "events:ListRules",
    bus,
    // A bus that is gone since it was listed has no rules.
    async (NextToken) =>
      (await orNone(() =>
        events.send(new ListRulesCommand({ EventBusName: bus, Limit: LIMIT, NextToken })),
      )) ?? { NextToken: undefined, Rules: [] },
    ({ NextToken }) => NextToken,
  );
  for await (const { Rules = [] } of pages) yield* Rules;
}

/** The bus of a rule, which cannot be made without it. */
function relatedBus(ports: ProtectorPorts, bus: string): readonly Related[] {
  return isCustomBus(bus) ? [{ kind: "event-bus", id: bus, arn: arnOfBus(ports, bus) }] : [];
}

/** The buckets whose events the rule takes: each comes with the flag that hands them to EventBridge. */
function relatedBuckets(
  { partition }: ProtectorPorts,
  rule: string,
  { EventPattern }: Rule,
): readonly Related[] {
  if (!EventPattern) return [];
  return bucketsOf(patternOf(rule, EventPattern)).map((id) => ({
    kind: "s3-notifications",
    id,
    arn: `arn:${partition}:s3:::${id}`,
  }));
}

/** The queues that take what could not be delivered. */
function relatedLetters(targets: readonly JsonObject[]): readonly Related[] {
  return targets.flatMap(({ DeadLetterConfig: letters }) => {
    const arn = isObject(letters) ? letters.Arn : undefined;
    const queue = typeof arn === "string" ? thingAt(arn) : undefined;
    return queue === undefined ? [] : [queue];
  });
}

/** The API destinations that it calls, without which its targets cannot be put. */
function relatedDestinations(targets: readonly JsonObject[]): readonly Related[] {
  return targets.flatMap(({ Arn }) => {
    const called = thingAt(String(Arn));
    return called?.kind === "api-destination" ? [called] : [];
  });
}
