import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareText } from "../../../modules/core/source-order.ts";
import { settingsOf, textsOf } from "../../../modules/protectors/sqs-queue/attributes.ts";
import { FORMAT, parseQueue } from "../../../modules/protectors/sqs-queue/document.ts";
import { sqsQueue } from "../../../modules/protectors/sqs-queue/protector.ts";
import { arbitraryQueue, arnOf, KEY, queueOf } from "../../support/arbitrary-queue.ts";

const ASKED = { arn: arnOf("orders"), alongside: false, note: () => undefined };

test("every queue is read back from JSON as it was", () => {
  fc.assert(
    fc.property(arbitraryQueue, (document) => {
      expect(parseQueue(JSON.parse(JSON.stringify(document)))).toEqual(document);
    }),
  );
});

test.each<[string, unknown, string]>([
  ["is a text", "orders", "the document of a queue cannot be read: it must be object"],
  [
    "lacks its attributes",
    { ...queueOf("orders"), attributes: undefined },
    "the document of a queue cannot be read: it must have required property 'attributes'",
  ],
  [
    "has a field more",
    { ...queueOf("orders"), messages: [] },
    "the document of a queue cannot be read: it must NOT have additional properties",
  ],
  [
    "has an attribute that is no text",
    { ...queueOf("orders"), attributes: { DelaySeconds: 5 } },
    "the document of a queue cannot be read: /attributes/DelaySeconds must be string",
  ],
])("a document that %s is refused", (_title, document, message) => {
  expect(() => parseQueue(JSON.parse(JSON.stringify(document)))).toThrow(message);
});

describe("of GetQueueAttributes", () => {
  test("everything is kept but counts, clocks and the ARN, also what is not known", () => {
    const given = {
      QueueArn: arnOf("orders"),
      ApproximateNumberOfMessages: "7",
      ApproximateNumberOfMessagesDelayed: "0",
      ApproximateNumberOfMessagesNotVisible: "1",
      ApproximateNumberOfGroupsWaiting: "1",
      CreatedTimestamp: "1",
      LastModifiedTimestamp: "2",
      DelaySeconds: "0",
      SomethingNew: "on",
    };
    expect(settingsOf("orders", given)).toEqual({ attributes: { DelaySeconds: "0", SomethingNew: "on" } });
  });

  test("policies become JSON, and texts again", () => {
    const texts = {
      DelaySeconds: "0",
      Policy: '{"Statement":[]}',
      RedrivePolicy: '{"maxReceiveCount":"5"}',
      RedriveAllowPolicy: '{"redrivePermission":"denyAll"}',
    };
    const settings = settingsOf("orders", texts);
    expect(settings).toEqual({
      attributes: { DelaySeconds: "0" },
      policy: { Statement: [] },
      redrivePolicy: { maxReceiveCount: "5" },
      redriveAllowPolicy: { redrivePermission: "denyAll" },
    });
    expect(textsOf(settings)).toEqual(texts);
  });

  test("an empty policy is none", () => {
    expect(settingsOf("orders", { Policy: "" })).toEqual({ attributes: {} });
  });

  test.each(["{", "[]", "5", "null"])("a policy that is %s fails, without its text", (Policy) => {
    expect(() => settingsOf("orders", { Policy })).toThrow(
      /^sqs:GetQueueAttributes of orders: Policy is not a JSON object$/,
    );
  });
});

test("references tell what SQS looks for, and what policies only name", () => {
  const document = queueOf("orders", {
    attributes: { KmsMasterKeyId: KEY },
    redrivePolicy: { deadLetterTargetArn: arnOf("dead"), maxReceiveCount: 5 },
    redriveAllowPolicy: { redrivePermission: "byQueue", sourceQueueArns: [arnOf("source")] },
    policy: {
      Statement: [{ Principal: { AWS: "arn:aws:iam::111122223333:role/sender" }, Resource: arnOf("orders") }],
    },
  });
  const told = sqsQueue.references(document);
  expect([...told].sort((a, b) => compareText(a.path, b.path))).toEqual([
    { path: "attributes.KmsMasterKeyId", to: KEY, needs: "before" },
    {
      path: "policy.Statement[0].Principal.AWS",
      to: "arn:aws:iam::111122223333:role/sender",
      needs: "named",
    },
    { path: "redriveAllowPolicy.sourceQueueArns[0]", to: arnOf("source"), needs: "named" },
    { path: "redrivePolicy.deadLetterTargetArn", to: arnOf("dead"), needs: "before" },
  ]);
});

test("a queue has no secrets, no hints and nothing to activate", () => {
  expect(sqsQueue.format).toBe(FORMAT);
  expect(sqsQueue.parseSecrets(undefined)).toBeUndefined();
  expect(() => sqsQueue.parseSecrets({})).toThrow("secrets are not a queue's: it has none");
  const ports = { account: "1", partition: "aws", region: "eu-west-1", client: fail, sleep: fail, now: fail };
  expect(sqsQueue.activate(ports, null, ASKED)).toEqual([]);
  expect(() => sqsQueue.activate(ports, { mappings: [] }, ASKED)).toThrow(
    "what activates the queue cannot be read: it must be null",
  );
});

function fail(): never {
  throw new Error("nothing is asked");
}
