import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { awsCapabilities } from "../../modules/aws/capabilities.ts";
import { CAPTURED_TRIGGERS, TRIGGER_KINDS } from "../../modules/contract/triggers.ts";
import type { ZoneLock } from "../../modules/policy/estate.ts";

const zoneLock: ZoneLock = JSON.parse(
  readFileSync(new URL("../../policies/zones.lock.json", import.meta.url), "utf8"),
);
const aws = awsCapabilities(zoneLock);

test("keeps points from one day to a hundred years, as a vault lock does", () => {
  expect([aws.retention.min.value, aws.retention.max.value]).toEqual([1, 36_500]);
});

test("runs a policy every five minutes to every seven days, spread over a day at most", () => {
  expect([aws.every.min.value, aws.every.max.value]).toEqual([5, 10_080]);
  expect([aws.startWindow.min.value, aws.startWindow.max.value]).toEqual([0, 1440]);
  expect([aws.completionWindow.min.value, aws.completionWindow.beyondStart.value]).toEqual([120, 60]);
});

test("names for each limit the AWS page that states it, or says that it is one of ours", () => {
  const limits = [
    ...[aws.retention, aws.every, aws.startWindow].flatMap(({ min, max }) => [min, max]),
    aws.completionWindow.min,
    aws.completionWindow.beyondStart,
    ...[
      aws.policyName,
      aws.coldStay,
      aws.events,
      aws.resources,
      aws.selection,
      aws.copies,
      aws.replication,
      aws.reads,
    ],
  ];
  for (const { source } of limits)
    expect(source).toMatch(/^(https:\/\/docs\.aws\.amazon\.com\/.+\.html|a limit of zonekeep, .+)$/);
});

test("offers both locks of points, none of copies alone, and says of each refusal why", () => {
  expect(aws.refuse("lock.governance")).toBeUndefined();
  expect(aws.refuse("lock.compliance")).toBeUndefined();
  expect(aws.refuse("copies.lock")).toBe("a replica carries the lock of its source");
  expect(aws.refuse("protect.state.tables")).toBe(
    "tables come along with functions that read their streams, others by select: { resources: [dynamodb-table/NAME] }",
  );
});

test("offers the triggers that runs capture, and no other", () => {
  const offered = TRIGGER_KINDS.filter((kind) => aws.refuse(`protect.triggers.${kind}`) === undefined);
  expect(offered).toEqual(CAPTURED_TRIGGERS);
});

test("takes every region of the lock but those that lack AWS Backup", () => {
  const refused = zoneLock.regions.flatMap(({ id }) => aws.refuseRegion(id) ?? []);
  expect(refused).toEqual(["it has no AWS Backup", "it has no AWS Backup"]);
  expect(aws.refuseRegion("us-east-1")).toBeUndefined();
  expect(aws.refuseRegion("mars-1")).toBe("the zone lock does not list it");
});

test("copies inside a partition and never between two", () => {
  expect(aws.refuseCopy("us-east-1", "eu-west-1")).toBeUndefined();
  expect(aws.refuseCopy("cn-north-1", "cn-northwest-1")).toBeUndefined();
  expect(aws.refuseCopy("us-east-1", "us-gov-west-1")).toBe(
    "us-east-1 is in partition aws, us-gov-west-1 in aws-us-gov",
  );
  expect(aws.refuseCopy("us-east-1", "mars-1")).toBe("us-east-1 is in partition aws, mars-1 in unknown");
});
