import { expect, test } from "vitest";
import { scheduleSpec } from "../../../modules/protectors/schedule/spec.ts";

/** Actions of KMS that a purpose has for calls of Scheduler alone. */
function throughScheduler(purpose: keyof typeof scheduleSpec.permissions): string[] {
  return scheduleSpec.permissions[purpose]
    .filter(
      ({ action, condition }) =>
        action.startsWith("kms:") && JSON.stringify(condition)?.includes('"kms:ViaService":"scheduler.'),
    )
    .map(({ action }) => action)
    .sort();
}

// https://docs.aws.amazon.com/scheduler/latest/UserGuide/encryption-rest.html
test("a schedule with a key of the customer is read by whoever may decrypt with it, and written by whoever may make its data key", () => {
  expect(throughScheduler("inventory")).toEqual(["kms:Decrypt"]);
  expect(throughScheduler("capture")).toEqual(["kms:Decrypt"]);
  expect(throughScheduler("restore")).toEqual(["kms:Decrypt", "kms:GenerateDataKey"]);
  expect(throughScheduler("activate")).toEqual(["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"]);
});

test("no right to a key holds beside Scheduler but that to see that it is there", () => {
  const { inventory, capture, restore, activate } = scheduleSpec.permissions;
  const bare = [inventory, capture, restore, activate]
    .flat()
    .filter(({ action, condition }) => action.startsWith("kms:") && condition === undefined);
  expect(bare.map(({ action }) => action)).toEqual(["kms:DescribeKey"]);
});
