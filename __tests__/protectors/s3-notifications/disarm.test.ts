import { expect, test } from "vitest";
import type { Configuration } from "../../../modules/protectors/s3-notifications/document.ts";
import { s3Notifications } from "../../../modules/protectors/s3-notifications/protector.ts";
import { takeBack } from "../../support/take-back.ts";
import { BucketsAt, documentOf, functionAt } from "./place.ts";
import { activateAt, planAt } from "./restoring.ts";

const BUCKET = "orders-in";
const OURS = { Id: "in", LambdaFunctionArn: `${functionAt("orders")}:live`, Events: ["s3:ObjectCreated:*"] };
const THEIRS = { Id: "theirs", LambdaFunctionArn: functionAt("other"), Events: ["s3:ObjectRemoved:*"] };
const ACTIVATION = { bucket: BUCKET, configuration: { LambdaFunctionConfigurations: [OURS] }, lost: [] };

function region(configuration: Configuration = {}): BucketsAt {
  const there = new BucketsAt();
  there.put(BUCKET, configuration);
  return there;
}

async function disarm(there: BucketsAt, activation: object = ACTIVATION) {
  const notes: string[] = [];
  const asked = {
    arn: `arn:aws:s3:::${BUCKET}`,
    alongside: false,
    note: (text: string) => void notes.push(text),
  };
  const done = await takeBack(s3Notifications.activate(there.all, activation as typeof ACTIVATION, asked));
  return { done, notes };
}

test("our entries go, others' and what S3 may tell one day stay", async () => {
  const before = {
    StreamConfigurations: [{ Id: "s" }],
    LambdaFunctionConfigurations: [THEIRS],
  } as Configuration;
  const there = region(before);
  await activateAt(there, ACTIVATION);
  expect(await disarm(there)).toEqual({
    done: ["notify orders of no events in bucket orders-in"],
    notes: [],
  });
  expect(there.told(BUCKET)).toEqual(before);
  const writes = there.buckets.writes().length;
  expect((await disarm(there)).done).toEqual(["keep notify orders of no events in bucket orders-in"]);
  expect(there.buckets.writes()).toHaveLength(writes);
});

test("one of ours that was changed since is left and named", async () => {
  const there = region();
  await activateAt(there, ACTIVATION);
  const changed = { ...OURS, Events: ["s3:ObjectCreated:Put"] };
  there.put(BUCKET, { LambdaFunctionConfigurations: [changed] });
  expect((await disarm(there)).done).toEqual([
    `bucket orders-in: s3:PutBucketNotification: entry in to ${OURS.LambdaFunctionArn} was changed since, and is left as it is\n` +
      "  help: look who changed it, and take it back yourself",
  ]);
  expect(there.told(BUCKET)).toEqual({ LambdaFunctionConfigurations: [changed] });
});

test("EventBridge is put off only where arming put it on, and otherwise its rules are named", async () => {
  const configuration = { ...ACTIVATION.configuration, EventBridgeConfiguration: {} };
  const plan = (there: BucketsAt) => planAt(there, documentOf(configuration, BUCKET));
  const off = region();
  const on = region({ EventBridgeConfiguration: {} });
  for (const [there, left] of [
    [off, {}],
    [on, { EventBridgeConfiguration: {} }],
  ] as const) {
    const activation = (await plan(there)).activation(new Map());
    await activateAt(there, activation);
    const { notes } = await disarm(there, activation as object);
    expect(there.told(BUCKET)).toEqual(left);
    expect(notes).toEqual(
      there === on
        ? ["bucket orders-in goes on telling EventBridge, as before the restore: rules decide who hears it"]
        : [],
    );
  }
});

test("a bucket that is gone tells nobody", async () => {
  const there = new BucketsAt();
  expect((await disarm(there)).done).toEqual(["keep notify orders of no events in bucket orders-in"]);
});
