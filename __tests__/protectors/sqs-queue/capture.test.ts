import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CapturePorts } from "../../../modules/protectors/protector.ts";
import { sqsQueue } from "../../../modules/protectors/sqs-queue/protector.ts";
import { arbitraryQueue, arnOf, HOME, queueOf } from "../../support/arbitrary-queue.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import { MemorySpool } from "../../support/memory-spool.ts";
import { Place } from "./place.ts";

const OPTIONS = {
  today: "2026-11-29",
  scope: { code: "latest", triggers: "all" },
  keep: () => Promise.reject(new Error("a queue has no bytes")),
} as const;
const item = (name: string, hints?: string) => ({
  kind: "sqs-queue" as const,
  id: name,
  name,
  arn: arnOf(name),
  related: [],
  ...(hints !== undefined && { hints }),
});

function capture(sqs: Place, name = "orders") {
  const ports: CapturePorts = {
    ...sqs.ports,
    download: () => {
      throw new Error("a queue has no bytes");
    },
    spool: new MemorySpool(),
    known: () => Promise.resolve(undefined),
  };
  return sqsQueue.capture(ports, item(name), OPTIONS);
}

function withQueue(): Place {
  const sqs = new Place();
  sqs.put(queueOf("orders"));
  return sqs;
}

test("a queue is captured as it is, and its messages are not looked at", async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryQueue, async (document) => {
      const sqs = new Place();
      sqs.put(document);
      expect(await capture(sqs, document.name)).toEqual({
        document,
        blobs: [],
        revision: { before: "1767225600", after: "1767225600" },
        warnings: [],
      });
      expect(sqs.called()).toEqual([
        "GetQueueUrl",
        "GetQueueAttributes",
        "ListQueueTags",
        "GetQueueAttributes",
      ]);
    }),
  );
});

test("a queue that changes while it is read is read again", async () => {
  const sqs = withQueue();
  sqs.answer = (name, count) => {
    if (name === "ListQueueTags" && count === 1)
      sqs.put(queueOf("orders", { attributes: { DelaySeconds: "9" } }));
    return undefined;
  };
  const captured = await capture(sqs);
  expect(captured?.document.attributes.DelaySeconds).toBe("9");
  expect(sqs.slept).toEqual([1000]);
});

test("a queue that never holds still is refused, by what changes", async () => {
  const sqs = withQueue();
  sqs.answer = (name, count) => {
    const DelaySeconds = String(count);
    if (name === "ListQueueTags") sqs.put(queueOf("orders", { attributes: { DelaySeconds } }));
    return undefined;
  };
  await expect(capture(sqs)).rejects.toThrow(
    "orders keeps changing, seen in 4 reads: DelaySeconds changed; the next run tries again",
  );
});

test.each(["GetQueueUrl", "GetQueueAttributes", "ListQueueTags"])(
  "a queue that is gone at %s is gone",
  async (gone) => {
    const sqs = withQueue();
    sqs.answer = (name) => {
      if (name === gone) sqs.queues.clear();
      return undefined;
    };
    expect(await capture(sqs)).toBeUndefined();
  },
);

test.each(["GetQueueUrl", "GetQueueAttributes", "ListQueueTags"])(
  "a refused %s names the call",
  async (call) => {
    const sqs = withQueue();
    sqs.answer = (name) => (name === call ? awsError("AccessDenied", 403) : undefined);
    await expect(capture(sqs)).rejects.toThrow(`sqs:${call} of orders: AccessDenied`);
  },
);

test("an answer about another queue is no capture", async () => {
  const sqs = new Place({ ...HOME, account: "444455556666" });
  sqs.put(queueOf("orders"));
  await expect(capture(sqs)).rejects.toThrow(
    "sqs:GetQueueAttributes of orders: it answered for arn:aws:sqs:eu-west-1:444455556666:orders, " +
      "not for arn:aws:sqs:eu-west-1:111122223333:orders",
  );
});

test("hints are refused, since a queue has none", async () => {
  const { ports } = withQueue();
  await expect(sqsQueue.capture(ports as never, item("orders", "uuid"), OPTIONS)).rejects.toThrow(
    "hints are not a queue's: it has none",
  );
});

describe("the inventory", () => {
  const list = async (sqs: Place, needsTags: (name: string) => boolean) => {
    const found = [];
    const options = { triggers: "all", needsTags: ({ name }: { name: string }) => needsTags(name) } as const;
    for await (const one of sqsQueue.inventory(sqs.ports, { ...options, warn: () => {} })) found.push(one);
    return found;
  };

  test("has every queue of every page, with tags where they are needed", async () => {
    const sqs = new Place();
    for (const name of ["a", "b.fifo", "c"]) sqs.put(queueOf(name, { tags: { name } }));
    expect(await list(sqs, (name) => name === "c")).toEqual([
      { ...item("a"), feeds: [], tags: {} },
      { ...item("b.fifo"), feeds: [], tags: {} },
      { ...item("c"), feeds: [], tags: { name: "c" } },
    ]);
    expect(sqs.called()).toEqual(["ListQueues", "ListQueues", "ListQueueTags"]);
    expect(sqs.calls[0]?.input).toEqual({ MaxResults: 1000 });
  });

  test("leaves out the queues by which a run reads an archive of events, and no others of that name", async () => {
    const sqs = new Place();
    const reading = "replay-for-zonekeep-20261129T101500Z-1f2e3d4c";
    for (const name of [reading, `${reading}-dead`, "replay-for-zonekeep-x"]) sqs.put(queueOf(name));
    expect((await list(sqs, () => false)).map(({ id }) => id)).toEqual(["replay-for-zonekeep-x"]);
  });

  test("leaves out a queue that is gone when its tags are read", async () => {
    const sqs = withQueue();
    sqs.put(queueOf("other"));
    sqs.answer = (name, count) =>
      name === "ListQueueTags" && count === 1 ? awsError("QueueDoesNotExist", 400) : undefined;
    expect((await list(sqs, () => true)).map(({ id }) => id)).toEqual(["other"]);
  });
});

describe("what is captured with a queue", () => {
  test("is its dead-letter queue", async () => {
    const sqs = new Place();
    sqs.put(queueOf("orders", { redrivePolicy: { deadLetterTargetArn: arnOf("dead"), maxReceiveCount: 5 } }));
    expect(
      await sqsQueue.related?.(sqs.ports, item("orders"), { triggers: "all", warn: () => undefined }),
    ).toEqual([{ kind: "sqs-queue", id: "dead", arn: arnOf("dead") }]);
  });

  test("is nothing, where it has none or is gone itself", async () => {
    expect(
      await sqsQueue.related?.(withQueue().ports, item("orders"), { triggers: "all", warn: () => undefined }),
    ).toEqual([]);
    expect(
      await sqsQueue.related?.(new Place().ports, item("orders"), { triggers: "all", warn: () => undefined }),
    ).toEqual([]);
  });
});
