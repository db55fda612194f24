import { expect, test } from "vitest";
import {
  application,
  backUp,
  destination,
  HOME,
  NAME,
  plan,
  queueArn,
  restore,
} from "../../support/application.ts";
import { MemoryStore } from "../../support/memory-store.ts";

const letters = (name: string) => JSON.stringify({ deadLetterTargetArn: queueArn(name), maxReceiveCount: 3 });

test("queues that are each other's for dead letters are named, no others, and come back by the way that is told", async () => {
  const store = new MemoryStore();
  const home = application();
  const { sqs } = home;
  sqs.CreateQueue({ QueueName: "later", Attributes: { RedrivePolicy: letters(NAME) } });
  const { QueueUrl } = sqs.GetQueueUrl({ QueueName: NAME });
  sqs.SetQueueAttributes({ QueueUrl, Attributes: { RedrivePolicy: letters("later") } });
  await backUp(home, store);
  const there = await destination(store, HOME);

  const { blocked } = await plan(there, store);
  const [circle] = blocked.filter(({ because }) => because === "inexpressible");
  expect(circle?.message).toMatch(
    /^each of these needs the next one first, and the last one needs the first: /,
  );
  expect(circle?.message.split(": ")[1]?.split(", ").sort()).toEqual(
    [queueArn("later"), queueArn(NAME)].sort(),
  );
  const [, first = ""] = /^make (\S+) by hand/.exec(circle?.hint ?? "") ?? [];

  const byHand = first.split(":").at(-1) ?? "";
  const other = byHand === NAME ? "later" : NAME;
  there.sqs.CreateQueue({ QueueName: byHand });
  await restore(there, store, { things: [{ kind: "sqs-queue", id: other }], alone: true });
  await restore(there, store, { things: [{ kind: "sqs-queue", id: byHand }], alone: true, replace: true });
  expect(there.sqs.queues.get(NAME)?.attributes.RedrivePolicy).toBe(letters("later"));
  expect(there.sqs.queues.get("later")?.attributes.RedrivePolicy).toBe(letters(NAME));
  expect((await plan(there, store)).blocked).toEqual([]);
});
