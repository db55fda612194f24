import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { KINDS } from "../../modules/contract/kinds.ts";
import { SPECS } from "../../modules/protectors/kinds.ts";
import { loadProtector } from "../../modules/protectors/load.ts";
import type { KindSpec } from "../../modules/protectors/spec.ts";
import { lintKinds, type Sources } from "../support/protector-conformance/lint.ts";

const root = join(import.meta.dirname, "../..");
const sources: Sources = new Map(
  readdirSync(join(root, "modules"), { recursive: true, encoding: "utf8" })
    .map((path) => `modules/${path.replaceAll("\\", "/")}`)
    .filter((path) => path.endsWith(".ts"))
    .map((path) => [path, readFileSync(join(root, path), "utf8")]),
);

test("the table of kinds is sound", () => {
  expect(lintKinds(KINDS, SPECS, sources)).toEqual([]);
});

test.each(KINDS)("the code of %s is what its spec says", async (kind) => {
  expect((await loadProtector(kind)).spec).toBe(SPECS[kind]);
});

describe("fails where the table is unsound:", () => {
  const lambda = SPECS.lambda;
  const path = "modules/protectors/lambda/spec.ts";
  const [first] = lambda.permissions.restore;
  const of = (part: Partial<KindSpec>) =>
    lintKinds(KINDS, { ...SPECS, lambda: { ...lambda, ...part } }, sources);
  const permitted = (purpose: "capture" | "restore", action: string, resources: string[]) =>
    of({
      permissions: {
        ...lambda.permissions,
        [purpose]: [...lambda.permissions[purpose], { action, resources }],
      },
    });
  const imports = (line: string) =>
    lintKinds(KINDS, SPECS, new Map([...sources, [path, `${line}\n${sources.get(path)}`]]));

  test.each<[string, () => readonly string[], string]>([
    ["a kind without a folder", () => lintKinds([...KINDS, "sns-topic"], SPECS, sources), "the specs are"],
    [
      "a folder without a kind",
      () => lintKinds(KINDS, SPECS, new Map([...sources, ["modules/protectors/x/y.ts", ""]])),
      "the folders are",
    ],
    ["another's spec", () => of({ kind: "sqs-queue" }), "its spec is of sqs-queue"],
    ["no noun", () => of({ noun: ["", ""] }), "a noun has one word"],
    ["a source that is no page", () => of({ source: "docs" }), "source is no page"],
    ["a write in a capture", () => permitted("capture", "lambda:PutX", ["*"]), "lambda:PutX writes"],
    [
      "a wildcard without a page",
      () => permitted("restore", "lambda:PutX", ["*"]),
      "lambda:PutX is allowed on * without a page",
    ],
    [
      "a read on * of every region",
      () => permitted("restore", "lambda:GetX", ["*"]),
      "lambda:GetX is allowed on * in every region",
    ],
    ["a wildcard of actions", () => permitted("restore", "lambda:*", ["*"]), "lambda:* is no single action"],
    [
      "a wild resource",
      () => permitted("restore", "lambda:PutX", ["arn:aws:lambda:*"]),
      "lambda:PutX has resources",
    ],
    ["an action twice", () => permitted("restore", first?.action ?? "", ["*"]), "stands twice"],
    [
      "a page for nothing",
      () => of({ wildcardActions: { ...lambda.wildcardActions, "lambda:X": lambda.source } }),
      "lambda:X has a page",
    ],
    [
      "a role that is passed to nobody",
      () => of({ passedTo: "lambda" }),
      "passedTo is no service's principal",
    ],
    [
      "a spec with an SDK",
      () => imports(`import { SQSClient } from "@aws-sdk/client-sqs";`),
      "the spec loads @aws-sdk/client-sqs",
    ],
    [
      "code behind a spec with an SDK",
      () => imports(`import { lambda } from "./protector.ts";`),
      "the spec loads @aws-sdk/",
    ],
  ])("%s", (_title, found, expected) => {
    expect(found().join("\n")).toContain(expected);
  });
});
