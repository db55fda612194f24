import { beforeAll, describe, expect, test } from "vitest";
import { describeComparison } from "../../../modules/cli/describe/describe-comparison.ts";
import { render } from "../../../modules/cli/terminal/text.ts";
import { KINDS } from "../../../modules/contract/kinds.ts";
import { thingName } from "../../../modules/core/thing-name.ts";
import { activateRestored } from "../../../modules/restore/activate.ts";
import { applyRestore } from "../../../modules/restore/apply.ts";
import { compareLive, type LiveComparison } from "../../../modules/restore/compare-live.ts";
import { planRestore } from "../../../modules/restore/plan.ts";
import type { RestoreAsked } from "../../../modules/restore/restore-asked.ts";
import { HOME, type Region, restorePorts } from "../../support/application.ts";
import { unlessFailed } from "../../support/destination.ts";
import { away, DISTRIBUTION, everyKind, keptEveryKind, MAP } from "../../support/every-kind.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import { listenerArn } from "../../support/generated/names.ts";
import type { MemoryStore } from "../../support/memory-store.ts";

interface Restored {
  readonly home: Region;
  readonly there: Region;
  readonly store: MemoryStore;
  readonly asked: RestoreAsked;
}

/** All of the application, restored into another region and armed. */
async function restored(change: Partial<RestoreAsked> = {}): Promise<Restored> {
  const home = everyKind();
  const { store, things } = await keptEveryKind(home);
  const there = await away(home, store);
  const asked = { things, map: MAP, alone: false, replace: false, allowPublic: true, ...change };
  const ports = restorePorts(there, store);
  const result = unlessFailed(await applyRestore(ports, await planRestore(ports, asked)));
  expect((await activateRestored(ports, result, { dryRun: false, alongside: true })).failed).toEqual([]);
  return { home, there, store, asked };
}

function compared(
  { there, store, asked }: Restored,
  change: Partial<RestoreAsked> = {},
): Promise<LiveComparison> {
  const { download, spool } = there.ports();
  return compareLive({ ...restorePorts(there, store), download, spool }, { ...asked, ...change });
}

const states = ({ things }: LiveComparison, of: string): string[] =>
  things.filter(({ state }) => state === of).map(thingName);
const textOf = (found: LiveComparison): string[] =>
  describeComparison(found).map((line) => render(line, false));

describe("what a restore has brought into another region", () => {
  let scene: Restored;
  beforeAll(async () => {
    scene = await restored();
  });

  test("is the same there, of every kind: translated names and numbers are no difference", async () => {
    const before = scene.there.wire.calls.length;
    const found = await compared(scene);
    expect(textOf(found).filter((line) => !line.endsWith(": the same"))).toEqual([]);
    const kinds = found.things.map(({ kind }) => kind);
    expect(new Set([...kinds, DISTRIBUTION.kind])).toEqual(new Set(KINDS));
    expect(found.warnings).toEqual([expect.stringContaining("does not come back in eu-west-1")]);
    expect(textOf(found).find((line) => line.startsWith("s3-notifications"))).toMatch(
      /^s3-notifications\/bucket-0, point [^ ]+, there bucket-eu: the same$/,
    );
    const made = scene.there.wire.calls.slice(before).map(({ name }) => name);
    expect(made.filter((name) => !/^(Get|List|Describe|Head)/.test(name))).toEqual([]);
  });

  test("is told where it has been changed since, in the words of that region, and where it is gone", async () => {
    const { lambda, sqs, kinesis } = scene.there;
    sqs.SetQueueAttributes({ QueueUrl: sqs.url("queue-0"), Attributes: { VisibilityTimeout: "77" } });
    lambda.UpdateAlias({ FunctionName: "fn-0", Name: "live", Description: "what nobody uses" });
    kinesis.streams.delete("stream-0");
    const text = textOf(await compared(scene));
    expect(text).toContain('  attributes.VisibilityTimeout: "30" -> "77"');
    expect(text).toContain('  aliases.live.description: "what customers use" -> "what nobody uses"');
    expect(text.filter((line) => line.startsWith("lambda/fn-0, "))).toEqual([
      expect.stringMatching(/: differs, as a restore would have it -> live$/),
    ]);
    expect(text).toContainEqual(expect.stringMatching(/^kinesis-stream\/stream-0, point [^ ]+: gone$/));
  });

  test("differs where something secret of it does, of every kind that has secrets, and none is shown", async () => {
    const { there } = scene;
    await changeSecrets(there);
    const found = await compared(scene);
    const secret = found.things.filter(({ secretsDiffer }) => secretsDiffer).map(thingName);
    expect(secret.toSorted()).toEqual([
      "event-rule/orders/rule-0",
      "lambda/fn-0",
      "log-filter//shop/0",
      "schedule/nightly/schedule-0",
      "sns-topic/topic-0",
      "state-machine/machine-0",
      "target-group/group-0",
    ]);
    const others = found.things.filter(({ kind, secretsDiffer }) => secretsDiffer && kind !== "lambda");
    expect(others.flatMap(({ differences }) => differences)).toEqual([]);
    expect(JSON.stringify(found)).not.toContain("canary");
  });
});

