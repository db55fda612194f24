import { describe, expect, test } from "vitest";
import { parseArn } from "../../../modules/core/arn.ts";
import { sqsQueueSpec } from "../../../modules/protectors/sqs-queue/spec.ts";
import { arnOf } from "../../support/arbitrary-queue.ts";

describe("a queue's permissions", () => {
  const actionsOf = (purpose: keyof typeof sqsQueueSpec.permissions) =>
    sqsQueueSpec.permissions[purpose].map(({ action }) => action);

  test("touch no message and delete no queue", () => {
    const { inventory, capture, restore, activate } = sqsQueueSpec.permissions;
    const actions = [inventory, capture, restore, activate].flat().map(({ action }) => action);
    expect(actions.filter((action) => /Message|Delete|Purge|\*/.test(action))).toEqual([]);
  });

  test("only read before a restore, and activate nothing", () => {
    const reads = ["sqs:GetQueueUrl", "sqs:GetQueueAttributes", "sqs:ListQueueTags"];
    expect(actionsOf("inventory")).toEqual(["sqs:ListQueues", ...reads]);
    expect(actionsOf("capture")).toEqual(reads);
    expect(actionsOf("activate")).toEqual([]);
  });

  test("name all resources only where AWS knows none", () => {
    const wide = Object.values(sqsQueueSpec.permissions)
      .flat()
      .filter(({ resources }) => resources.includes("*"));
    expect(wide.map(({ action }) => action)).toEqual(Object.keys(sqsQueueSpec.wildcardActions));
  });
});

test("an ARN of SQS names a queue, and no other does", () => {
  expect(sqsQueueSpec.idOf(parseArn(arnOf("orders.fifo")))).toBe("orders.fifo");
  expect(sqsQueueSpec.idOf(parseArn("arn:aws:sns:eu-west-1:111122223333:orders"))).toBeUndefined();
});
