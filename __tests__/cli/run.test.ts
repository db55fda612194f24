import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { runIn } from "./support/io.ts";

const root = join(import.meta.dirname, "..", "..");

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "zonekeep cli "));
  cpSync(join(root, "policies"), join(folder, "policies"), { recursive: true });
  cpSync(join(root, "policies"), join(folder, "broken"), { recursive: true });
  writeFileSync(join(folder, "broken", "bad.yaml"), "name: bad\nsitez: [mars]\n");
});
afterAll(() => rmSync(folder, { recursive: true }));

const COMMANDS = [
  "validate",
  "plan",
  "explain",
  "what-if",
  "coverage",
  "cost",
  "backup",
  "list",
  "history",
  "diff",
  "verify",
  "repair",
  "restore",
  "arm",
  "disarm",
  "zones",
  "sandbox",
] as const;

describe("usage", () => {
  test("without a command shows what there is, and exits with 2", async () => {
    const { code, stdout, stderr } = await runIn(folder, []);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    for (const name of COMMANDS) expect(stderr).toContain(`  ${name} `);
  });

  test("an unknown command that is like no other says where all are", async () => {
    expect(await runIn(folder, ["nonsense"])).toEqual({
      code: 2,
      stdout: "",
      stderr: "error: unknown command 'nonsense'\n  help: npx zonekeep --help shows the commands\n",
    });
  });

  test("--policies is taken wherever paths are, and by commands that a file tells all", async () => {
    const asPath = await runIn(folder, ["validate", "broken", "--json"]);
    expect(await runIn(folder, ["validate", "--policies", "broken", "--json"])).toEqual(asPath);
    expect((await runIn(folder, ["plan", "--policies", "broken"])).stderr).toContain("error[UNKNOWN_KEY]");
    for (const name of ["arm", "disarm"]) {
      const { stderr } = await runIn(folder, [name, "none.json", "--policies", "policies"]);
      expect(stderr).toContain("none.json");
      expect(stderr).not.toContain("unknown option");
    }
  });

  test("an unknown command or option is refused with what was probably meant, and exits with 2", async () => {
    await expect(runIn(folder, ["validat"])).resolves.toEqual({
      code: 2,
      stdout: "",
      stderr: "error: unknown command 'validat'\n(Did you mean validate?)\n",
    });
    await expect(runIn(folder, ["plan", "--jsonn"])).resolves.toEqual({
      code: 2,
      stdout: "",
      stderr: "error: unknown option '--jsonn'\n(Did you mean --json?)\n",
    });
  });

  test.each([
    [["backup"], "error: missing required argument 'policy'\n"],
    [["list", "a", "b"], "error: too many arguments for 'list'. Expected 1 argument but got 2.\n"],
  ])("%j exits with 2", async (args, stderr) => {
    await expect(runIn(folder, args)).resolves.toEqual({ code: 2, stdout: "", stderr });
  });

  test.each(COMMANDS)("%s --help is short, has an example, and exits with 0", async (name) => {
    const { code, stdout, stderr } = await runIn(folder, [name, "--help"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(new RegExp(`^Usage: zonekeep ${name} [^]*\nExample:\n  .*zonekeep ${name}`));
    expect(stdout.split("\n").length).toBeLessThan(54);
    await expect(runIn(folder, ["help", name])).resolves.toEqual({ code, stdout, stderr });
  });

  test("every command has --json", async () => {
    const parts = { sandbox: ["up", "down", "status"], zones: ["diff", "refresh"] };
    for (const name of COMMANDS.filter((each) => !(each in parts)))
      expect((await runIn(folder, [name, "--help"])).stdout).toContain("--json ");
    for (const [name, commands] of Object.entries(parts))
      for (const command of commands)
        expect((await runIn(folder, [name, command, "--help"])).stdout).toContain("--json ");
  });

  test("what was typed is shown without what a terminal or a pipeline obeys, and cut when it is long", async () => {
    const { code, stderr } = await runIn(folder, ["list", "--sit\u001b[2J\u202e##vso[x]"]);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: "error: unknown option '--sit\\u001b[2J\\u202e\\u0023#vso[x]'\n",
    });
    const long = await runIn(folder, ["plan", `--${"x".repeat(100_000)}`]);
    expect(long.stderr.length).toBeLessThan(650);
  });

  test("--version is that of the package", async () => {
    await expect(runIn(folder, ["--version"])).resolves.toEqual({
      code: 0,
      stdout: `${manifest.version}\n`,
      stderr: "",
    });
  });
});

