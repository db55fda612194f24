import type { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { LambdaClient } from "@aws-sdk/client-lambda";
import { expect, test } from "vitest";
import { findBus } from "../../modules/cli/drain/events/fill-bus.ts";
import { findFunction } from "../../modules/cli/drain/events/fill-function.ts";
import { keptEventOf } from "../../modules/protectors/kit/kept-event.ts";

const FROM = "arn:aws:events:us-east-1:123456789012:archive/orders";
const event = (source: string, detail = '{"n":4.0,"of":9007199254740993}'): string =>
  `{"version":"0","id":"id-1","detail-type":"Ordered","source":"${source}","account":"123456789012","time":"2026-11-29T10:00:00Z","region":"us-east-1","resources":["arn:aws:s3:::b"],"detail":${detail},"replay-name":"zonekeep-archive-x"}`;
const message = (source: string) => ({ id: "id-1", body: keptEventOf(event(source)).text, attributes: {} });

type Sent = { readonly name: string; readonly input: Record<string, unknown> };

function clientOf<T>(sent: Sent[], answers: Readonly<Record<string, unknown>>): T {
  return {
    send: async (command: { constructor: { name: string }; input: Record<string, unknown> }) => {
      const name = command.constructor.name.replace(/Command$/, "");
      sent.push({ name, input: command.input });
      return answers[name];
    },
  } as T;
}

test("an event is kept to the letter, without the name of the replay", () => {
  const { text, detail, ...rest } = keptEventOf(event("shop"));
  expect(text).toBe(event("shop").replace(',"replay-name":"zonekeep-archive-x"', ""));
  expect(detail).toBe('{"n":4.0,"of":9007199254740993}');
  expect(rest).toEqual({
    ...{
      id: "id-1",
      replay: "zonekeep-archive-x",
      source: "shop",
      type: "Ordered",
      time: "2026-11-29T10:00:00Z",
    },
    resources: ["arn:aws:s3:::b"],
  });
  for (const text of ["[]", "no", '{"id":"card 4711"}'])
    expect(() => keptEventOf(text)).toThrow(
      /^EventBridge handed out what is not an event: it has no id or no source$/,
    );
});

test("a bus is given source, type, time, resources and detail of an event, and none of AWS's own sources", async () => {
  const sent: Sent[] = [];
  const arn = "arn:aws:events:us-east-1:123456789012:event-bus/shop";
  const answers = {
    DescribeEventBus: { Arn: arn, CreationTime: new Date("2026-11-29T00:00:00Z") },
    PutEvents: { Entries: [{ EventId: "new" }, { ErrorCode: "ThrottlingException", ErrorMessage: "slow" }] },
  };
  const bus = await findBus(clientOf<EventBridgeClient>(sent, answers), "shop", "us-east-1");
  expect(bus.made).toBe("2026-11-29T00:00:00.000Z");
  expect(bus.leaves?.(message("shop"))).toBeUndefined();
  expect(bus.leaves?.(message("aws.s3"))).toBe("no bus takes events of aws.s3 from anybody but AWS");
  expect(bus.refuses(FROM, 0)).toBeUndefined();
  expect(bus.refuses("arn:aws:sqs:us-east-1:123456789012:orders", 0)).toBe(
    `${arn} takes events of an archive, and arn:aws:sqs:us-east-1:123456789012:orders is none`,
  );
  expect(await bus.send([message("shop"), message("shop")])).toEqual([
    { at: 1, id: "id-1", why: "ThrottlingException: slow" },
  ]);
  const entry = {
    ...{ EventBusName: arn, Source: "shop", DetailType: "Ordered", Resources: ["arn:aws:s3:::b"] },
    ...{ Time: new Date("2026-11-29T10:00:00Z"), Detail: '{"n":4.0,"of":9007199254740993}' },
  };
  expect(sent.at(-1)?.input).toEqual({ Entries: [entry, entry] });
});

/** A bus that answers each call as told by its number, from 1. */
const busWhich = (answer: (call: number, entries: readonly object[]) => object) => {
  let calls = 0;
  const send = async (command: object) => {
    const { Entries } = (command as { input: { Entries?: readonly object[] } }).input;
    return Entries === undefined ? { Arn: "bus" } : answer(++calls, Entries);
  };
  return findBus({ send } as unknown as EventBridgeClient, "shop", "us-east-1");
};
const many = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ ...message("shop"), id: `id-${n}` }));

test("a bus is given ten events a call, ten calls at once; of a call that fails the events are failed, and of the others those that were refused", async () => {
  const sizes: number[] = [];
  const bus = await busWhich((call, entries) => {
    sizes.push(entries.length);
    if (call === 2) throw new Error("socket hang up");
    const refused = { ErrorCode: "ThrottlingException", ErrorMessage: "slow" };
    return { Entries: entries.map((_, at) => (call === 3 && at === 4 ? refused : { EventId: "new" })) };
  });
  expect(bus.most).toBe(100);
  expect(await bus.send(many(25))).toEqual([
    ...Array.from({ length: 10 }, (_, n) => ({ at: 10 + n, id: `id-${10 + n}`, why: "socket hang up" })),
    { at: 24, id: "id-24", why: "ThrottlingException: slow" },
  ]);
  expect(sizes).toEqual([10, 10, 5]);
});

test("where no call comes through to a bus, its error is thrown", async () => {
  const bus = await busWhich(() => {
    throw new Error("AccessDenied");
  });
  await expect(bus.send(many(25))).rejects.toThrow(/^AccessDenied$/);
});

test("a function is told of an event whole, as a rule tells it, and of those of one source where that is said", async () => {
  const sent: Sent[] = [];
  const answers = {
    GetFunctionConfiguration: { FunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:f" },
  };
  const lambda = clientOf<LambdaClient>(sent, answers);
  const one = await findFunction(lambda, "f", "us-east-1", ["aws.s3"]);
  expect(one.leaves?.(message("shop"))).toBe("of source shop");
  expect(one.leaves?.(message("aws.s3"))).toBeUndefined();
  expect(await one.send([message("aws.s3")])).toEqual([]);
  const { InvocationType, Payload } = sent.at(-1)?.input ?? {};
  expect(InvocationType).toBe("Event");
  expect(Buffer.from(Payload as Uint8Array).toString()).toBe(message("aws.s3").body);
});
