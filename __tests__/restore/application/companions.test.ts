import { describe, expect, test } from "vitest";
import { describeSeen } from "../../../modules/cli/describe/describe-restore.ts";
import { thingName } from "../../../modules/core/thing-name.ts";
import { applyRestore } from "../../../modules/restore/apply.ts";
import { thingsOf } from "../../../modules/restore/plan.ts";
import {
  AWAY,
  application,
  backUp,
  destination,
  FUNCTION,
  HOME,
  MAP,
  NAME,
  plan,
  queueArn,
  restore,
  restorePorts,
} from "../../support/application.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import { MemoryStore } from "../../support/memory-store.ts";
import { kept } from "./kept.ts";

describe("what comes along", () => {
  test("is kept as it is where it is there, whatever differs, also with --replace", async () => {
    const store = await kept();
    const there = await destination(store);
    there.sqs.CreateQueue({ QueueName: NAME, Attributes: { VisibilityTimeout: "5" } });
    const planned = await plan(there, store, { replace: true });
    expect(planned.blocked).toEqual([]);
    expect(planned.warnings.filter((warning) => warning.includes("kept as it is"))).toHaveLength(1);
    await restore(there, store, { replace: true });
    expect(there.sqs.queues.get(NAME)?.attributes.VisibilityTimeout).toBe("5");
    expect(there.lambda.functions.has(NAME)).toBe(true);
  });

  test("is left out when it is mapped, or when the function is restored alone", async () => {
    const store = await kept();
    const map = { ...MAP, [queueArn(NAME)]: queueArn("theirs", AWAY) };
    const mapped = await plan(await destination(store), store, { map });
    expect(thingsOf(mapped).map(({ thing }) => thingName(thing))).toEqual([
      `lambda/${NAME}`,
      `s3-notifications/${NAME}`,
    ]);
    const alone = await plan(await destination(store), store, { alone: true });
    expect(thingsOf(alone).map(({ thing }) => thingName(thing))).toEqual([`lambda/${NAME}`]);
    expect(alone.missing.map(({ value }) => value)).toContain(queueArn(NAME));
  });

  test("is that of the same run, or the newest before it", async () => {
    const store = new MemoryStore();
    const home = application();
    await backUp(home, store);
    home.sqs.queues.delete(NAME);
    home.sqs.CreateQueue({ QueueName: NAME, Attributes: { VisibilityTimeout: "90" } });
    await backUp(home, store, "2026-11-24T21:08:00.000Z");
    const there = await destination(store);
    await restore(there, store, { point: "20261123" });
    expect(there.sqs.queues.get(NAME)?.attributes.VisibilityTimeout).toBe("60");
  });

  test("is not what no kind here keeps: who else may have called the function is named in the plan", async () => {
    const store = new MemoryStore();
    const home = application();
    const source = `arn:aws:events:${HOME}:123456789012:rule/nightly`;
    const buckets = `arn:aws:s3:::${NAME}`;
    for (const [StatementId, Principal, SourceArn] of [
      ["nightly", "events.amazonaws.com", source],
      ["uploads", "s3.amazonaws.com", buckets],
    ] as const)
      home.lambda.AddPermission({
        ...{ FunctionName: NAME, Qualifier: "2", StatementId, Principal, SourceArn },
        Action: "lambda:InvokeFunction",
      });
    await backUp(home, store);
    const planned = await plan(await destination(store), store);
    expect(planned.seen).toEqual([{ kind: "lambda", id: NAME, by: "events.amazonaws.com", source }]);
    expect(describeSeen(planned)).toEqual([
      [{ text: "seen, not protected ", style: "yellow" }, `lambda/${NAME}: events.amazonaws.com, ${source}`],
    ]);
  });

  test("that cannot be used is told, and the function waits for a map", async () => {
    const store = await kept();
    const there = await destination(store);
    for (const [key, entry] of store.objects)
      if (key.includes(`/points/sqs-queue/${NAME}/`)) entry.bytes = Buffer.from("{}");
    const planned = await plan(there, store);
    expect(planned.warnings.join("\n")).toContain(`sqs-queue/${NAME} is not restored with lambda/${NAME}: `);
    expect(planned.missing.map(({ value }) => value)).toContain(queueArn(NAME));
    await expect(applyRestore(restorePorts(there, store), planned)).rejects.toThrow("blocked");
  });
});

