import fc from "fast-check";
import { expect, test } from "vitest";
import type { QueueDocument } from "../../../modules/protectors/sqs-queue/document.ts";
import { sqsQueue } from "../../../modules/protectors/sqs-queue/protector.ts";
import { translateQueue } from "../../../modules/protectors/sqs-queue/translate.ts";
import {
  arbitraryQueue,
  arnOf,
  ELSEWHERE,
  KEY,
  mapElsewhere,
  queueOf,
} from "../../support/arbitrary-queue.ts";

const compared = (was: QueueDocument, is: QueueDocument, ids = {}) =>
  sqsQueue.differences(was, is, ids, { armed: true });

test("a queue that was moved does not differ through the ids of the move", () => {
  fc.assert(
    fc.property(arbitraryQueue, (was) => {
      const map = mapElsewhere(was);
      const { document: is, replaced } = translateQueue(was, { target: ELSEWHERE, map });
      expect(compared(was, { ...is, url: "https://elsewhere/1/x" }, replaced)).toEqual([]);
    }),
  );
});

test("what differs is told by its place in the document", () => {
  const was = queueOf("orders", { attributes: { DelaySeconds: "0" }, tags: { team: "shop", old: "" } });
  const is = queueOf("orders", {
    attributes: { DelaySeconds: "5" },
    redrivePolicy: { deadLetterTargetArn: arnOf("dead"), maxReceiveCount: 5 },
    tags: { team: "depot" },
  });
  expect(compared(was, is)).toEqual([
    { path: "attributes.DelaySeconds", was: "0", is: "5" },
    { path: "redrivePolicy", is: { deadLetterTargetArn: arnOf("dead"), maxReceiveCount: 5 } },
    { path: "tags.old", was: "" },
    { path: "tags.team", was: "shop", is: "depot" },
  ]);
});

test.each<[string, Partial<QueueDocument>, Partial<QueueDocument>]>([
  [
    "the order of keys and of source queues",
    {
      policy: { Version: "2012-10-17", Statement: [{ Effect: "Deny", Action: "sqs:*" }] },
      redriveAllowPolicy: { redrivePermission: "byQueue", sourceQueueArns: [arnOf("a"), arnOf("b")] },
    },
    {
      policy: { Statement: [{ Action: "sqs:*", Effect: "Deny" }], Version: "2012-10-17" },
      redriveAllowPolicy: { sourceQueueArns: [arnOf("b"), arnOf("a")], redrivePermission: "byQueue" },
    },
  ],
  [
    "a count that is a text",
    { redrivePolicy: { deadLetterTargetArn: arnOf("dead"), maxReceiveCount: "5" } },
    { redrivePolicy: { deadLetterTargetArn: arnOf("dead"), maxReceiveCount: 5 } },
  ],
  [
    "SQS's encryption beside a key",
    { attributes: { KmsMasterKeyId: KEY, SqsManagedSseEnabled: "false" } },
    { attributes: { KmsMasterKeyId: KEY, SqsManagedSseEnabled: "true" } },
  ],
  [
    "how long data keys are kept without a key",
    { attributes: { KmsMasterKeyId: "", KmsDataKeyReusePeriodSeconds: "300" } },
    {},
  ],
  ["a type that is said of a standard queue", { attributes: { FifoQueue: "false" } }, {}],
  [
    "AWS's own tags",
    { tags: { "aws:cloudformation:stack-name": "shop", team: "shop" } },
    { tags: { team: "shop" } },
  ],
])("%s makes no difference", (_title, was, is) => {
  expect(compared(queueOf("orders", was), queueOf("orders", is))).toEqual([]);
});

test("a condition on false is not no condition", () => {
  const policy = (Condition: object) => ({
    policy: { Statement: [{ Effect: "Deny", ...Condition }] },
  });
  const was = queueOf("orders", policy({ Condition: { Bool: { "aws:SecureTransport": false } } }));
  expect(compared(was, queueOf("orders", policy({}))).map(({ path }) => path)).toEqual(["policy.Statement"]);
});
