import { expect, test } from "vitest";
import type { JsonObject } from "../../../modules/contract/json.ts";
import type { ThingId } from "../../../modules/contract/kinds.ts";
import { withoutSources } from "../../../modules/protectors/kit/translate/away.ts";
import { translationScope } from "../../../modules/protectors/kit/translate/scope.ts";
import { findings } from "../../../modules/protectors/kit/translate/walk.ts";
import { applyRestore } from "../../../modules/restore/apply.ts";
import { planRestore, type RestorePlan } from "../../../modules/restore/plan.ts";
import type { RestoreResult } from "../../../modules/restore/result.ts";
import { AWAY, backUp, destination, functionArn, HOME, restorePorts } from "../../support/application.ts";
import { type Blueprint, EMPTY } from "../../support/generated/blueprint.ts";
import { build } from "../../support/generated/build.ts";
import { bucketName, listenerArn, poolId } from "../../support/generated/names.ts";
import { MemoryStore } from "../../support/memory-store.ts";
import { ANY } from "../../support/sample-request.ts";
import { ACCOUNT } from "../../support/seed-function.ts";

/** One of each kind that calls the second of two functions; the first is called by nothing. */
const pick = { at: 1, alias: false };
const tells = { to: "function", pick, letters: false } as const;
const maker = { versions: 1, weight: 0, variables: {}, tags: {}, description: "x", retries: undefined };
const PLAN: Blueprint = {
  ...EMPTY,
  functions: [maker, maker].map((one) => ({ ...one, url: false })),
  queues: [{ fifo: false, dead: false, batch: 1, enabled: true, reader: pick }],
  topics: [{ filter: undefined, tells: [tells] }],
  rules: [{ bus: "default", takes: "pattern", kind: "order", enabled: true, input: undefined, tells }],
  schedules: [{ group: "default", enabled: true, input: undefined, tells }],
  logs: [{ retention: undefined, pattern: "x", counts: false, calls: pick }],
  groups: [{ path: "/x", check: false, calls: pick }],
  apis: [{ socket: false, adds: "x", checks: false, calls: pick }],
  restApis: [{ variable: "x", key: "key-of-twenty-letters", checks: false, calls: pick }],
  buckets: [{ tells }],
  configRules: [{ told: undefined, calls: pick }],
  receiptRules: [{ recipient: "x", enabled: true, tells }],
  topicRules: [{ kind: "x", enabled: true, tells, errors: false }],
  pools: [{ calls: pick }],
  secrets: [{ days: 30, calls: pick }],
};
const BUCKET = `arn:aws:s3:::${bucketName(0)}`;
const poolArn = (region: string): string =>
  `arn:aws:cognito-idp:${region}:${ACCOUNT}:userpool/${poolId(0, region)}`;
const MAP = {
  [listenerArn(HOME)]: listenerArn(AWAY),
  [BUCKET]: "arn:aws:s3:::elsewhere",
  [poolArn(HOME)]: poolArn(AWAY),
};
const CALLED: ThingId = { kind: "lambda", id: "fn-1" };

interface Asked {
  readonly skip: readonly string[];
  readonly only?: readonly string[];
  readonly map?: Readonly<Record<string, string>>;
  readonly region?: string;
  /** As `--policy` asks: for all that a run kept. */
  readonly all?: true;
}

async function restored({ skip, only, map = MAP, region = AWAY, all }: Asked): Promise<{
  readonly plan: RestorePlan;
  readonly result: RestoreResult;
}> {
  const store = new MemoryStore();
  const { items } = await backUp(build(PLAN), store, undefined, { select: { ...ANY, names: ["fn-*"] } });
  const there = await destination(store, region);
  there.elb.listen(listenerArn(region));
  there.buckets.add("elsewhere");
  there.cognito.have(poolId(0, region));
  there.secrets.have("shop/secret-0");
  const ports = restorePorts(there, store);
  const plan = await planRestore(ports, {
    ...{ map, alone: false, replace: false, allowPublic: false, skip: new Set(skip) },
    ...(only !== undefined && { only }),
    things: all ? items.map(({ kind, id }) => ({ kind, id })) : [CALLED],
  });
  if (plan.blocked.length > 0) throw new Error(plan.blocked.map(({ message }) => message).join("\n"));
  return { plan, result: await applyRestore(ports, plan) };
}