/** Another value in each place that a point seals, by calls as a person makes them. */
async function changeSecrets(there: Region): Promise<void> {
  const { lambda, events, scheduler, sns, logs, sfn, elb } = there;
  const called = lambda.arn("fn-0", "live");
  const Input = '{"token":"canary-other"}';
  lambda.UpdateFunctionConfiguration({
    FunctionName: "fn-0",
    Environment: { Variables: { TOKEN: "canary-other" } },
  });
  events.PutTargets({ Rule: "rule-0", EventBusName: "orders", Targets: [{ Id: "one", Arn: called, Input }] });
  const { Target, ...schedule } = scheduler.GetSchedule({ Name: "schedule-0", GroupName: "nightly" });
  scheduler.UpdateSchedule({ ...schedule, Target: { ...Target, Input } } as never);
  const told = [...sns.subscriptions].find(([, { endpoint }]) => endpoint === called)?.[0];
  sns.SetSubscriptionAttributes({
    SubscriptionArn: told,
    AttributeName: "FilterPolicy",
    AttributeValue: '{"kind":["canary-other"]}',
  });
  logs.PutSubscriptionFilter({
    logGroupName: "/shop/0",
    filterName: "ours",
    filterPattern: '"canary-other"',
    destinationArn: called,
  });
  const stateMachineArn = sfn.arn("machine-0");
  const { definition } = sfn.DescribeStateMachine({ stateMachineArn });
  sfn.UpdateStateMachine({ stateMachineArn, definition: definition?.replace("version 2", "canary-other") });
  for (const { rules } of elb.listeners.values())
    for (const { arn: RuleArn, conditions } of rules)
      if (JSON.stringify(conditions).includes("canary-path"))
        elb.ModifyRule({
          RuleArn,
          Conditions: [{ Field: "path-pattern", PathPatternConfig: { Values: ["/canary-other"] } }],
        });
}

describe("elsewhere", () => {
  test("what has no counterpart is named where it stands, and the rest is compared", async () => {
    const scene = await restored();
    const found = await compared(scene, { map: withoutListener(MAP) });
    const group = found.things.find(({ kind }) => kind === "target-group");
    expect(group?.missing).toEqual([
      {
        path: "rules[0].listener",
        value: listenerArn(HOME),
        reason: expect.stringMatching(/^it lies in us-east-1; name its counterpart/),
      },
    ]);
    expect(textOf(found)).toContainEqual(
      expect.stringMatching(/^ {2}rules\[0\]\.listener: arn:[^ ]+ has no counterpart: /),
    );
    const unlike = found.things.filter(({ state }) => state !== "same");
    expect(unlike.map(thingName)).toEqual(["target-group/group-0"]);
  });

  test("what is left out, and what only serves it, is not compared", async () => {
    const found = await compared(await restored({ skip: new Set(["sns-topic", "sqs-queue"]) }));
    expect(found.things.filter(({ state }) => state !== "same")).toEqual([]);
    expect(found.things.map(({ kind }) => kind)).not.toContain("sns-topic");
    expect(found.skipped).toContainEqual(expect.stringMatching(/^the mapping of fn-0 from .*:queue-0$/));
  });

  test("one that cannot be read there keeps no other from being compared", async () => {
    const scene = await restored();
    const { kinesis } = scene.there;
    kinesis.DescribeStreamConsumer = refuse;
    kinesis.ListStreamConsumers = refuse;
    const found = await compared(scene);
    const unread = found.things.filter(({ state }) => state !== "same");
    expect(unread).toMatchObject([{ kind: "kinesis-stream", state: "unread", why: expect.any(String) }]);
  });
});

