import { expect, test } from "vitest";
import { callersIn } from "../../../handlers/discover/callers.ts";
import { follow } from "../../../handlers/discover/follow.ts";
import type { CaptureItem } from "../../../modules/contract/events.ts";
import { seenCallers } from "../../../modules/protectors/lambda/seen.ts";
import { loadProtector } from "../../../modules/protectors/load.ts";
import type { Inventoried } from "../../../modules/protectors/protector.ts";
import { snsTopic } from "../../../modules/protectors/sns-topic/protector.ts";
import { arnOf, FUNCTION, placeOf, portsOf } from "./place.ts";

const TOPIC = arnOf("sns", "orders");
const BUCKET: Inventoried = {
  kind: "s3-notifications",
  id: "uploads",
  name: "uploads",
  arn: "arn:aws:s3:::uploads",
  related: [],
  tags: {},
  feeds: [TOPIC],
};

async function listed(): Promise<Inventoried[]> {
  const place = placeOf();
  place.sns.CreateTopic({ Name: "orders" });
  place.sns.told(TOPIC, "lambda", `${FUNCTION}:live`);
  const found = [BUCKET];
  const options = { triggers: "all", needsTags: () => false, warn: fail } as const;
  for await (const one of snsTopic.inventory(portsOf(place), options)) found.push(one);
  return found;
}

test("a function is captured with the topic that tells its alias, and with the bucket that tells the topic", async () => {
  const callers = await listed();
  const related = callersIn(callers)(FUNCTION);
  expect(related).toEqual([{ kind: "sns-topic", id: "orders", arn: TOPIC, calls: [`${FUNCTION}:live`] }]);
  const item: CaptureItem = { kind: "lambda", id: "orders", name: "orders", arn: FUNCTION, related };
  const place = placeOf();
  place.sns.CreateTopic({ Name: "orders" });
  const ports = { aws: portsOf(place), protector: loadProtector, now: () => 0 };
  const options = { triggers: ["sns", "s3"] as const, warn: fail, room: 100_000 };
  const items = await follow(
    ports as never,
    [item],
    { callers, callersOf: callersIn(callers), named: [] },
    options,
  );
  expect(items.map(({ kind, id }) => `${kind}/${id}`)).toEqual([
    "lambda/orders",
    "s3-notifications/uploads",
    "sns-topic/orders",
  ]);
});

test("a topic that is captured with the function is not seen as one that nobody protects", async () => {
  const statement = (arn: string) => ({
    Sid: arn,
    Effect: "Allow",
    Principal: { Service: "sns.amazonaws.com" },
    Action: "lambda:InvokeFunction",
    Condition: { ArnLike: { "AWS:SourceArn": arn } },
  });
  const policies = [{ statements: [statement(TOPIC), statement(arnOf("sns", "far"))] }];
  expect(seenCallers({ policies }, callersIn(await listed())(FUNCTION))).toEqual([
    { by: "sns.amazonaws.com", source: arnOf("sns", "far") },
  ]);
});

function fail(message: string): never {
  throw new Error(message);
}
