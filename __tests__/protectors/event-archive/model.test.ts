import * as sdk from "@aws-sdk/client-eventbridge";
import { expect, test } from "vitest";
import { compareArchives } from "../../../modules/protectors/event-archive/compare.ts";
import { eventArchive } from "../../../modules/protectors/event-archive/protector.ts";
import { perform, trying } from "../../support/made-plan.ts";
import { OPTIONS } from "../../support/sample-request.ts";
import { answerOf, inputOf, leavesOf, operations, other, withLeaf } from "../../support/sdk-model.ts";
import { ports } from "../event-rule/place.ts";
import { ARCHIVE, busAt, captured, documentOf, empty, made } from "./place.ts";

/** Members of DescribeArchive that a point does not hold, and why. */
const NOT_KEPT: Readonly<Record<string, string>> = {
  ArchiveName: "it is asked for by its name",
  State: "no call sets it: what is not ENABLED is told, and read again while it changes",
  StateReason: "goes with the state",
  SizeBytes: "of its events, which a point does not hold",
  EventCount: "of its events, which a point does not hold",
  CreationTime: "AWS gives it",
};
/** Members that fail the capture where they alone are others. */
const TOLD = ["ArchiveArn"];

/** Calls about archives and replays that no kind makes, and why. */
const NOT_USED: Readonly<Record<string, string>> = {
  DeleteArchive: "nothing of a restore deletes",
  CancelReplay: "a replay is started and ended by hand",
  DescribeReplay: "a replay is started and ended by hand",
  ListReplays: "replays are no thing that comes back: each is of one moment",
  StartReplay: "a replay is started and ended by hand",
};

const BASE: unknown = {
  ...answerOf("DescribeArchive", sdk),
  ...{ ArchiveArn: ARCHIVE, EventSourceArn: busAt(), State: "ENABLED", EventPattern: '{"source":["a"]}' },
};

async function captureOf(answer: unknown) {
  const client = { send: async () => answer };
  const item = { kind: "event-archive" as const, id: "orders", name: "orders", arn: ARCHIVE, related: [] };
  const found = await eventArchive.capture(
    { ...ports(empty()), client: () => client } as never,
    item,
    OPTIONS,
  );
  if (found === undefined) throw new Error("the archive is gone");
  return found;
}

function otherOf(leaf: string, was: unknown): unknown {
  if (leaf === "EventPattern") return '{"source":["b"]}';
  return leaf === "EventSourceArn" ? `${String(was)}-other` : other(was);
}

test("of every member that an archive has, what a point does not hold is listed with its reason, and the rest is compared", async () => {
  const was = await captureOf(BASE);
  const [ignored, told, unlike]: [string[], string[], string[]] = [[], [], []];
  for (const leaf of leavesOf(BASE)) {
    const changed = withLeaf(BASE, leaf, (value) => otherOf(leaf, value));
    const is = await captureOf(changed).catch(() => undefined);
    if (is === undefined) told.push(leaf);
    else if (JSON.stringify(is.document) === JSON.stringify(was.document)) ignored.push(leaf);
    else if (compareArchives(was.document, is.document, {}).length === 0) unlike.push(leaf);
  }
  expect(ignored.sort()).toEqual(Object.keys(NOT_KEPT).sort());
  expect(told).toEqual(TOLD);
  expect(unlike).toEqual([]);
});

test.each(["CreateArchive", "UpdateArchive"])("%s is told every member that it takes", async (call) => {
  const { plan } = trying(eventArchive, ports);
  const whole = {
    ...{ Description: "orders", EventPattern: '{"source":["a"]}', RetentionDays: 3 },
    KmsKeyIdentifier: "alias/aws/events",
  };
  const document = await documentOf(whole);
  const there = call === "CreateArchive" ? empty() : made({ EventPattern: '{"source":["b"]}' });
  await perform(await plan(there, document, { replace: true }));
  const sent = there.events.calls.filter(({ name }) => name === call).at(-1);
  expect(Object.keys(sent?.input ?? {}).sort()).toEqual(inputOf(call, sdk).sort());
  expect((await captured(there)).document.settings).toEqual(document.settings);
});

test("every other call about archives and replays is listed with its reason", () => {
  const used = ["CreateArchive", "DescribeArchive", "ListArchives", "UpdateArchive"];
  const others = operations(sdk).filter((name) => /Archive|Replay/.test(name) && !used.includes(name));
  expect(others).toEqual(Object.keys(NOT_USED).sort());
});