const refuse = (): never => {
  throw awsError("AccessDeniedException", 400, "not allowed to read");
};

function withoutListener(map: typeof MAP): typeof MAP {
  return Object.fromEntries(Object.entries(map).filter(([from]) => !from.includes(":listener/")));
}

test("at home a copy under another name is compared with what it was copied from", async () => {
  const home = everyKind();
  const { store } = await keptEveryKind(home);
  const ports = restorePorts(home, store);
  const asked = {
    ...{ things: [{ kind: "sqs-queue", id: "queue-0" }] as const, map: {}, as: "queue-copy" },
    ...{ alone: true, replace: false, allowPublic: false },
  };
  const scene = { home, there: home, store, asked };
  expect(textOf(await compared(scene))).toEqual([
    expect.stringMatching(/^sqs-queue\/queue-0, point [^ ]+, there queue-copy: gone$/),
  ]);
  unlessFailed(await applyRestore(ports, await planRestore(ports, asked)));
  expect(textOf(await compared(scene))).toEqual([
    expect.stringMatching(/^sqs-queue\/queue-0, point [^ ]+, there queue-copy: the same$/),
  ]);
});

test("what is restored and not armed differs by what arming sets, told apart from what somebody changed", async () => {
  const home = everyKind();
  const { store, things } = await keptEveryKind(home);
  const there = await away(home, store);
  const asked = { things, map: MAP, alone: false, replace: false, allowPublic: true };
  const ports = restorePorts(there, store);
  const result = unlessFailed(await applyRestore(ports, await planRestore(ports, asked)));
  const scene = { home, there, store, asked };
  const found = await compared(scene);
  expect(states(found, "differs")).toEqual([]);
  expect(states(found, "gone")).toEqual([]);
  // A bucket that calls nobody has no notifications to be read, nor has a secret a rotation, and config and receipt rules
  // are there once they are armed.
  expect(states(found, "unmade")).toEqual([
    "config-rule/config-rule-0",
    "receipt-rule/inbound/receipt-rule-0",
    "s3-notifications/bucket-0",
    "secret-rotation/shop/secret-0",
  ]);
  expect(found.things.find(({ kind }) => kind === "lambda")?.state).toBe("unarmed");
  expect(textOf(found)).toContain(
    "  not armed: npx zonekeep arm FILE, with the result of that restore, sets these:",
  );
  expect(textOf(found)).toContainEqual(
    expect.stringMatching(/^config-rule\/config-rule-0, point [^ ]+: not there yet: npx zonekeep arm FILE, /),
  );
  there.sqs.SetQueueAttributes({
    QueueUrl: there.sqs.url("queue-0"),
    Attributes: { VisibilityTimeout: "77" },
  });
  expect(states(await compared(scene), "differs")).toEqual(["sqs-queue/queue-0"]);
  expect((await activateRestored(ports, result, { dryRun: false, alongside: true })).failed).toEqual([]);
  const armed = await compared(scene);
  expect(armed.things.flatMap(({ atArm }) => atArm)).toEqual([]);
  expect(states(armed, "unmade")).toEqual([]);
  // Once armed, what is not there was taken away.
  there.config.rules.delete("config-rule-0");
  expect(states(await compared(scene), "gone")).toEqual(["config-rule/config-rule-0"]);
});
