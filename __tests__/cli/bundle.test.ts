import { execFile, execFileSync, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ALONE } from "./support/bundle.ts";

const root = join(import.meta.dirname, "..", "..");

let folder = "";
let dist = "";
let work = "";

function build(into: string, cwd: string): void {
  execFileSync(process.execPath, [join(root, "modules", "cli", "build.mjs"), into], { cwd });
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "zonekeep bundle "));
  dist = join(folder, "dist");
  work = join(folder, "my work");
  build(dist, root);
  cpSync(join(root, "policies"), join(work, "policies"), { recursive: true });
  cpSync(join(root, "policies"), join(work, "broken"), { recursive: true });
  writeFileSync(join(work, "broken", "bad.yaml"), "name: bad\nsitez: [mars]\n");
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function zonekeep(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ran> {
  return new Promise((resolve) => {
    const options = { cwd: work, env: { ...ALONE, ...env } };
    execFile(process.execPath, [join(dist, "zonekeep.mjs"), ...args], options, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

describe("the bundle", () => {
  test("works from a folder with a space, with nothing of the project beside it", async () => {
    const answer = await zonekeep(["validate"]);
    expect(answer).toEqual({ code: 0, stdout: "3 policies, 3 sites: no mistakes\n", stderr: "" });
  });

  test("is a program, as npx runs it", () => {
    const answer = execFileSync(join(dist, "zonekeep.mjs"), ["validate"], { cwd: work, env: ALONE });
    expect(String(answer)).toBe("3 policies, 3 sites: no mistakes\n");
  });

  test("exits with 1 for mistakes and 2 for usage, never with a stack trace", async () => {
    const mistakes = await zonekeep(["plan", "broken"]);
    expect(mistakes).toMatchObject({ code: 1, stdout: "" });
    expect(mistakes.stderr).toContain("broken/bad.yaml:2:1: error[UNKNOWN_KEY]");
    const usage = await zonekeep(["plan", "--nope"]);
    expect(usage).toEqual({ code: 2, stdout: "", stderr: "error: unknown option '--nope'\n" });
    expect(mistakes.stderr + usage.stderr).not.toMatch(/^\s+at /m);
  });

  test("says in one sentence that there are no credentials, and what to do", async () => {
    const { code, stdout, stderr } = await zonekeep(["list", "--site", "us-east-1"]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(
      /^error: no AWS credentials: s3:ListObjectVersions of s3:\/\/.* in us-east-1 \(.*\)\n {2}help: set AWS_PROFILE .*\n$/,
    );
  });

  test("says which endpoint does not answer", async () => {
    const { code, stderr } = await zonekeep(["backup", "orders", "--site", "us-east-1"], {
      AWS_ENDPOINT_URL: "http://127.0.0.1:9",
      AWS_ACCESS_KEY_ID: "none",
      AWS_SECRET_ACCESS_KEY: "none",
    });
    expect(code).toBe(1);
    expect(stderr).toContain("error: cannot reach AWS: states:StartExecution of ");
    expect(stderr).toContain("  help: AWS_ENDPOINT_URL is http://127.0.0.1:9; ");
  });

  test("says in one line that the sandbox needs Python, and exits with 2", async () => {
    const { code, stdout, stderr } = await zonekeep(["sandbox", "up"], { PATH: join(folder, "nothing") });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^error: .*Python 3.*\n$/);
  });

  test("writes the same page in every time zone and language, with its style and script in it", async () => {
    const args = ["plan", "--format", "html"];
    const { code, stdout } = await zonekeep(args);
    expect(code).toBe(0);
    for (const name of ["page.css", "page.js"])
      expect(stdout).toContain(readFileSync(join(root, "modules", "cli", "report", name), "utf8"));
    const abroad = { TZ: "Asia/Kolkata", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" };
    await expect(zonekeep(args, abroad)).resolves.toMatchObject({ stdout });
  });

  test("ends quietly when nobody reads on", async () => {
    const child = spawn(process.execPath, [join(dist, "zonekeep.mjs"), "plan", "--json"], {
      cwd: work,
      env: ALONE,
    });
    let stderr = "";
    child.stderr.on("data", (text) => {
      stderr += text;
    });
    child.stdout.destroy();
    await new Promise((resolve) => child.once("close", resolve));
    expect(stderr).toBe("");
  });

  test("loads neither the SDK nor cdktf nor a compiler of schemas for validate and plan", async () => {
    for (const command of ["validate", "plan"]) {
      const coverage = join(folder, `coverage ${command}`);
      await zonekeep([command], { NODE_V8_COVERAGE: coverage });
      const loaded = loadedFiles(coverage).filter((path) => path.startsWith(dist));
      expect(loaded.map((path) => basename(path))).toContain("zonekeep.mjs");
      const text = loaded.map((path) => readFileSync(path, "utf8")).join("\n");
      expect(/x-amz-security-token|\bS3Client\b|TerraformStack|MissingRefError/i.test(text)).toBe(false);
      expect(text.length).toBeLessThan(1_100_000);
    }
  });

  test("has the same bytes wherever it is built", () => {
    const elsewhere = join(folder, "another", "place");
    mkdirSync(join(folder, "another"));
    build(elsewhere, work);
    const contents = (from: string): Record<string, string> =>
      Object.fromEntries(readdirSync(from).map((name) => [name, readFileSync(join(from, name), "utf8")]));
    expect(Object.keys(contents(elsewhere)).length).toBeGreaterThan(10);
    expect(contents(elsewhere)).toEqual(contents(dist));
  });
});

/** Every script that Node ran, as its coverage says. */
function loadedFiles(coverage: string): string[] {
  return readdirSync(coverage).flatMap((name) => {
    const { result } = JSON.parse(readFileSync(join(coverage, name), "utf8")) as {
      result: { url: string }[];
    };
    return result.flatMap(({ url }) => (url.startsWith("file:") ? [fileURLToPath(url)] : []));
  });
}
