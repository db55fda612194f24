import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runIn } from "./support/io.ts";

let folder = "";
const read = (name: string): string => readFileSync(join(folder, name), "utf8");
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "zonekeep format "));
  cpSync(join(import.meta.dirname, "..", "..", "policies"), join(folder, "policies"), { recursive: true });
  await runIn(folder, ["plan", "--output", "before.json", "--json"]);
  cpSync(join(folder, "policies"), join(folder, "weaker", "policies"), { recursive: true });
  writeFileSync(
    join(folder, "weaker/policies/media.yaml"),
    read("policies/media.yaml").replace("30d", "20d"),
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("plan --format", () => {
  test("is a table unless told otherwise, and --json is the same as json", async () => {
    const table = await runIn(folder, ["plan"]);
    expect(table.stdout).toMatch(/^account \d{12}, partition aws: 4 stacks, 21 units\n\nSTACK /);
    await expect(runIn(folder, ["plan", "--format", "table"])).resolves.toEqual(table);
    const json = await runIn(folder, ["plan", "--json"]);
    expect(JSON.parse(json.stdout)).toMatchObject({ format: 1, account: "123456789012" });
    for (const args of [
      ["--format", "json"],
      ["--format=json", "--json"],
    ])
      await expect(runIn(folder, ["plan", ...args])).resolves.toEqual(json);
  });

  test.each([
    ["markdown", /^## Plan: 3 policies, 4 stacks, 21 units\n/],
    ["html", /^<!doctype html>\n<html lang="en">\n.*<\/html>\n$/s],
  ])("can be %s", async (format, document) => {
    const { code, stdout, stderr } = await runIn(folder, ["plan", "--format", format]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(document);
  });

  test.each([
    [
      ["--format", "pdf"],
      /option '--format <format>' argument 'pdf' is invalid. Allowed choices are table, json/,
    ],
    [["--json", "--format", "html"], /^error: --json contradicts --format html\n$/],
    [
      ["--against", "before.json", "--affected", "--format", "markdown"],
      /--affected contradicts --format markdown\n$/,
    ],
  ])("refuses %j, and exits with 2", async (args, message) => {
    const { code, stderr } = await runIn(folder, ["plan", ...args]);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  test.each([
    [
      "markdown",
      "\n### 1 change: 1 weakens; 1 not accepted\n",
      "| **weakens**, not accepted | policy `media` |",
    ],
    [
      "html",
      '<h2 id="changes-title">1 change: 1 weakens; 1 not accepted</h2>',
      "<strong>weakens</strong>, not accepted",
    ],
  ])(
    "of %s tells what differs with --against, and exits with 1 all the same",
    async (format, heading, row) => {
      const args = ["plan", "--against", "../before.json", "--format", format];
      const { code, stdout, stderr } = await runIn(join(folder, "weaker"), args);
      expect(code).toBe(1);
      expect(stdout).toContain(heading);
      expect(stdout).toContain(row);
      expect(stderr).toContain("error: 1 change not accepted");
      const accepted = await runIn(join(folder, "weaker"), [...args, "--accept", "weakens"]);
      expect(accepted.code).toBe(0);
      expect(accepted.stdout).toContain("accepted: ");
    },
  );
});

describe("plan --output", () => {
  test("writes to a file what would have been printed, and prints nothing", async () => {
    for (const args of [[], ["--json"], ["--format", "markdown"], ["--format", "html"]]) {
      const { stdout } = await runIn(folder, ["plan", ...args]);
      const written = await runIn(folder, ["plan", ...args, "--output", "plan.out"]);
      expect(written).toEqual({ code: 0, stdout: "", stderr: "" });
      expect(read("plan.out")).toBe(stdout);
    }
  });

  test("writes no colours, though a terminal waits", async () => {
    const isTTY = { stdout: true, stderr: true };
    expect((await runIn(folder, ["plan"], { isTTY })).stdout).toContain("\u001b");
    await runIn(folder, ["plan", "--output", "plan.out"], { isTTY });
    expect(read("plan.out")).not.toContain("\u001b");
  });

  test("replaces what is there in one step, through a link too, and leaves nothing beside it", async () => {
    writeFileSync(join(folder, "old.md"), "old");
    symlinkSync("old.md", join(folder, "link.md"));
    const { ino } = statSync(join(folder, "old.md"));
    await runIn(folder, ["plan", "--format", "markdown", "--output", "link.md"]);
    expect(read("old.md")).toMatch(/^## Plan/);
    expect(statSync(join(folder, "old.md")).ino).not.toBe(ino);
    expect(readdirSync(folder).filter((name) => name.includes("old.md"))).toEqual(["old.md"]);
  });

  test("keeps what is there when the policies have a mistake", async () => {
    writeFileSync(join(folder, "kept.md"), "old");
    writeFileSync(join(folder, "bad.yaml"), "name: bad\n");
    const { code } = await runIn(folder, ["plan", "bad.yaml", "--output", "kept.md"]);
    expect(code).toBe(1);
    expect(read("kept.md")).toBe("old");
  });

  test("writes into a device, and does not replace it", async () => {
    const before = statSync("/dev/null");
    await expect(runIn(folder, ["plan", "--output", "/dev/null"])).resolves.toMatchObject({
      code: 0,
      stderr: "",
    });
    expect(statSync("/dev/null").ino).toBe(before.ino);
  });

  test.each([
    ["no/where/plan.md", "error: cannot write no/where/plan.md: no such file or folder\n"],
    ["policies", "error: cannot write policies: it is a folder\n"],
    [
      "policies/orders.yaml/x",
      "error: cannot write policies/orders.yaml/x: a part of the path is not a folder\n",
    ],
  ])("says why it cannot write %s, and exits with 1", async (path, stderr) => {
    await expect(runIn(folder, ["plan", "--output", path])).resolves.toEqual({ code: 1, stdout: "", stderr });
  });
});