describe("validate", () => {
  test("says how many policies and sites are right", async () => {
    await expect(runIn(folder, ["validate"])).resolves.toEqual({
      code: 0,
      stdout: "3 policies, 3 sites: no mistakes\n",
      stderr: "",
    });
    const { stdout } = await runIn(folder, ["validate", "--json"]);
    expect(JSON.parse(stdout)).toEqual({ ok: true, policies: 3, sites: 3, diagnostics: [] });
  });

  test("tells every mistake with its line and place, and exits with 1", async () => {
    const { code, stdout, stderr } = await runIn(folder, ["validate", "broken"]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("broken/bad.yaml:2:1: error[UNKNOWN_KEY]");
    expect(stderr).toContain("    2 | sitez: [mars]\n      | ^\n");
    expect(stderr).toMatch(/\n\d+ mistakes\n$/);
    expect(stderr).not.toContain("    at ");
  });

  test("tells them as JSON on stdout with --json", async () => {
    const { code, stdout, stderr } = await runIn(folder, ["validate", "broken", "--json"]);
    const { ok, diagnostics } = JSON.parse(stdout) as { ok: boolean; diagnostics: object[] };
    expect({ code, stderr, ok }).toEqual({ code: 1, stderr: "", ok: false });
    expect(diagnostics).toContainEqual(
      expect.objectContaining({ code: "UNKNOWN_KEY", at: { file: "broken/bad.yaml", line: 2, col: 1 } }),
    );
  });

  test("colours what is wrong at a terminal only, and not where a person said no", async () => {
    const isTTY = { stdout: true, stderr: true };
    const red = "\u001b[31merror[UNKNOWN_KEY]\u001b[0m";
    expect((await runIn(folder, ["validate", "broken"], { isTTY })).stderr).toContain(red);
    for (const env of [{ NO_COLOR: "1" }, { CI: "true" }, { TERM: "dumb" }])
      expect((await runIn(folder, ["validate", "broken"], { isTTY, env })).stderr).not.toContain("\u001b");
  });
});

describe("plan", () => {
  test("shows stacks and units; with --json it is the plan", async () => {
    const { code, stdout } = await runIn(folder, ["plan"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^account \d{12}, partition aws: 4 stacks, \d+ units\n\nSTACK /);
    const { stdout: json } = await runIn(folder, ["plan", "--json"]);
    const { stacks } = JSON.parse(json) as { stacks: { id: string }[] };
    expect(stacks.map(({ id }) => id)).toEqual([
      "site-eu-west-1",
      "site-us-east-1",
      "zone-us-east-1-bos-1a",
      "links-us-east-1",
    ]);
  });

  test("is not made of policies with a mistake", async () => {
    const { code, stdout, stderr } = await runIn(folder, ["plan", "broken"]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("error[UNKNOWN_KEY]");
  });
});

describe("what is asked for and is not there fails with 1 and says what there is", () => {
  test.each<[string[], string]>([
    [["backup", "nope"], "error: there is no policy nope\n  help: the policies are edge, media, orders\n"],
    [["list", "--site", "mars"], "error: no policy has a site mars\n"],
    [["restore", "f", "--site", "us-east-1", "--to", "us-east-1-bos-1a"], "is not a region of the plan\n"],
    [
      ["restore", "f", "--site", "us-east-1", "--to", "eu-west-1", "--map", "none.yaml"],
      "cannot read none.yaml: there is no such",
    ],
    [
      ["restore", "f", "--site", "us-east-1", "--to", "eu-west-1", "--result", "no/where"],
      "cannot write no/where: no such",
    ],
    [["arm", "none.json"], "error: cannot read none.json: there is no such file or folder\n"],
    [["list", "--policies", "nowhere"], "nowhere:1:1: error[FILE]"],
  ])("%j", async (args, message) => {
    const { code, stdout, stderr } = await runIn(folder, args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(message);
  });
});

describe("with --json a failure is one JSON document on stdout, beside the text on stderr:", () => {
  test("what was asked for is not there", async () => {
    const text = await runIn(folder, ["backup", "nope"]);
    const { stdout, ...rest } = await runIn(folder, ["backup", "nope", "--json"]);
    expect(rest).toEqual({ code: text.code, stderr: text.stderr });
    expect(JSON.parse(stdout)).toEqual({
      error: { message: "there is no policy nope", hint: "the policies are edge, media, orders", code: 1 },
    });
  });

  test("mistakes in the policies", async () => {
    const { code, stdout, stderr } = await runIn(folder, ["plan", "broken", "--json"]);
    const { error } = JSON.parse(stdout) as { error: { diagnostics: object[] } };
    expect(error).toMatchObject({ message: `${error.diagnostics.length} mistakes`, code });
    expect(error.diagnostics).toContainEqual(expect.objectContaining({ code: "UNKNOWN_KEY" }));
    expect(stderr).toContain("error[UNKNOWN_KEY]");
  });

  test.each<[string[], object]>([
    [["list", "--json", "--sit", "a"], { message: "unknown option '--sit'\n(Did you mean --site?)" }],
    [["backup", "--json"], { message: "missing required argument 'policy'" }],
  ])("usage, %j", async (args, error) => {
    const { code, stdout } = await runIn(folder, args);
    expect({ code, ...JSON.parse(stdout) }).toEqual({ code: 2, error: { ...error, code: 2 } });
  });

  test("never where --json is an argument, nor where help is asked for", async () => {
    expect(await runIn(folder, ["backup", "--", "--json"])).toMatchObject({ code: 1, stdout: "" });
    expect((await runIn(folder, ["list", "--json", "--help"])).stdout).toMatch(/^Usage: [^{]*$/);
  });
});

test.each([
  ["validate", ""],
  ["plan", "policies", ""],
  ["list", "--policies", ""],
])("%j: an empty path, of an unset variable, exits with 2", async (...args) => {
  const { code, stdout, stderr } = await runIn(folder, args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(/^error: .* is invalid.* It is empty: is a variable unset\?\n$/);
});

test("a stack trace is shown only when asked for", async () => {
  const args = ["backup", "nope"];
  expect((await runIn(folder, args)).stderr).not.toContain("    at ");
  expect((await runIn(folder, args, { env: { ZONEKEEP_DEBUG: "1" } })).stderr).toContain("    at ");
});