test.each([
  ["sqs-queue/queue-0", /^the mapping of fn-1 from arn:aws:sqs:[^ ]+:queue-0$/],
  ["sns-topic/topic-0", /^statement sns-[^ ]+ of fn-1$/],
  ["event-rule/default/rule-0", /^statement events-[^ ]+ of fn-1$/],
  ["http-api/z000001", /^statement apigateway-[^ ]+ of fn-1$/],
  ["receipt-rule/inbound/receipt-rule-0", /^statement ses-[^ ]+ of fn-1$/],
  ["topic-rule/topic_rule_0", /^statement iot-[^ ]+ of fn-1$/],
  ["log-filter//shop/0", /^statement logs-[^ ]+ of fn-1$/],
  ["target-group/group-0", /^statement elasticloadbalancing-[^ ]+ of fn-1$/],
  ["s3-notifications/bucket-0", /^statement s3-[^ ]+ of fn-1$/],
  ["secret-rotation/shop/secret-0", /^statement secretsmanager-[^ ]+ of fn-1$/],
  [`user-pool-triggers/${poolId(0, HOME)}`, /^statement cognito-idp-[^ ]+ of fn-1$/],
])(
  "elsewhere, what of a function only serves %s stays away with it, and blocks nothing",
  async (name, what) => {
    const own = { "s3-notifications": BUCKET, "user-pool-triggers": poolArn(HOME) }[name.split("/")[0] ?? ""];
    const map = Object.fromEntries(Object.entries(MAP).filter(([from]) => from !== own));
    const { plan, result } = await restored({ skip: [name], map });
    expect(plan.skipped).toEqual([name, expect.stringMatching(what)]);
    expect(plan.warnings).toContain(
      `${plan.skipped[1]} stays away with ${name}, as nothing stands for that there: map its ARN if it is to come back`,
    );
    expect(plan.leftOut, "what a person leaves out is no failure").toEqual([]);
    expect(result.leftOut).toEqual(plan.skipped);
    expect(JSON.stringify(plan.atArm), "arming lets in nobody by it").not.toContain(String(plan.skipped[1]));
  },
);

test("elsewhere, whatever calls a function that is left out comes back without that, and blocks nothing", async () => {
  const { plan } = await restored({ skip: ["lambda/fn-1"], all: true });
  expect(plan.skipped.toSorted()).toEqual([
    "REST API rest-0",
    "config rule config-rule-0",
    `entry ours to arn:aws:lambda:${HOME}:${ACCOUNT}:function:fn-1 of bucket bucket-0`,
    "filter ours of log group /shop/0",
    "lambda/fn-1",
    "receipt rule inbound/receipt-rule-0",
    "rotation of secret shop/secret-0",
    "route GET /orders of API api-0",
    "schedule default/schedule-0",
    `subscription lambda arn:aws:lambda:${HOME}:${ACCOUNT}:function:fn-1 of topic topic-0`,
    "target one of event rule default/rule-0",
    "the target of target group group-0",
    "topic rule topic_rule_0",
    `trigger PreSignUp of user pool ${poolId(0, HOME)}`,
  ]);
});

test("what stands for it there is let in by the statement, and a word for the statement is no mistake", async () => {
  const topic = `arn:aws:sns:${HOME}:${ACCOUNT}:topic-0`;
  const map = { ...MAP, [topic]: topic.replace(HOME, AWAY).replace("topic-0", "theirs") };
  const { plan } = await restored({ skip: ["sns-topic/topic-0"], map });
  expect(plan.skipped).toEqual(["sns-topic/topic-0"]);
  expect(JSON.stringify(plan.atArm)).toContain("statement sns-");
  const both = await restored({ skip: ["sns-topic"] });
  const sid = /^statement (\S+)/.exec(both.plan.skipped[1] ?? "")?.[1];
  const { plan: same } = await restored({ skip: ["sns-topic", `statement/${sid}`] });
  expect(same.skipped).toEqual(both.plan.skipped);
});

