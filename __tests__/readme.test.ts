import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runIn } from "./cli/support/io.ts";

const root = join(import.meta.dirname, "..");
const readme = readFileSync(join(root, "README.md"), "utf8");

/** The contents of the fenced blocks, without the indentation of a list. */
const blocks = [...readme.matchAll(/^( *)```(\w*)\n([\s\S]*?)^\1```$/gm)].map(
  ([, indent = "", , text = ""]) => text.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
);

const blockWith = (text: string): string => {
  const found = blocks.find((block) => block.includes(text));
  if (found === undefined) throw new Error(`no block of the README has ${text}`);
  return found;
};

test("the policy that the README opens with is the sample, and has 12 lines", () => {
  expect(blocks[0]).toBe(readFileSync(join(root, "policies", "orders.yaml"), "utf8"));
  expect(blocks[0]?.trimEnd().split("\n")).toHaveLength(12);
});

test("the plan in the README is what the command prints", async () => {
  const { code, stdout } = await runIn(root, ["plan", "policies/orders.yaml"]);
  expect(code).toBe(0);
  expect(blockWith("account 123456789012, partition aws")).toBe(stdout);
});

test("the mistakes in the README are what the command says of the policy above them", async () => {
  const folder = mkdtempSync(join(tmpdir(), "zonekeep readme-"));
  try {
    mkdirSync(join(folder, "policies"));
    copyFileSync(join(root, "policies", "estate.yaml"), join(folder, "policies", "estate.yaml"));
    writeFileSync(join(folder, "policies", "orders.yaml"), blockWith("{ evry: 1h }"));
    const { code, stdout, stderr } = await runIn(folder, ["validate"]);
    expect(code).toBe(1);
    expect(stdout + stderr).toBe(blockWith("error[SITE]"));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
