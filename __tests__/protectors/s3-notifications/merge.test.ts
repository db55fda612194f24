import fc from "fast-check";
import { expect, test } from "vitest";
import type { Configuration, List } from "../../../modules/protectors/s3-notifications/document.ts";
import {
  entriesOf,
  holdsEntries,
  mergeNotifications,
  overlaps,
} from "../../../modules/protectors/s3-notifications/merge.ts";
import { arbitraryConfiguration } from "../../support/arbitrary-notifications.ts";
import { calling, functionAt } from "./place.ts";

const NAMES: readonly List[] = ["LambdaFunctionConfigurations", "QueueConfigurations", "TopicConfigurations"];
const arbitrary = arbitraryConfiguration("us-east-1");
/** Of somebody else: other ids, other destinations, other objects. */
const foreign = arbitrary.map(
  (made) =>
    JSON.parse(JSON.stringify(made).replaceAll(/"(functions|queues|topics)/g, '"theirs-$1')) as Configuration,
);

test("merging twice is merging once, and then all of ours is there", () => {
  fc.assert(
    fc.property(arbitrary, arbitrary, (there, ours) => {
      const once = mergeNotifications(there, ours);
      expect(mergeNotifications(once, ours)).toEqual(once);
      expect(holdsEntries(once, ours)).toBe(true);
    }),
  );
});

test("what is not ours survives every merge, in its order", () => {
  fc.assert(
    fc.property(foreign, arbitrary, (there, ours) => {
      const merged = mergeNotifications(there, ours);
      for (const list of NAMES)
        expect(entriesOf(merged, list)).toEqual([...entriesOf(there, list), ...entriesOf(ours, list)]);
      const bridged = there.EventBridgeConfiguration ?? ours.EventBridgeConfiguration;
      expect(merged.EventBridgeConfiguration).toEqual(bridged);
      expect(overlaps(there, ours)).toEqual([]);
    }),
  );
});

test("merging nothing changes nothing", () => {
  fc.assert(
    fc.property(arbitrary, (there) => {
      expect(mergeNotifications(there, {})).toEqual(there);
      expect(holdsEntries(there, {})).toBe(true);
    }),
  );
});

const OURS = { Id: "in", LambdaFunctionArn: functionAt("orders"), Events: ["s3:ObjectCreated:*"] };
const QUEUE = { Id: "q", QueueArn: "arn:aws:sqs:us-east-1:1:q", Events: ["s3:ObjectRemoved:*"] };

test.each([
  ["function and Id", { ...OURS, Events: ["s3:ObjectRemoved:*"] }, "LambdaFunctionConfigurations", OURS],
  [
    "function and filter",
    { ...OURS, Id: "older", Events: ["s3:ObjectCreated:Put"] },
    "LambdaFunctionConfigurations",
    OURS,
  ],
  ["queue and filter", { ...QUEUE, Id: "older" }, "QueueConfigurations", QUEUE],
] as const)("an entry of the same %s is replaced, and hands on its Id", (_of, entry, list, ours) => {
  expect(mergeNotifications({ [list]: [entry] }, { [list]: [ours] })).toEqual({
    [list]: [{ ...ours, Id: entry.Id }],
  });
});

test("an entry of the same Id that calls another function is somebody else's: it stays, is told, and keeps its Id", () => {
  const theirs = { ...OURS, LambdaFunctionArn: functionAt("orders-copy") };
  const [there, ours] = [theirs, OURS].map((entry) => ({ LambdaFunctionConfigurations: [entry] }));
  expect(overlaps(there ?? {}, ours ?? {})).toEqual([theirs]);
  const { Id: _taken, ...unnamed } = OURS;
  expect(mergeNotifications(there ?? {}, ours ?? {})).toEqual({
    LambdaFunctionConfigurations: [theirs, unnamed],
  });
});

test.each([
  ["another filter", calling(functionAt("orders"), "other")],
  ["other events", { ...OURS, Id: "removed", Events: ["s3:ObjectRemoved:*"] }],
])("an entry of the same function with %s stays", (_with, entry) => {
  const ours = { ...calling(functionAt("orders"), "in"), Events: ["s3:ObjectCreated:*"] };
  expect(
    mergeNotifications({ LambdaFunctionConfigurations: [entry] }, { LambdaFunctionConfigurations: [ours] })
      .LambdaFunctionConfigurations,
  ).toEqual([entry, ours]);
});

test("an entry of the same Id in another list is somebody else's, and S3 takes no Id twice: it gives ours another", () => {
  const there = { QueueConfigurations: [{ ...QUEUE, Id: "in" }] };
  const { Id: _taken, ...unnamed } = OURS;
  expect(mergeNotifications(there, { LambdaFunctionConfigurations: [OURS] })).toEqual({
    ...there,
    LambdaFunctionConfigurations: [unnamed],
  });
});

test("an entry is there in whatever order and case S3 gives it back", () => {
  const entry = (Name: string, Events: string[]): Configuration => ({
    LambdaFunctionConfigurations: [
      { ...OURS, Events, Filter: { Key: { FilterRules: [{ Name, Value: "in/" }] } } },
    ],
  });
  expect(holdsEntries(entry("Prefix", ["b", "a"]), entry("prefix", ["a", "b"]))).toBe(true);
});

test.each<[string, object, readonly (string | undefined)[]]>([
  ["the same event everywhere", { Id: "all", Events: ["s3:ObjectCreated:*"] }, ["all"]],
  ["a part of the events", { Id: "put", Events: ["s3:ObjectCreated:Put"] }, ["put"]],
  ["without an Id", { Events: ["s3:ObjectCreated:Put"] }, [undefined]],
  ["other events", { Id: "other", Events: ["s3:ObjectRemoved:*"] }, []],
  ["a narrower prefix", { Id: "sub", ...only("prefix", "in/deep/") }, ["sub"]],
  ["another prefix", { Id: "out", ...only("prefix", "out/") }, []],
  ["a suffix that may meet it", { Id: "end", ...only("suffix", ".jpg") }, ["end"]],
])("beside ours, a queue that is told of %s", (_what, entry, told) => {
  const ours = { ...OURS, ...only("prefix", "in/") };
  const queue = { QueueArn: QUEUE.QueueArn, ...entry };
  const found = overlaps({ QueueConfigurations: [queue] }, { LambdaFunctionConfigurations: [ours] });
  expect(found.map(({ Id }) => Id)).toEqual(told);
});

function only(Name: string, Value: string) {
  return { Events: ["s3:ObjectCreated:*"], Filter: { Key: { FilterRules: [{ Name, Value }] } } };
}
