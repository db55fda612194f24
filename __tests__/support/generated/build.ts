import { HOME, Region } from "../application.ts";
import type { Blueprint } from "./blueprint.ts";
import { makeApi, makeRestApi } from "./build/apis.ts";
import { bindPool, bindSecret } from "./build/bound.ts";
import { makeGroup, makeLogs, makeMachine } from "./build/calling.ts";
import { makeDistribution } from "./build/edge.ts";
import { makeArchive, makeBucket, makePartner, makeRule, makeSchedule } from "./build/events.ts";
import { makeFunction } from "./build/functions.ts";
import { makePipe, makeQueue, subscribe } from "./build/messages.ts";
import { makeConfigRule, makeReceiptRule, makeTopicRule } from "./build/rules.ts";
import { makeStream, makeTable } from "./build/streams.ts";
import { Builder } from "./builder.ts";
import { bucketName, functionName, machineName, poolId, tableName } from "./names.ts";
import { neighbours } from "./neighbours.ts";

/** The application in a region of its own, made with calls as a person makes them, beside others' things. */
export function build(plan: Blueprint): Region {
  const region = new Region(HOME);
  const builder = new Builder(region, plan);
  each(plan.functions, (made, at) => makeFunction(builder, functionName(at), made));
  each(plan.queues, (made, at) => makeQueue(builder, builder.queues[at] ?? "", made));
  for (const Name of builder.topics) region.sns.CreateTopic({ Name });
  each(plan.topics, (made, at) => subscribe(builder, builder.topics[at] ?? "", made));
  each(plan.machines, (made, at) => makeMachine(builder, machineName(at), made));
  each(plan.logs, (made, at) => makeLogs(builder, `/shop/${at}`, made));
  each(plan.groups, (made, at) => makeGroup(builder, at, made));
  each(plan.apis, (made, at) => makeApi(builder, `api-${at}`, made));
  each(plan.restApis, (made, at) => makeRestApi(builder, `rest-${at}`, made));
  each(plan.rules, (made, at) => makeRule(builder, `rule-${at}`, made));
  each(plan.archives, (made, at) => makeArchive(builder, `archive-${at}`, made));
  each(plan.partners, (made, at) => makePartner(builder, `partner-${at}`, made));
  each(plan.schedules, (made, at) => makeSchedule(builder, `schedule-${at}`, made));
  each(plan.buckets, (made, at) => makeBucket(builder, bucketName(at), made));
  each(plan.configRules, (made, at) => makeConfigRule(builder, `config-rule-${at}`, made));
  each(plan.receiptRules, (made, at) => makeReceiptRule(builder, `receipt-rule-${at}`, made));
  each(plan.topicRules, (made, at) => makeTopicRule(builder, `topic_rule_${at}`, made));
  each(plan.secrets, (made, at) => bindSecret(builder, `shop/secret-${at}`, made));
  each(plan.pools, (made, at) => bindPool(builder, poolId(at, HOME), made));
  each(plan.streams, (made, at) => makeStream(builder, `stream-${at}`, made));
  each(plan.tables, (made, at) => makeTable(builder, tableName(at), made));
  each(plan.pipes, (made, at) => makePipe(builder, `pipe-${at}`, made));
  each(plan.distributions, (made, at) => makeDistribution(builder, `ESHOP${at}`, made));
  region.pipes.settle();
  neighbours(region);
  return region;
}

function each<One>(made: readonly One[], make: (one: One, at: number) => void): void {
  for (const [at, one] of made.entries()) make(one, at);
}
