import { expect, test } from "vitest";
import { KINDS } from "../../../modules/contract/kinds.ts";
import { thingName } from "../../../modules/core/thing-name.ts";
import { planRestore } from "../../../modules/restore/plan.ts";
import { AWAY, restorePorts } from "../../support/application.ts";
import { away, DISTRIBUTION, everyKind, FUNCTION, keptEveryKind, MAP } from "../../support/every-kind.ts";
import { ACCOUNT } from "../../support/seed-function.ts";

const arnThere = (service: string, resource: string): string =>
  `arn:aws:${service}:${AWAY}:${ACCOUNT}:${resource}`;
const CALLED = arnThere("lambda", "function:fn-0:live");

test("things of all kinds are planned in one order, each after what it needs, and arm has what brings events to them", async () => {
  const home = everyKind();
  const { store, things } = await keptEveryKind(home);
  const there = await away(home, store);
  const asked = { things, map: MAP, alone: false, replace: false, allowPublic: false };
  const plan = await planRestore(restorePorts(there, store), asked);
  const far = thingName(DISTRIBUTION);
  expect({ blocked: plan.blocked, leftOut: plan.leftOut }).toEqual({ blocked: [], leftOut: [far] });
  expect(plan.warnings).toContain(
    `${far} does not come back in ${AWAY}: distributions are written in us-east-1 alone, and go on as they are while it is lost: restore it with --to us-east-1 once that answers`,
  );
  const kinds = plan.waves.flat().map(({ thing: { kind } }) => kind);
  expect(new Set([...kinds, DISTRIBUTION.kind])).toEqual(new Set(KINDS));
  expect(plan.waves.map((wave) => wave.map(({ thing }) => thingName(thing)))).toEqual([
    [
      "dynamodb-table/table-0",
      "event-bus/orders",
      "event-connection/partner-0",
      "kinesis-stream/stream-0",
      "schedule-group/nightly",
      "sqs-queue/dead-0",
      "sqs-queue/letters",
      "sqs-queue/piped-0",
    ],
    ["api-destination/partner-0", "event-archive/archive-0", "sqs-queue/queue-0"],
    ["lambda/fn-0"],
    [
      "config-rule/config-rule-0",
      "event-rule/orders/rule-0",
      "http-api/z000001",
      "log-filter//shop/0",
      "pipe/pipe-0",
      "receipt-rule/inbound/receipt-rule-0",
      "rest-api/n000000001",
      "s3-notifications/bucket-0",
      "schedule/nightly/schedule-0",
      "secret-rotation/shop/secret-0",
      "sns-topic/topic-0",
      "state-machine/machine-0",
      "target-group/group-0",
      "topic-rule/topic_rule_0",
      "user-pool-triggers/us-east-1_shop0",
      "websocket-api/z000006",
    ],
    ["event-rule/default/rule-1"],
  ]);
  expect(plan.atArm.map(({ title, effect }) => `${effect} ${title}`)).toEqual([
    "create config-rule/config-rule-0: put config rule config-rule-0",
    "replace event-connection/partner-0: release connection partner-0, once its secret is given",
    "create event-rule/default/rule-1: enable event rule default/rule-1",
    "create event-rule/orders/rule-0: enable event rule orders/rule-0",
    "create http-api/z000001: create stage live of HTTP API api-0",
    "create lambda/fn-0: add statement sns-123456789012-topic-0 of fn-0:live",
    "create lambda/fn-0: add statement logs-12-log-group-shop-0- of fn-0:live",
    "create lambda/fn-0: add statement elasticloadbalancing-p-0-0000000000000001 of fn-0:live",
    "create lambda/fn-0: add statement apigateway-23456789012-z000001- of fn-0:live",
    "create lambda/fn-0: add statement apigateway-23456789012-z000006- of fn-0:live",
    "create lambda/fn-0: add statement apigateway-rest-0 of fn-0:live",
    "create lambda/fn-0: add statement events-2-rule-orders-rule-0 of fn-0:live",
    "create lambda/fn-0: add statement s3-arn-aws-s3-bucket-0 of fn-0:live",
    "create lambda/fn-0: add statement config-config-rule-0 of fn-0:live",
    "create lambda/fn-0: add statement ses--rule-receipt-rule-0 of fn-0:live",
    "create lambda/fn-0: add statement iot-12-rule-topic-rule-0 of fn-0:live",
    "create lambda/fn-0: add statement secretsmanager-shop-secret-0 of fn-0:live",
    "create lambda/fn-0: add statement cognito-idp--shop0 of fn-0:live",
    `create lambda/fn-0: enable the mapping from ${arnThere("sqs", "queue-0")}`,
    `create lambda/fn-0: enable the mapping from ${arnThere("kinesis", "stream/stream-0")}`,
    `create lambda/fn-0: enable the mapping from ${arnThere("dynamodb", "table/table-0/stream/new")}`,
    `create log-filter//shop/0: put subscription filter ours of log group /shop/0, which calls ${CALLED}`,
    "create pipe/pipe-0: start pipe pipe-0",
    "create receipt-rule/inbound/receipt-rule-0: create receipt rule inbound/receipt-rule-0",
    "create rest-api/n000000001: create stage live of REST API rest-0 (n000000001)",
    "create rest-api/n000000001: let usage plan plan of rest-0 (n00006) into stage live of REST API rest-0 (n000000001)",
    "create s3-notifications/bucket-0: merge notifications into bucket bucket-eu",
    "create schedule/nightly/schedule-0: enable schedule nightly/schedule-0",
    `create secret-rotation/shop/secret-0: have ${CALLED} rotate secret shop/secret-0`,
    `create sns-topic/topic-0: subscribe lambda ${CALLED} to topic topic-0`,
    `create target-group/group-0: register ${CALLED} in target group group-0`,
    "create target-group/group-0: create rule 1 of listener HTTP:80 of shop",
    "create topic-rule/topic_rule_0: enable topic rule topic_rule_0",
    "create user-pool-triggers/us-east-1_shop0: merge triggers into user pool eu-west-1_shop0",
    "create websocket-api/z000006: create stage live of WebSocket API api-1",
  ]);
});

test("what is written in us-east-1 alone comes back nowhere else: named so it is refused, of a policy it is left out", async () => {
  const home = everyKind();
  const { store } = await keptEveryKind(home);
  const there = await away(home, store);
  const asked = { things: [DISTRIBUTION], map: MAP, alone: false, replace: false, allowPublic: false };
  const ports = restorePorts(there, store);
  await expect(planRestore(ports, asked)).rejects.toMatchObject({
    message: `${thingName(DISTRIBUTION)} does not come back in ${AWAY}: distributions are written in us-east-1 alone, and go on as they are while it is lost`,
    hint: "restore it with --to us-east-1 once that answers",
  });
  const things = [FUNCTION, DISTRIBUTION];
  const selection = { leftOut: [], warnings: [] };
  const { leftOut, waves } = await planRestore(ports, { ...asked, things, selection });
  expect(leftOut).toEqual([thingName(DISTRIBUTION)]);
  expect(waves.flat().map(({ thing }) => thing.kind)).not.toContain(DISTRIBUTION.kind);
  const found = await planRestore(restorePorts(home, store), { ...asked, things: [DISTRIBUTION] });
  expect(found.leftOut).toEqual([]);
});
