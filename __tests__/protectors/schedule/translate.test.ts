import { expect, test } from "vitest";
import { AWAY, captured, FUNCTION, made, request } from "./place.ts";

const QUEUE = "https://sqs.us-east-1.amazonaws.com/111122223333/orders";
const MAP = { [FUNCTION]: FUNCTION.replace("us-east-1", "eu-west-1") };

const inputOf = async (text: string, map: Record<string, string> = {}) =>
  request(await captured(await made({}, { Input: text })), { map: { ...MAP, ...map } }, AWAY).translation;

test("an input keeps its spaces, numbers and order, and has the destination's words where the map has them", async () => {
  const text = `{ "queue": "${QUEUE}",\n  "n": 12345678901234567890, "again": ["${QUEUE}"] }`;
  const to = QUEUE.replace("us-east-1", "eu-west-1");
  const { secrets, warnings, used } = await inputOf(text, { [QUEUE]: to });
  expect(secrets).toEqual({ input: text.replaceAll(QUEUE, to) });
  expect(warnings).toEqual([]);
  expect(used).toContain(QUEUE);
});

test("what an input still names of the source is warned of without a word of it", async () => {
  const { secrets, warnings, missing } = await inputOf(JSON.stringify({ queue: `${QUEUE}?token=canary` }));
  expect(secrets?.input).toContain("canary");
  expect(missing).toEqual([]);
  expect(warnings).toEqual([
    "the input of schedule default/nightly still names something of us-east-1 or its account; if that is lost too, map the value it has",
  ]);
});

test("an input that is no JSON is one text", async () => {
  expect((await inputOf("wake up")).secrets).toEqual({ input: "wake up" });
  expect((await inputOf(FUNCTION)).secrets).toEqual({ input: MAP[FUNCTION] });
});

test("a schedule stays in its group, whose ARN is the destination's; another name may bring another group", async () => {
  const there = await made({ GroupName: "billing" });
  const one = await captured(there, "billing/nightly");
  const of = (name?: string) =>
    request(one, { map: MAP, ...(name !== undefined && { name }) }, AWAY).translation.document;
  const arn = (kind: string, id: string) => `arn:aws:scheduler:eu-west-1:111122223333:${kind}/${id}`;
  expect(of()).toMatchObject({
    arn: arn("schedule", "billing/nightly"),
    groupArn: arn("schedule-group", "billing"),
    settings: { Target: { Arn: MAP[FUNCTION] } },
  });
  expect(of("hourly")).toMatchObject({ arn: arn("schedule", "billing/hourly"), group: "billing" });
  expect(of("default/hourly")).toMatchObject({ arn: arn("schedule", "default/hourly"), name: "hourly" });
  expect(of("default/hourly").groupArn).toBeUndefined();
});
