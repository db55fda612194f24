import { randomBytes } from "node:crypto";
import type { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { MemoryStore } from "../__tests__/support/memory-store.ts";
import { findBus } from "../modules/cli/drain/events/fill-bus.ts";
import { beginEvents, readableUntil } from "../modules/drain/records/begin-events.ts";
import { readEvents } from "../modules/drain/records/read-events.ts";
import { replayOpened } from "../modules/drain/replay.ts";
import { archivedEvents } from "../modules/protectors/event-archive/events/archived-events.ts";
import { Clock } from "./clock.ts";
import type { Measured } from "./measure.ts";

const START = Date.UTC(2026, 10, 29, 12);
const HOUR = 3_600_000;
const AT = "us-east-1:123456789012";
const ARN = `arn:aws:events:${AT}:archive/orders`;
const EVENTS = 60_000;
const DETAIL = "x".repeat(800);
/** Events that EventBridge hands to targets in a second in most regions. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const INVOCATIONS = 1100;
/** Milliseconds of a call of SQS, and of one that finds nothing as long as it waits. */
const CALL = 15;
const EMPTY = 5000;
/** Of EventBridge, and of writing down what it took. */
const PUT = 40;

/** How near the events of an archive are read, and put again, to what EventBridge hands out and takes, in the time of clocks. */
export async function benchEvents(): Promise<readonly Measured[]> {
  const [read, put] = [await readingTime(), await puttingTime()];
  const least = EVENTS / INVOCATIONS;
  return [
    {
      ...{ name: "events of an archive, read", unit: "times what a replay takes", bound: 1.2 },
      value: read / least,
      detail: `${EVENTS} at ${INVOCATIONS} a second: ${read.toFixed(0)} s against ${least.toFixed(0)} s from its start on`,
    },
    put,
  ];
}

type Command = { readonly constructor: { readonly name: string }; readonly input: Record<string, unknown> };

/** In seconds of its clock, from the start of the replay to the last deletion. */
async function readingTime(): Promise<number> {
  const clock = new Clock(START);
  let [startedAt, handed, last, replay] = [Number.POSITIVE_INFINITY, 0, 0, ""];
  const lie = (): number => {
    const sent = Math.floor(((clock.now - startedAt) / 1000) * INVOCATIONS);
    return Math.max(0, Math.min(EVENTS, sent) - handed);
  };
  const receive = async (): Promise<object> => {
    await clock.sleep(CALL);
    for (let waited = 0; lie() === 0 && waited < EMPTY; waited += CALL) await clock.sleep(CALL);
    const [first, count] = [handed, Math.min(10, lie())];
    handed += count;
    const Messages = Array.from({ length: count }, (_, n) => ({
      ...{ MessageId: `m-${first + n}`, ReceiptHandle: `r-${first + n}` },
      Body: JSON.stringify({
        ...{ id: `e-${first + n}`, source: "shop", time: "2026-11-29T11:00:00Z" },
        ...{ "detail-type": "Ordered", detail: { DETAIL }, "replay-name": replay },
      }),
    }));
    return { Messages };
  };
  const answers: Record<string, (input: Record<string, unknown>) => object | Promise<object>> = {
    DescribeArchive: () => ({
      ...{ ArchiveArn: ARN, EventSourceArn: `arn:aws:events:${AT}:event-bus/shop`, EventCount: EVENTS },
      ...{ CreationTime: new Date(START - 2 * HOUR), RetentionDays: 30 },
    }),
    ListRules: () => ({ Rules: [] }),
    GetCallerIdentity: () => ({ Arn: "arn:aws:sts::123456789012:assumed-role/capture/one" }),
    PutRule: () => ({ RuleArn: `arn:aws:events:${AT}:rule/shop/reading` }),
    CreateQueue: ({ QueueName }) => ({ QueueUrl: `https://sqs/${QueueName}` }),
    StartReplay: ({ ReplayName }) => {
      [startedAt, replay] = [clock.now, String(ReplayName)];
      return {};
    },
    DescribeReplay: () => ({
      State: ((clock.now - startedAt) / 1000) * INVOCATIONS >= EVENTS ? "COMPLETED" : "RUNNING",
    }),
    ReceiveMessage: ({ QueueUrl }) =>
      String(QueueUrl).endsWith("-dead") ? clock.sleep(CALL).then(() => ({})) : receive(),
    DeleteMessageBatch: async () => {
      await clock.sleep(CALL);
      last = clock.now;
      return {};
    },
  };
  const send = async (command: object): Promise<never> => {
    const { constructor: of, input } = command as Command;
    return ((await answers[of.name.replace(/Command$/, "")]?.(input)) ?? {}) as never;
  };
  const archive = await archivedEvents({ events: { send }, sqs: { send }, sts: { send } }, "orders");
  if (archive === undefined) throw new Error("there is no archive");
  const { index } = beginEvents(archive, undefined, 2 * HOUR, START);
  const { records } = await clock.run(() =>
    readEvents(
      {
        ...{ archive, madeNow: async () => archive.made, random: randomBytes, wrap: async () => [] },
        ...{ keep: async () => undefined, sleep: clock.sleep, now: () => clock.now },
      },
      { ...index, slice: 1440 },
      { target: readableUntil(START), end: START + HOUR },
      async () => true,
    ),
  );
  if (records !== EVENTS) throw new Error(`${records} of ${EVENTS} events were read`);
  return (last - startedAt) / 1000;
}

/** Against one call after the other. */
async function puttingTime(): Promise<Measured> {
  const clock = new Clock(START);
  let [taken, atOnce, most] = [0, 0, 0];
  const send = async (command: object): Promise<never> => {
    const { constructor: of, input } = command as Command;
    if (of.name === "DescribeEventBusCommand")
      return { Arn: `arn:aws:events:${AT}:event-bus/shop`, CreationTime: new Date(START) } as never;
    most = Math.max(most, ++atOnce);
    await clock.sleep(PUT);
    atOnce -= 1;
    const Entries = input.Entries as readonly object[];
    taken += Entries.length;
    return { Entries: Entries.map(() => ({})) } as never;
  };
  const bus = await findBus({ send } as Pick<EventBridgeClient, "send">, "shop", "us-east-1");
  const store = new MemoryStore();
  const batch = 500;
  const count = EVENTS / 10;
  await clock.run(() =>
    replayOpened(
      {
        ...{ store, folder: "drained/orders/run/", run: "20261129T101500Z-1f2e3d4c" },
        ...{ lockUntil: "2026-12-13T10:15:00Z", random: randomBytes, sleep: clock.sleep },
        onSent: () => undefined,
        queue: {
          ...bus,
          send: async (messages) => {
            const failed = await bus.send(messages);
            await clock.sleep(PUT);
            return failed;
          },
        },
      },
      {
        ...{ from: ARN, messages: count, ungrouped: 0, batches: count / batch, ended: true },
        key: randomBytes(32),
        batch: async (number) =>
          Array.from({ length: batch }, (_, at) => {
            const id = `e-${(number - 1) * batch + at}`;
            const event = { id, source: "shop", time: "2026-11-29T11:00:00Z", "detail-type": "Ordered" };
            return { id, body: JSON.stringify({ ...event, detail: { DETAIL } }), attributes: {} };
          }),
      },
    ),
  );
  if (taken !== count) throw new Error(`${taken} of ${count} events were put`);
  const [value, least] = [(clock.now - START) / 1000, ((count / 10) * 2 * PUT) / 1000];
  return {
    ...{ name: "events of an archive, put", unit: "times one after the other", bound: 0.2 },
    value: value / least,
    detail: `${count} ten a call, ${most} calls at once: ${value.toFixed(0)} s against ${least.toFixed(0)} s`,
  };
}
