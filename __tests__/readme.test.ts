import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
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
  const { code, stdout, stderr } = await runIn(root, ["plan", "policies/orders.yaml"]);
  expect(code).toBe(0);
  expect(blockWith("account 123456789012, partition aws")).toBe(stderr + stdout);
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

test("each example of the policy tour is taken, and the one that leaves the EU refused as it says", async () => {
  const tour = readme.slice(readme.indexOf("## The policy language"), readme.indexOf("## When it matters"));
  const [estate = "", ...fragments] = [...tour.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(
    ([, text = ""]) => text,
  );
  expect(tour.split("\n").length).toBeLessThan(75);
  expect(fragments.length).toBeGreaterThan(5);
  const folder = mkdtempSync(join(tmpdir(), "zonekeep readme-"));
  try {
    mkdirSync(join(folder, "policies"));
    writeFileSync(join(folder, "policies", "estate.yaml"), estate);
    for (const fragment of fragments) {
      const written = Object.keys(parse(fragment) as object);
      const missing = Object.entries(NEEDED).filter(([key]) => !written.includes(key));
      const text = missing.map(([key, value]) => `${key}: ${value}\n`).join("") + fragment;
      writeFileSync(join(folder, "policies", "tour.yaml"), text);
      const { code, stderr } = await runIn(folder, ["validate"]);
      if (fragment.includes("here us-east-1")) {
        expect(code).toBe(1);
        expect(stderr).toMatch(/error\[RESIDENCY\] site us-east-1 leaves EU: us-east-1 lies in US/);
        expect(stderr).toMatch(/^1 mistake/m);
      } else expect(stderr.split("\n").filter((line) => line.includes("error"))).toEqual([]);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** What every policy has, for fragments that show something else. */
const NEEDED = {
  version: "1",
  name: "tour",
  owner: "team-tour",
  select: '{ names: ["*"] }',
  sites: "[us-east-1]",
};
