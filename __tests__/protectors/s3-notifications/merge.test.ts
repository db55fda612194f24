import fc from "fast-check";
import { expect, test } from "vitest";
import type { Configuration, List } from "../../../modules/protectors/s3-notifications/document.ts";
import {
  changedEntries,
  entriesOf,
  holdsEntries,
  mergeNotifications,
  overlaps,
} from "../../../modules/protectors/s3-notifications/merge.ts";
import { arbitraryConfiguration } from "../../support/arbitrary-notifications.ts";
import { refuseAmbiguous } from "../../support/refuse-ambiguous.ts";
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

const told = (Id: string, Events: string[], prefix?: string) => ({
  ...{ Id, LambdaFunctionArn: functionAt("orders"), Events },
  ...(prefix && { Filter: { Key: { FilterRules: [{ Name: "prefix", Value: prefix }] } } }),
});
const [MADE, REMOVED] = ["s3:ObjectCreated:*", "s3:ObjectRemoved:*"];

test.each([
  [
    "joined to one",
    [told("x", [MADE, REMOVED])],
    [told("a", [MADE]), told("b", [REMOVED])],
    ["x", "b"],
    ["x"],
  ],
  [
    "renamed and one gone",
    [told("a", [MADE], "q/")],
    [told("a", [MADE], "p/"), told("b", [MADE], "q/")],
    [undefined, "a"],
    [],
  ],
  [
    "changed under their Ids",
    [told("a", [MADE], "q/"), told("b", [MADE], "p/")],
    [told("a", [REMOVED], "p/"), told("b", [REMOVED], "q/")],
    ["a", "b"],
    ["a", "b"],
  ],
  [
    "one that says the same, one of the same Id",
    [told("z", [MADE], "p/")],
    [told("a", [MADE], "p/"), told("z", [REMOVED], "r/")],
    ["z", undefined],
    [],
  ],
])(
  "two of ours whose entries were %s: a live Id goes on to one of them",
  (_how, there, ours, ids, changed) => {
    const [is, wanted] = [there, ours].map((list) => ({ LambdaFunctionConfigurations: list }));
    const merged = entriesOf(mergeNotifications(is ?? {}, wanted ?? {}), "LambdaFunctionConfigurations");
    expect(merged.map(({ Id }) => Id)).toEqual(ids);
    expect(changedEntries(is ?? {}, wanted ?? {}).map((one) => one.is.Id)).toEqual(changed);
  },
);

test("an entry of our Id that says something else stays where ours is there under another Id", () => {
  const there = { LambdaFunctionConfigurations: [told("z", [MADE], "p/"), told("a", [MADE], "q/")] };
  const ours = { LambdaFunctionConfigurations: [told("a", [MADE], "p/"), told("b", [MADE], "r/")] };
  expect(mergeNotifications(there, ours).LambdaFunctionConfigurations).toEqual([
    told("a", [MADE], "q/"),
    told("z", [MADE], "p/"),
    told("b", [MADE], "r/"),
  ]);
});

/** What S3 takes of few Ids, filters and events of one function, so that they meet in every way. */
const meeting = fc
  .uniqueArray(
    fc
      .tuple(
        fc.constantFrom("a", "b", "c"),
        fc.subarray([MADE, REMOVED], { minLength: 1 }),
        fc.constantFrom(undefined, "p/", "q/", "q/r/"),
      )
      .map(([Id, events, prefix]) => told(Id, events, prefix)),
    { maxLength: 3, selector: ({ Id }) => Id },
  )
  .map((list): Configuration => ({ LambdaFunctionConfigurations: list }))
  .filter((document) => {
    try {
      refuseAmbiguous(document);
      return true;
    } catch {
      return false;
    }
  });

test("whatever was made of our entries, S3 takes the merged document, and it stays", () => {
  fc.assert(
    fc.property(meeting, meeting, (there, ours) => {
      fc.pre(overlaps(there, ours).length === 0);
      const once = mergeNotifications(there, ours);
      expect(() => refuseAmbiguous(once)).not.toThrow();
      expect(holdsEntries(once, ours)).toBe(true);
      expect(mergeNotifications(once, ours)).toEqual(once);
      const changed = changedEntries(there, ours).map(({ is }) => is);
      expect(new Set(changed).size).toBe(changed.length);
    }),
    { numRuns: 1000 },
  );
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
