import {
  type EventBus,
  ListEventBusesCommand,
  ListRulesCommand,
  type Rule,
} from "@aws-sdk/client-eventbridge";
import type { JsonObject } from "../../contract/json.ts";
import type { Related } from "../../contract/kinds.ts";
import { isArn } from "../../core/arn.ts";
import { errorText } from "../../core/error-text.ts";
import { readingBegan } from "../../drain/events/reading-name.ts";
import { orNone } from "../kit/attempt.ts";
import { isObject } from "../kit/canonical.ts";
import { everyPage } from "../kit/pages.ts";
import { Refusals } from "../kit/refusals.ts";
import type { Inventoried, InventoryOptions, ProtectorPorts } from "../protector.ts";
import { thingAt } from "../thing-at.ts";
import { arnOfBus, arnOfRule, DEFAULT_BUS, isCustomBus, ruleId } from "./arn.ts";
import { bucketsOf } from "./pattern.ts";
import { patternOf, type RuleReads, readTargets } from "./read.ts";

type Ports = ProtectorPorts & RuleReads;

/** The most that a page has. */
const LIMIT = 100;

/** Every rule of every bus of the region, with what it calls, but for those by which runs read archives. A bus whose policy refuses us, or a rule of it, is told. */
export async function* inventory(ports: Ports, { warn }: InventoryOptions): AsyncIterable<Inventoried> {
  const unlisted = new Refusals();
  const unasked = new Refusals();
  for await (const { Name: bus = DEFAULT_BUS, ManagedBy: keeper } of buses(ports))
    for (const rule of (await unlisted.ask(bus, () => rulesOf(ports, bus))) ?? []) {
      if (rule.Name === undefined) throw new Error(`events:ListRules of ${bus}: one without a name`);
      if (readingBegan(rule.Name) !== undefined) continue;
      const of = { bus, name: rule.Name };
      const id = ruleId(of);
      // One that refuses us is there all the same: where a policy names it, its capture says why there is none.
      const targets = await unasked.ask(id, () => orNone(() => readTargets(ports, of)), []);
      // Gone since it was listed.
      if (targets === undefined) continue;
      const feeds = targets.map(({ Arn }) => String(Arn)).filter(isArn);
      if (rule.ManagedBy !== undefined) {
        if (feeds.some((arn) => thingAt(arn) !== undefined))
          warn(`event rule ${id} is made and kept by ${rule.ManagedBy}, and is not captured`);
        continue;
      }
      const related = [
        // A bus that a service of AWS keeps is no thing of a restore.
        ...(keeper === undefined ? relatedBus(ports, bus) : []),
        ...relatedLetters(targets),
        ...relatedDestinations(targets),
        ...(bus === DEFAULT_BUS ? relatedBuckets(ports, id, rule, warn) : []),
      ];
      // No policy selects a rule by its tags.
      yield { kind: "event-rule", id, name: id, arn: arnOfRule(ports, of), related, tags: {}, feeds };
    }
  unlisted.tell(warn, "event buses whose rules may not be listed, so that none of them is captured");
  unasked.tell(warn, "event rules that may not be asked whom they call, so that they come with nobody");
}

async function* buses({ events, region }: Ports): AsyncIterable<EventBus> {
  const pages = everyPage(
    "events:ListEventBuses",
    region,
    (NextToken) => events.send(new ListEventBusesCommand({ Limit: LIMIT, NextToken })),
    ({ NextToken }) => NextToken,
  );
  for await (const { EventBuses = [] } of pages) yield* EventBuses;
}

async function rulesOf({ events }: Ports, bus: string): Promise<readonly Rule[]> {
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
  const found: Rule[] = [];
  for await (const { Rules = [] } of pages) found.push(...Rules);
  return found;
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
  warn: InventoryOptions["warn"],
): readonly Related[] {
  if (!EventPattern) return [];
  try {
    return bucketsOf(patternOf(rule, EventPattern)).map((id) => ({
      kind: "s3-notifications",
      id,
      arn: `arn:${partition}:s3:::${id}`,
    }));
  } catch (error) {
    // Its capture fails by the same name; the other rules are as they are.
    warn(`of which buckets event rule ${rule} hears is not known: ${errorText(error)}`);
    return [];
  }
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
