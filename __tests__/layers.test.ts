import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Sources, violations } from "./support/layers.ts";

const root = join(import.meta.dirname, "..");

function readSources(): Sources {
  const paths = ["modules", "handlers", "sandbox"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map(
      (path) => `${folder}/${path.replaceAll("\\", "/")}`,
    ),
  );
  return new Map(
    [...paths, "main.ts"]
      .filter((path) => path.endsWith(".ts"))
      .map((path) => [path, readFileSync(join(root, path), "utf8")]),
  );
}

test("the code keeps its directions", () => {
  const sources = readSources();
  expect(sources.size).toBeGreaterThan(50);
  expect(violations(sources)).toEqual([]);
});

describe("fails when a rule is broken:", () => {
  test.each<[string, string, string, string]>([
    ["core imports", "modules/core/size.ts", `import "yaml";`, "modules/core may not import yaml"],
    [
      "the planner imports cdktf",
      "modules/planner/expand.ts",
      `import { App } from "cdktf";`,
      "modules/planner may not import cdktf",
    ],
    [
      "the planner asks AWS's code",
      "modules/planner/expand.ts",
      `import type { x } from "../aws/names.ts";`,
      "modules/planner may not import modules/aws/names.ts",
    ],
    [
      "a handler knows a kind",
      "handlers/capture/index.ts",
      `import { lambda } from "../../modules/protectors/lambda/protector.ts";`,
      "only protectors import modules/protectors/lambda/protector.ts: take the kind from kinds.ts or load.ts",
    ],
    [
      "a restore asks the command line",
      "modules/restore/plan.ts",
      `import { table } from "../cli/terminal/table.ts";`,
      "modules/restore may not import modules/cli/terminal/table.ts",
    ],
    [
      "a handler imports the planner",
      "handlers/capture/index.ts",
      `import { plan } from "../../modules/planner/plan.ts";`,
      "handlers may not import modules/planner/plan.ts",
    ],
    [
      "a construct imports the provider's barrel",
      "modules/aws/constructs/vault.ts",
      `import { s3Bucket } from "@cdktf/provider-aws";`,
      "modules/aws may not import @cdktf/provider-aws",
    ],
    [
      "a pure part of modules/aws imports cdktf",
      "modules/aws/names.ts",
      `import { Fn } from "cdktf";`,
      "only stacks and constructs import cdktf",
    ],
    [
      "recovery reads a file",
      "modules/recovery/verify.ts",
      `import "node:fs";`,
      "modules/recovery may not import node:fs",
    ],
    ["the planner reads the clock", "modules/planner/expand.ts", "const t = Date.now();", "reads the clock"],
    ["policy reads the date", "modules/policy/parse.ts", "const t = new Date();", "reads the clock"],
    [
      "recovery is random",
      "modules/recovery/commit.ts",
      "const r = Math.random();",
      "is random, Math.random",
    ],
    [
      "a protector makes a client",
      "modules/protectors/lambda/capture.ts",
      "const c = new LambdaClient({});",
      "makes a client, new LambdaClient()",
    ],
    [
      "a handler's logic reads the environment",
      "handlers/capture/capture.ts",
      "const e = process.env.AWS_REGION;",
      "reads the environment",
    ],
    [
      "contract holds code",
      "modules/contract/events.ts",
      "export function f() {}",
      "contract holds types and constants only",
    ],
    ["a file is named utils", "modules/core/utils.ts", "export const a = 1;", "nothing is named utils"],
    ["a file only re-exports", "modules/core/index.ts", `export * from "./duration.ts";`, "a barrel"],
    ["a file is long", "modules/core/long.ts", "\n".repeat(251), "251 lines, the maximum is 250"],
  ])("%s", (_name, path, text, message) => {
    expect(violations(new Map([[path, text]]))).toContain(`${path}: ${message}`);
  });

  test("two files import each other", () => {
    const sources = new Map([
      ["modules/core/b.ts", `import "./a.ts";`],
      ["modules/core/a.ts", `import "./b.ts";`],
    ]);
    expect(violations(sources)).toEqual([
      "cycle: modules/core/a.ts -> modules/core/b.ts -> modules/core/a.ts",
    ]);
  });
});
