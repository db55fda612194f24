import { expect, test } from "vitest";
import { thingName } from "../../../modules/core/thing-name.ts";
import {
  AWAY,
  application,
  backUp,
  destination,
  functionArn,
  HOME,
  MAP,
  NAME,
  plan,
  queueArn,
  restore,
} from "../../support/application.ts";
import { MemoryStore } from "../../support/memory-store.ts";
import { kept } from "./kept.ts";

test("a bucket that is gone at home holds up nothing but itself", async () => {
  const store = await kept();
  const there = await destination(store, HOME);
  there.buckets.regions.clear();
  const planned = await plan(there, store, { map: {} });
  expect(planned.blocked).toEqual([]);
  expect(planned.warnings.join("\n")).toContain(`bucket ${NAME} is not there`);
});

test("a copy of a function under another name does not take the bucket's events of the function that is there", async () => {
  const home = application();
  const store = new MemoryStore();
  await backUp(home, store);
  const there = await destination(store, HOME);
  const before = structuredClone(home.buckets.documents.get(NAME));
  there.buckets.add(NAME, structuredClone(before), HOME);
  for (const [name, queue] of home.sqs.queues) there.sqs.queues.set(name, structuredClone(queue));
  for (const [name, fn] of home.lambda.functions) there.lambda.functions.set(name, structuredClone(fn));
  const copying = restore(there, store, { as: `${NAME}-copy`, map: {} });
  await expect(copying).rejects.toThrow(`entry uploads to ${functionArn()}:2 is told of it`);
  expect(there.lambda.functions.has(`${NAME}-copy`)).toBe(true);
  expect(there.buckets.documents.get(NAME)).toEqual(before);
});

test("a bucket that tells a queue that a function reads is kept with it, and tells it again", async () => {
  const home = application();
  home.buckets.add("drop", {
    QueueConfigurations: [{ Id: "drop", QueueArn: queueArn(NAME), Events: ["s3:ObjectCreated:*"] }],
  });
  const store = new MemoryStore();
  const { items } = await backUp(home, store);
  expect(items.map(thingName)).toContain("s3-notifications/drop");
  const there = await destination(store);
  there.buckets.add("drop-eu");
  await restore(there, store, { map: { ...MAP, "arn:aws:s3:::drop": "arn:aws:s3:::drop-eu" } });
  expect(there.buckets.documents.get("drop-eu")).toEqual({
    QueueConfigurations: [{ Id: "drop", QueueArn: queueArn(NAME, AWAY), Events: ["s3:ObjectCreated:*"] }],
  });
});