test("what is left out is named in the result", async () => {
  const store = await kept();
  const there = await destination(store, HOME);
  there.sqs.CreateQueue({ QueueName: `${NAME}-dead` });
  there.sqs.CreateQueue({ QueueName: NAME });
  for (const key of store.objects.keys())
    if (key.includes("/points/s3-notifications/")) store.objects.delete(key);
  const { things, leftOut } = await restore(there, store, { map: {} });
  expect(leftOut).toEqual([`s3-notifications/${NAME}`]);
  expect(things.map(thingName)).not.toContain(`s3-notifications/${NAME}`);
});

test("queues that are each other's dead-letter queues hold up nobody while they stay as they are", async () => {
  const home = application();
  home.sqs.SetQueueAttributes({
    QueueUrl: home.sqs.url(`${NAME}-dead`),
    Attributes: {
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn(NAME), maxReceiveCount: 3 }),
    },
  });
  const store = new MemoryStore();
  await backUp(home, store);
  const there = await destination(store, HOME);
  for (const [name, queue] of home.sqs.queues) there.sqs.queues.set(name, structuredClone(queue));
  expect((await plan(there, store, { map: {} })).blocked).toEqual([]);
  const away = await plan(await destination(store), store);
  expect(away.blocked.map(({ because }) => because)).toContain("inexpressible");
});

describe("what its owner refuses to be read there", () => {
  async function refusing(call: string, named: string) {
    const store = await kept();
    const there = await destination(store);
    there.sqs.CreateQueue({ QueueName: `${NAME}-dead` });
    there.wire.before = ({ name, input }) =>
      name === call && JSON.stringify(input).includes(named)
        ? awsError("AccessDeniedException", 403, "explicit deny in a resource-based policy")
        : undefined;
    return { store, there };
  }

  test("is left out by name where it only comes along, and the function comes back", async () => {
    const { store, there } = await refusing("GetQueueUrl", `${NAME}-dead`);
    const planned = await plan(there, store);
    expect(planned.blocked).toEqual([]);
    expect(planned.leftOut).toEqual([`sqs-queue/${NAME}-dead`]);
    expect(planned.warnings).toContain(
      `sqs-queue/${NAME}-dead cannot be read there and is left out (sqs:GetQueueUrl: AccessDeniedException: explicit deny in a resource-based policy): allow it to the role that restores, or arm without it`,
    );
    const { things } = await applyRestore(restorePorts(there, store), planned);
    expect(things.map(thingName)).toContain(`lambda/${NAME}`);
    expect(there.lambda.functions.has(NAME)).toBe(true);
    expect([...there.sqs.queues.keys()].sort()).toEqual([NAME, `${NAME}-dead`]);
  });

  test("ends the plan where it was asked for by name", async () => {
    const { store, there } = await refusing("GetFunction", NAME);
    await expect(plan(there, store)).rejects.toThrow("explicit deny in a resource-based policy");
  });

  test("is left out where a selection found it, unless nothing of it may be read", async () => {
    const things = [FUNCTION, { kind: "sqs-queue", id: NAME }] as const;
    const selection = { leftOut: [], warnings: [] };
    const { store, there } = await refusing("GetQueueUrl", NAME);
    const planned = await plan(there, store, { things, selection });
    expect(planned.leftOut).toEqual([`sqs-queue/${NAME}`, `sqs-queue/${NAME}-dead`]);
    expect(thingsOf(planned).map(({ thing }) => thingName(thing))).toContain(`lambda/${NAME}`);
    await expect(plan(there, store, { things: things.slice(1), selection, alone: true })).rejects.toThrow(
      "sqs:GetQueueUrl",
    );
  });
});