test("at home a statement comes back also for what is left out: that may be there still", async () => {
  const { plan } = await restored({ skip: ["sns-topic/topic-0"], region: HOME, map: {} });
  expect(plan.skipped).toEqual(["sns-topic/topic-0"]);
  expect(JSON.stringify(plan.atArm)).toContain("statement sns-");
});

test("at home, what reads a queue that is left out and gone stays away with it: the restore is whole", async () => {
  for (const asked of [{ skip: ["sqs-queue/queue-0"] }, { skip: [], only: ["lambda"] }]) {
    const { plan, result } = await restored({ ...asked, region: HOME, map: {} });
    const mapping = `the mapping of fn-1 from arn:aws:sqs:${HOME}:${ACCOUNT}:queue-0`;
    expect(plan.leftOut, "what a person leaves out is no failure").toEqual([]);
    expect(plan.skipped).toContain(mapping);
    expect(plan.warnings).toContain(
      `${mapping} stays away with sqs-queue/queue-0, which is not there: restore that too if it is to come back`,
    );
    expect(JSON.stringify(plan.atArm), "arming enables none").not.toContain("enable the mapping");
    expect(JSON.stringify(plan.waves), "nothing marks it as not whole").not.toContain("it is not whole");
    expect(result.leftOut).toEqual(plan.skipped);
  }
});

test("of more than are shown, all that stays away is in the plan, and the warning says where", async () => {
  const { plan } = await restored({ skip: [], only: ["lambda/fn-1"], region: HOME, map: {}, all: true });
  const told = plan.warnings.filter((text) => text.includes("away, as --only and --skip say"));
  const away = plan.skipped.filter((name) => !name.startsWith("the mapping"));
  expect(away.length).toBeGreaterThan(7);
  expect(told).toEqual([
    `${away.length} others stay away, as --only and --skip say; --json names them, under skipped`,
  ]);
});

const source = { arn: functionArn(), name: "orders", account: ACCOUNT, region: HOME };
const target = { account: ACCOUNT, partition: "aws", region: AWAY };
const topicArn = (name: string): string => `arn:aws:sns:${HOME}:${ACCOUNT}:${name}`;

test.each<[string, JsonObject, number]>([
  ["one that denies", { Effect: "Deny", Condition: { ArnLike: { "aws:SourceArn": topicArn("left") } } }, 0],
  [
    "one of all others",
    { Effect: "Allow", Condition: { ArnNotLike: { "aws:SourceArn": topicArn("left") } } },
    0,
  ],
  [
    "one for calls without a source",
    { Effect: "Allow", Condition: { ArnLikeIfExists: { "aws:SourceArn": topicArn("left") } } },
    0,
  ],
  [
    "one of two sources",
    { Effect: "Allow", Condition: { ArnLike: { "AWS:SourceArn": [topicArn("left"), topicArn("kept")] } } },
    1,
  ],
])("a statement stays: %s", (_, statement, left) => {
  const away = (arn: string) => (arn === topicArn("left") ? "sns-topic/left" : undefined);
  const into = findings();
  const scope = translationScope(source, { target, map: {}, away }, functionArn(AWAY));
  const kept = withoutSources([statement], scope, into, { what: () => "statement" });
  expect(kept).toHaveLength(1);
  expect(JSON.stringify(kept).includes("left")).toBe(left === 0);
  expect(into.away).toHaveLength(left);
});

test("the ARN of a target group that is made again is told neither of it nor of the function that names it", async () => {
  const { plan } = await restored({ skip: [], all: true });
  expect(plan.stillNamed.filter(({ value }) => value?.includes(":targetgroup/"))).toEqual([]);
});
