import { describe, test } from "vitest";
import type { Selection } from "../../../../modules/policy/policy.ts";
import { bothWays, plain, type Row, SAME, SILENT } from "./both-ways.ts";

const select = (changes: Partial<Selection>) => ({ select: { ...plain.select, ...changes } });

const ROWS: readonly Row[] = [
  [
    select({ tags: { backup: ["yes"], team: ["a", "b"] } }),
    SILENT,
    'adds select.tags.team: no longer asks for tag "team" (was "a", "b")',
    'weakens select.tags.team: asks for tag "team" with "a", "b" too',
  ],
  [
    SILENT,
    select({ tags: { backup: ["maybe", "yes"] } }),
    'adds select.tags.backup: accepts "maybe" of tag "backup" too',
    'weakens select.tags.backup: no longer accepts "maybe" of tag "backup"',
  ],
  [
    SILENT,
    select({ tags: { backup: ["*"] } }),
    'adds select.tags.backup: accepts any value of tag "backup" too',
    'weakens select.tags.backup: no longer accepts any value of tag "backup"',
  ],
  // A tag may be called anything.
  [
    select({ tags: { valueOf: ["a"], toString: ["a"] } }),
    select({ tags: { valueOf: ["a"], toString: ["a", "b"] } }),
    'adds select.tags.toString: accepts "b" of tag "toString" too',
    'weakens select.tags.toString: no longer accepts "b" of tag "toString"',
  ],
  [
    select({ tags: { constructor: ["a"] } }),
    select({ tags: { constructor: ["b"] } }),
    [
      'weakens select.tags.constructor: no longer accepts "a" of tag "constructor"',
      'adds select.tags.constructor: accepts "b" of tag "constructor" too',
    ],
    [
      'weakens select.tags.constructor: no longer accepts "b" of tag "constructor"',
      'adds select.tags.constructor: accepts "a" of tag "constructor" too',
    ],
  ],
  [
    SILENT,
    select({ names: [] }),
    "adds select.names: selects every function (was orders-*)",
    "weakens select.names: selects only functions orders-* (was every one)",
  ],
  [select({ names: [] }), select({ names: ["*"] }), SAME, SAME],
  [
    SILENT,
    select({ names: ["media-*", "orders-*"] }),
    "adds select.names: selects functions media-* too (was orders-*)",
    "weakens select.names: no longer selects functions media-*, only orders-*",
  ],
  [
    SILENT,
    select({ names: ["orders-a*", "orders-b?"] }),
    "weakens select.names: no longer selects functions orders-*, only orders-a*, orders-b?",
    "adds select.names: selects functions orders-* too (was orders-a*, orders-b?)",
  ],
  [
    select({ arns: ["arn:aws:lambda:*:*:function:a"] }),
    SILENT,
    "adds select.arns: selects every ARN (was arn:aws:lambda:*:*:function:a)",
    "weakens select.arns: selects only ARNs arn:aws:lambda:*:*:function:a (was every one)",
  ],
  [
    select({ runtimes: ["nodejs*"] }),
    select({ runtimes: ["nodejs*", "python*"] }),
    "adds select.runtimes: selects runtimes python* too (was nodejs*)",
    "weakens select.runtimes: no longer selects runtimes python*, only nodejs*",
  ],
  [SILENT, select({ accounts: ["123456789012"] }), SAME, SAME],
  [
    SILENT,
    select({ accounts: ["123456789012", "210987654321"] }),
    "adds select.accounts: selects in account 210987654321 too",
    "weakens select.accounts: no longer selects in account 210987654321",
  ],
  [
    SILENT,
    select({ exclude: [{ name: "orders-test-*" }, { name: "tmp-*" }] }),
    "weakens select.exclude: leaves out tmp-* too",
    "adds select.exclude: no longer leaves out tmp-*",
  ],
  [SILENT, select({ exclude: [{ name: "orders-test-*" }, { name: "orders-test-a" }] }), SAME, SAME],
  [
    SILENT,
    select({ exclude: [{ name: "orders-test-*", reason: "rebuilt" }] }),
    'changes select.exclude.orders-test-*: leaves out orders-test-*: reason "rebuilt" (was none)',
    'changes select.exclude.orders-test-*: leaves out orders-test-*: reason none (was "rebuilt")',
  ],
  [
    SILENT,
    select({ resources: ["arn:aws:sns:us-east-1:123456789012:t"] }),
    "adds select.resources: protects arn:aws:sns:us-east-1:123456789012:t too",
    "weakens select.resources: no longer protects arn:aws:sns:us-east-1:123456789012:t",
  ],
  [
    select({ resources: ["sqs-queue/orders-*"] }),
    select({ resources: ["sqs-queue/*"] }),
    "adds select.resources: protects sqs-queue/* too",
    "weakens select.resources: no longer protects sqs-queue/*",
  ],
  [
    select({ names: [], tags: {}, resources: ["sqs-queue/*"] }),
    select({ resources: ["sqs-queue/*"] }),
    "adds select: selects functions too (was resources alone)",
    "weakens select: no longer selects functions, but resources alone",
  ],
  [
    select({ names: [], tags: {}, resources: ["sqs-queue/*"] }),
    select({ names: [], tags: {}, resources: ["sqs-queue/*", "sns-topic/*"] }),
    "adds select.resources: protects sns-topic/* too",
    "weakens select.resources: no longer protects sns-topic/*",
  ],
];

describe("each promise says in which direction it changed, and nothing when it did not", () => {
  test.each(ROWS)("%j to %j", bothWays);
});
