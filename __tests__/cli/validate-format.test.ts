import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { failureReport } from "../../modules/cli/formats/report-format.ts";
import { parseCommands } from "./support/github-runner.ts";
import { runIn } from "./support/io.ts";

const root = join(import.meta.dirname, "..", "..");

/** What a policy may hold to trick those who read about it: a terminal, GitHub's runner, a person. */
const NASTY = `# ##[add-mask]e
"::error::forged": 1
"a##[add-mask]secret": 1
"b##vso[task.setvariable variable=x]": 1
"\\e[2J\\a": 1
"\\u202eevil\\u2066": 1
"x\\n::error file=a::forged": 1
name: "p\\r::warning::forged"
owner: "::stop-commands::x\\n::set-output name=a::b"
sites: ["\\u009b31m"]
`;

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "zonekeep formats "));
  for (const name of ["policies", "broken", "nasty"])
    cpSync(join(root, "policies"), join(folder, name), { recursive: true });
  writeFileSync(join(folder, "broken", "bad.yaml"), "name: bad\nsitez: [mars]\n");
  writeFileSync(join(folder, "nasty", "::error::forged.yaml"), NASTY);
  writeFileSync(join(folder, "nasty", "##[add-mask]e.yaml"), NASTY);
  writeFileSync(join(folder, "nasty", "flow.yaml"), "sites: {a: x##[add-mask]secret}\n");
  symlinkSync("loop.yaml", join(folder, "loop.yaml"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The machine formats, and what reads their documents: throws for what is no whole document. */
const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  json: JSON.parse,
  sarif: (text) => {
    const log = JSON.parse(text);
    if (log.version !== "2.1.0" || !Array.isArray(log.runs)) throw new Error("no SARIF log");
    return log;
  },
  github: (text) => {
    const lines = text.split("\n").slice(0, -1);
    const commands = parseCommands(text);
    if (text !== lines.map((line) => `${line}\n`).join("") || commands.length !== lines.length)
      throw new Error("not every line is a command");
    return commands;
  },
};
const FORMATS = Object.keys(READERS);

describe.each(FORMATS)("--format %s", (format) => {
  const read = READERS[format] ?? JSON.parse;

  test("says what is right on stdout, and exits with 0", async () => {
    const { code, stdout, stderr } = await runIn(folder, ["validate", "--format", format]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    read(stdout);
  });

  test("says what is wrong on stdout alone, and exits with 1", async () => {
    const { code, stdout, stderr } = await runIn(folder, ["validate", "broken", `--format=${format}`]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    read(stdout);
    expect(stdout).toContain("UNKNOWN_KEY");
  });

  test.each(["nowhere", "loop.yaml"])("has %s, which cannot be read, in its document", async (path) => {
    const { code, stdout, stderr } = await runIn(folder, ["validate", path, "--format", format]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    read(stdout);
    expect(stdout).toContain("FILE");
    expect(stdout).toContain(path);
  });

  test("has a whole document too when the command line is refused, which exits with 2", async () => {
    for (const wrong of ["--nope", ""]) {
      const { code, stdout, stderr } = await runIn(folder, ["validate", "--format", format, wrong]);
      expect(code).toBe(2);
      read(stdout);
      const message = stderr.replace(/^error: /, "").trimEnd();
      expect(stdout).toContain(message.slice(0, message.indexOf("'")));
    }
  });

  test("has a whole document when a command breaks off, with its help", () => {
    const error = { message: "it is lost\n::error::forged", hint: "look for it", code: 1 as const };
    const text = failureReport(format as "json", { error });
    read(text);
    expect(text).toContain("it is lost");
    expect(text).toContain("look for it");
  });
});

test("human is the default, and says the same when named", async () => {
  for (const path of ["policies", "broken"])
    expect(await runIn(folder, ["validate", path, "--format", "human"])).toEqual(
      await runIn(folder, ["validate", path]),
    );
});

test("json is what --json prints, and both may be said", async () => {
  for (const path of ["policies", "broken", "nowhere"]) {
    const short = await runIn(folder, ["validate", path, "--json"]);
    expect(await runIn(folder, ["validate", path, "--format", "json"])).toEqual(short);
    expect(await runIn(folder, ["validate", path, "--format", "json", "--json"])).toEqual(short);
  }
});

test.each(["human", "sarif", "github"])(
  "--json contradicts --format %s, which exits with 2",
  async (format) => {
    const message = `--json contradicts --format ${format}`;
    const { stdout, ...rest } = await runIn(folder, ["validate", "--json", "--format", format]);
    expect(rest).toEqual({ code: 2, stderr: `error: ${message}\n` });
    expect(JSON.parse(stdout)).toEqual({ error: { message, code: 2 } });
  },
);

test("a format that there is not is refused with those that there are, which exits with 2", async () => {
  await expect(runIn(folder, ["validate", "--format", "xml"])).resolves.toEqual({
    code: 2,
    stdout: "",
    stderr:
      "error: option '--format <format>' argument 'xml' is invalid. Allowed choices are human, json, sarif, github.\n",
  });
});

test("GitHub and code scanners get paths from the root of the repository, a person those that were typed", async () => {
  const below = join(folder, "repository", "infra", "backup");
  mkdirSync(below, { recursive: true });
  mkdirSync(join(folder, "repository", ".git"));
  cpSync(join(folder, "broken"), join(below, "policies"), { recursive: true });
  const said = async (format: string): Promise<string> => {
    const { stdout, stderr } = await runIn(below, ["validate", "--format", format]);
    return stdout + stderr;
  };
  expect(await said("github")).toContain("::error file=infra/backup/policies/bad.yaml,line=2,col=1,");
  expect(await said("sarif")).toContain('"uri": "infra/backup/policies/bad.yaml"');
  expect(await said("json")).toContain('"file": "policies/bad.yaml"');
  expect(await said("human")).toContain("\npolicies/bad.yaml:2:1: error[UNKNOWN_KEY]");
});

describe("text from YAML and names of files cannot break out", () => {
  /** Everything a terminal obeys or is tricked by, apart from the ends of lines. */
  const obeyed = /(?!\n)\p{C}|(?! )\p{Z}/u;

  test.each(["human", "json", "sarif"])(
    "of a terminal, nor give a command in GitHub's log, in %s",
    async (format) => {
      const { code, stdout, stderr } = await runIn(join(folder, "nasty"), [
        "validate",
        ".",
        "--format",
        format,
      ]);
      expect(code).toBe(1);
      expect(stdout + stderr).toContain("forged");
      expect(stdout + stderr).toContain("secret");
      expect(stdout + stderr).not.toMatch(obeyed);
      expect(parseCommands(stdout + stderr)).toEqual([]);
    },
  );

  test("of its own command in github", async () => {
    const { stdout } = await runIn(join(folder, "nasty"), ["validate", ".", "--format", "github"]);
    expect(stdout).not.toMatch(obeyed);
    const { diagnostics } = JSON.parse(
      (await runIn(join(folder, "nasty"), ["validate", ".", "--json"])).stdout,
    ) as {
      diagnostics: { severity: string; code: string; message: string; at: { file: string } }[];
    };
    const commands = parseCommands(stdout);
    expect(commands.map(({ name, properties }) => [name, properties.title, properties.file])).toEqual(
      diagnostics.map(({ severity, code, at }) => [severity, `zonekeep ${code}`, at.file]),
    );
    expect(stdout.split("\n")).toHaveLength(diagnostics.length + 1);
  });

  test("and the texts are told all the same", async () => {
    const { stderr } = await runIn(join(folder, "nasty"), ["validate", "."]);
    for (const text of [
      "\\u003a:error::forged.yaml:2:1: error[UNKNOWN_KEY]",
      '"a\\u0023#[add-mask]secret"',
      '"b\\u0023#vso[task.setvariable variable=x]"',
      '"\\u001b[2J\\u0007"',
      '"\\u202eevil\\u2066"',
      '"x\\u000a::error file=a::forged"',
    ])
      expect(stderr).toContain(text);
  });
});
