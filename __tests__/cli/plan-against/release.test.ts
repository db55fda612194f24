import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { DONE, repository } from "./repository.ts";

const { folder, git, write, commit, plan, against } = repository();

const ALL = ["site-eu-west-1", "site-us-east-1", "zone-us-east-1-bos-1a", "links-us-east-1"];
const asking = (wanted: string): string => JSON.stringify({ dependencies: { zonekeep: wanted } });
const lock = (version: string, integrity = `sha512-${version}`): string =>
  JSON.stringify({ packages: { "node_modules/zonekeep": { version, integrity } } });

/** Runs what it is given on a branch that begins with these files. */
async function from(files: Readonly<Record<string, string>>, run: () => Promise<void>): Promise<void> {
  git("checkout", "-q", "-b", "base");
  write(files);
  commit("base", files);
  try {
    await run();
  } finally {
    git("checkout", "-q", "-f", "main");
    git("branch", "-q", "-D", "base");
  }
}

const widening = (line: string) => new RegExp(`^widens +estate 123456789012 +${line}`, "m");

describe("zonekeep's own version", () => {
  test("is told with the stacks to deploy, when the lock of a repository that uses it changes", () =>
    from({ "package.json": asking("^0.1.0"), "package-lock.json": lock("0.1.0") }, async () => {
      await expect(plan("--against", "base")).resolves.toEqual({ ...DONE, stdout: "nothing changes\n" });
      write({ "package-lock.json": lock("0.2.0") });
      const { code, stdout } = await plan("--against", "base");
      expect(code).toBe(0);
      expect(stdout).toMatch(/^changes +estate 123456789012 +zonekeep 0\.2\.0 \(was 0\.1\.0\)/m);
      expect((await plan("--against", "base", "--affected")).stdout.trim().split("\n")).toEqual(ALL);
      const { changes, affected } = JSON.parse((await plan("--against", "base", "--json")).stdout);
      expect(changes).toMatchObject([{ path: "zonekeep", hint: expect.stringContaining("deploy every") }]);
      expect(affected).toHaveLength(ALL.length);
      for (const format of ["markdown", "html"])
        expect((await plan("--against", "base", "--format", format)).stdout).toContain(
          "zonekeep 0.2.0 (was 0.1.0)",
        );
    }));

  test("does not become an older one, other bytes or somebody else's in a pull request alone", () =>
    from({ "package.json": asking("^0.2.0"), "package-lock.json": lock("0.2.0") }, async () => {
      const refused = async (files: Readonly<Record<string, string>>): Promise<string> => {
        git("checkout", "-q", "-f", "base");
        write(files);
        const { code, stdout } = await plan("--against", "base");
        expect(code).toBe(1);
        return stdout;
      };
      expect(await refused({ "package-lock.json": lock("0.1.0") })).toMatch(
        widening("zonekeep 0\\.1\\.0 \\(was 0\\.2\\.0\\)"),
      );
      expect(await refused({ "package-lock.json": lock("0.2.0", "sha512-b") })).toMatch(
        widening("zonekeep 0\\.2\\.0 is another package than before"),
      );
      expect(await refused({ "package.json": asking("github:theirs/zonekeep") })).toMatch(
        widening("package\\.json asks for zonekeep github:theirs/zonekeep"),
      );
      expect(await refused({ "package-lock.json": "{}" })).toMatch(
        widening("zonekeep \\^0\\.2\\.0, in no lock \\(was 0\\.2\\.0\\)"),
      );
      expect(await refused({ "package.json": "{}" })).toMatch(
        widening("zonekeep not pinned \\(was 0\\.2\\.0\\)"),
      );
    }));

  test("and its code are told in its own repository, whatever lies beside them", () => {
    mkdirSync(join(folder, "modules"), { recursive: true });
    const files = {
      "package.json": JSON.stringify({ name: "zonekeep", version: "0.1.0" }),
      "main.ts": "// one\n",
      "modules/plan.ts": "// two\n",
    };
    return from(files, async () => {
      write({ "notes.md": "# notes\n" });
      await expect(plan("--against", "base")).resolves.toEqual({ ...DONE, stdout: "nothing changes\n" });
      for (const [path, text] of [
        ["modules/plan.ts", "// three\n"],
        ["modules/more.ts", "// more\n"],
        ['modules/"odd', "// taken for a quoted path by git\n"],
        ["modules/a\nb.ts", "// two lines\n"],
      ] as const) {
        git("checkout", "-q", "-f", "base");
        git("clean", "-q", "-f", "-d");
        mkdirSync(join(folder, "modules"), { recursive: true });
        write({ [path]: text });
        const { code, stdout } = await plan("--against", "base");
        expect(code).toBe(0);
        expect(stdout).toMatch(/^changes +estate 123456789012 +zonekeep's own code differs/m);
      }
      git("clean", "-q", "-f", "-d");
      write({ "package.json": JSON.stringify({ name: "zonekeep", version: "0.2.0" }) });
      expect((await plan("--against", "base")).stdout).toMatch(/ zonekeep 0\.2\.0 \(was 0\.1\.0\)/);
    });
  });

  test("is told from a file of an earlier plan too", () =>
    from({ "package.json": asking("^0.1.0"), "package-lock.json": lock("0.1.0") }, async () => {
      write({ "before.json": (await plan("--json")).stdout, "package-lock.json": lock("0.3.0") });
      expect((await plan("--against", "./before.json")).stdout).toMatch(/zonekeep 0\.3\.0 \(was 0\.1\.0\)/);
      expect((await plan("--against", "./before.json", "--affected")).stdout.trim().split("\n")).toEqual(ALL);
    }));

  test("is nothing where nothing pins it", async () => {
    await expect(against()).resolves.toEqual({ ...DONE, stdout: "nothing changes\n" });
    expect(JSON.parse((await plan("--json")).stdout)).not.toHaveProperty("zonekeep");
  });
});
