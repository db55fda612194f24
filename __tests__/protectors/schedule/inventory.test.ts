import { expect, test } from "vitest";
import { schedule } from "../../../modules/protectors/schedule/protector.ts";
import { FUNCTION, HOME, made, ports } from "./place.ts";

async function listed(there: Awaited<ReturnType<typeof made>>, warned: string[] = []) {
  const found = [];
  const options = {
    triggers: "all",
    needsTags: () => false,
    warn: (text: string) => warned.push(text),
  } as const;
  for await (const one of schedule.inventory(ports(there), options)) found.push(one);
  return found;
}

const INVOKE = "arn:aws:scheduler:::aws-sdk:lambda:invoke";

test("a schedule is related to its group, and feeds what it targets, under its qualifier", async () => {
  const there = await made({ GroupName: "billing" }, { Arn: `${FUNCTION}:live` });
  expect(await listed(there)).toEqual([
    {
      kind: "schedule",
      id: "billing/nightly",
      name: "billing/nightly",
      arn: `arn:aws:scheduler:us-east-1:${HOME.account}:schedule/billing/nightly`,
      related: [
        {
          kind: "schedule-group",
          id: "billing",
          arn: `arn:aws:scheduler:us-east-1:${HOME.account}:schedule-group/billing`,
        },
      ],
      tags: {},
      feeds: [`${FUNCTION}:live`],
    },
  ]);
});

test.each([
  ["a name", { FunctionName: "orders" }, [FUNCTION]],
  ["a name and a qualifier", { FunctionName: "orders", Qualifier: "live" }, [`${FUNCTION}:live`]],
  ["an ARN", { FunctionName: `${FUNCTION}:7` }, [`${FUNCTION}:7`]],
  ["a part of an ARN", { FunctionName: `${HOME.account}:function:orders` }, [FUNCTION]],
  ["nothing", {}, []],
  ["no text", { FunctionName: 7 }, []],
])("a call of any API that invokes %s feeds that function", async (_what, input, feeds) => {
  const there = await made({}, { Arn: INVOKE, Input: JSON.stringify(input) });
  expect((await listed(there)).map((one) => one.feeds)).toEqual([feeds]);
});

test("one whose input cannot be read is told, and feeds nobody", async () => {
  const there = await made({}, { Arn: INVOKE, Input: "{}" });
  there.scheduler.wire.before = ({ name }) => (name === "GetSchedule" ? new Error("no") : undefined);
  const warned: string[] = [];
  expect((await listed(there, warned)).map((one) => one.feeds)).toEqual([[]]);
  expect(warned).toEqual([
    "what schedule default/nightly invokes is not known: scheduler:GetSchedule of default/nightly: no",
  ]);
});

test("the queue of what could not be delivered is captured with it", async () => {
  const queue = `arn:aws:sqs:us-east-1:${HOME.account}:dead`;
  const there = await made({}, { DeadLetterConfig: { Arn: queue } });
  const arn = there.scheduler.arn("schedule", "default/nightly");
  expect(
    await schedule.related?.(
      ports(there),
      { kind: "schedule", id: "default/nightly", arn },
      { triggers: "all", warn: () => undefined },
    ),
  ).toEqual([{ kind: "sqs-queue", id: "dead", arn: queue }]);
});
