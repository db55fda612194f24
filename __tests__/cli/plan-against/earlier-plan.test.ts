import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runIn } from "../support/io.ts";
import { DONE, ENV, POLICIES, repository } from "./repository.ts";

const { folder, git, write, commit, edit, plan } = repository();

describe("what it is compared with", () => {
  const PLAN = "before.json";
  const failure = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await plan(...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    return stderr;
  };
  const BY_HAND = "  help: zonekeep plan --json > FILE writes one, of the version that is installed\n";

  test("a file that plan --json wrote; one with the name of a revision is taken for neither", async () => {
    write({ [PLAN]: (await plan("--json")).stdout });
    edit("orders", "retention: 35d", "retention: 36d");
    const compared = await plan("--against", PLAN);
    expect(compared.stdout).toContain("keeps every point for 36d (was 35d)  policies/orders.yaml:11:12\n");
    const elsewhere = { ...ENV, PATH: folder };
    await expect(runIn(folder, ["plan", "--against", PLAN], { env: elsewhere })).resolves.toEqual(compared);
    git("branch", PLAN, "main~1");
    const commit = execFileSync("git", ["rev-parse", PLAN], { cwd: folder, env: ENV, encoding: "utf8" });
    expect(await failure("--against", PLAN)).toBe(
      `error: "${PLAN}" is a file, and a git revision too\n  help: write ./${PLAN} for the file, or ${commit.trim()} for the revision\n`,
    );
    for (const file of [`./${PLAN}`, join(folder, PLAN)])
      await expect(plan("--against", file)).resolves.toEqual(compared);
    for (const revision of [`refs/heads/${PLAN}`, commit.trim()])
      expect((await plan("--against", revision)).stdout).toContain("site us-east-1 ");
    git("branch", "-q", "-D", PLAN);
  });

  test("a file that a change adds under the name of the branch it is compared with is refused", async () => {
    const whole = (await plan("--json")).stdout;
    git("update-ref", "refs/remotes/origin/main", "main");
    mkdirSync(join(folder, "origin"));
    write({ "origin/main": whole, "HEAD~1": whole });
    for (const name of ["origin/main", "HEAD~1"])
      expect(await failure("--against", name)).toMatch(
        new RegExp(`^error: "${name}" is a file, and a git revision too\n  help: write \\./${name} for`),
      );
    await expect(plan("--against", "./origin/main")).resolves.toEqual({
      ...DONE,
      stdout: "nothing changes\n",
    });
    git("update-ref", "-d", "refs/remotes/origin/main");
    // Nor where the branch was not fetched.
    expect(await failure("--against", "origin/main")).toBe(
      'error: there is no git revision "origin/main", but a file of that name\n' +
        "  help: fetch the revision, or write ./origin/main for the file\n",
    );
  });

  test.each(["tags", "heads"])(
    "a name that git finds among %s before the branch that is meant is refused",
    async (place) => {
      git("update-ref", "refs/remotes/origin/base", "main~1");
      git("update-ref", `refs/${place}/origin/base`, "main");
      for (const word of ["origin/base", "origin/base~0", "origin/base^{commit}"])
        expect(await failure("--against", word)).toBe(
          `error: "origin/base" is refs/${place}/origin/base and refs/remotes/origin/base, which differ\n` +
            "  help: write one of them, such as refs/remotes/origin/base\n",
        );
      expect((await plan("--against", "refs/remotes/origin/base")).stdout).toContain("site us-east-1 ");
      git("update-ref", `refs/${place}/origin/base`, "main~1");
      expect((await plan("--against", "origin/base")).stdout).toContain("site us-east-1 ");
      git("update-ref", "-d", `refs/${place}/origin/base`);
      git("update-ref", "-d", "refs/remotes/origin/base");
    },
  );

  test("a path is a file and nothing else: what it is instead is told", async () => {
    const said = await Promise.all(
      ["./policies", "/dev/zero", "./none"].map((path) => failure("--against", path)),
    );
    expect(said.map((text) => text.split("\n")[0])).toEqual([
      "error: cannot read ./policies: this is not a regular file",
      "error: cannot read /dev/zero: this is not a regular file",
      "error: cannot read ./none: there is no such file or folder",
    ]);
  });

  test("a file whose stacks are not what their ids say is refused, each at its place", async () => {
    const whole = JSON.parse((await plan("--json")).stdout);
    const told = async (...stacks: object[]): Promise<string> => {
      write({ [PLAN]: JSON.stringify({ ...whole, stacks }, undefined, 1) });
      const shown = await failure("--against", PLAN);
      return shown.replaceAll(/^before\.json:\d+:\d+/gm, "AT").replaceAll(/^ *\d* \|.*\n/gm, "");
    };
    const [site] = whole.stacks;
    expect(site).toMatchObject({ id: "site-eu-west-1", kind: "site", region: "eu-west-1" });
    expect(await told({ ...site, kind: "links" }, site, { ...site, region: "us-east-1" })).toBe(
      [
        'AT: error[VALUE] stack "site-eu-west-1" is not of kind links and site "eu-west-1"',
        '  help: write "links-eu-west-1"',
        'AT: error[DUPLICATE] stack "site-eu-west-1" is written twice',
        "  help: keep one of them",
        'AT: error[VALUE] stack "site-eu-west-1" lies in region "us-east-1", not in its site',
        '  help: write "eu-west-1"',
        'AT: error[DUPLICATE] stack "site-eu-west-1" is written twice',
        "  help: keep one of them",
        "4 mistakes\n",
      ].join("\n"),
    );
    write({ [PLAN]: JSON.stringify({ ...whole, stacks: [{ ...site, kind: "links" }] }, undefined, 1) });
    const line =
      readFileSync(join(folder, PLAN), "utf8").split("\n").indexOf('   "id": "site-eu-west-1",') + 1;
    expect(await failure("--against", PLAN)).toMatch(
      new RegExp(`^before.json:${line}:10: error\\[VALUE\\] `),
    );
    const zone = { ...site, kind: "zone", id: "zone-us-east-1-bos-1a", site: "us-east-1-bos-1a" };
    for (const region of ["eu-west-1", "us-east-1-bos-1a"])
      expect(await told({ ...zone, region })).toBe(
        `AT: error[VALUE] stack "zone-us-east-1-bos-1a" lies in region "${region}", by whose name its zone does not begin\n  help: write the region of its zone\n1 mistake\n`,
      );
    expect(await told({ ...site, id: "site-eu-west-1b" })).toContain('help: write "site-eu-west-1"\n');
    for (const id of ["network-prod", "site-", "site-a/b", "site-../x", "Site-a", "site-a\n", "xsite-a"])
      expect(await told({ ...site, id })).toMatch(
        /^error: before\.json:\d+:\d+ is not a plan: \/stacks\/0\/id must match pattern "/,
      );
  });

  test("a file that is something else is told as what it is", async () => {
    const whole = JSON.parse((await plan("--json")).stdout);
    for (const [text, why] of [
      ["policies: []", "it is not JSON"],
      ["[]", "it has no format"],
      ['{"error":{}}', "it has no format"],
      ['{"format":2}', "it has format 2, not 1"],
      ['{"format":"1"}', 'it has format "1", not 1'],
      ['{"format":1}', "it must have required property 'account'"],
    ] as const) {
      write({ [PLAN]: text });
      expect(await failure("--against", PLAN)).toBe(`error: ${PLAN} is not a plan: ${why}\n${BY_HAND}`);
    }
    write({ [PLAN]: JSON.stringify({ ...whole, stacks: [{}] }) });
    const text = readFileSync(join(folder, PLAN), "utf8");
    expect(await failure("--against", PLAN)).toBe(
      `error: ${PLAN}:1:${text.indexOf("[{}]") + 2} is not a plan: /stacks/0 must have required property 'id'\n${BY_HAND}`,
    );
  });

  test("a revision with mistakes tells them by its name", async () => {
    git("checkout", "-q", "-b", "broken");
    edit("orders", "retention: 35d", "retention: 35y");
    commit("broken", {});
    git("checkout", "-q", "main");
    expect(await failure("--against", "broken")).toBe(
      [
        'broken:policies/orders.yaml:11:12: error[VALUE] retention "35y" is not understood',
        "  help: write a whole number from 1 on with d or w behind it: 35d, 8w",
        "1 mistake\n",
      ].join("\n"),
    );
    const { code, stdout } = await plan("--against", "broken", "--json");
    expect(code).toBe(1);
    expect(JSON.parse(stdout).error.diagnostics[0].at).toEqual({
      ...{ file: "broken:policies/orders.yaml", line: 11, col: 12 },
    });
    git("branch", "-q", "-D", "broken");
  });

  test("neither a file nor a revision is told as that", async () => {
    expect(await failure("--against", "mian")).toBe(
      "error: there is no file and no git revision mian\n  help: fetch it first: what a pipeline checks out often lacks other branches and older commits\n",
    );
    for (const odd of ["HEAD:policies", "main..main", ":/", "policies", "ma\u001bin"])
      expect(await failure("--against", odd)).toMatch(
        /^error: there is no file and no git revision [ -~]+\n {2}help: /,
      );
    for (const odd of ["--output=x", "-h", "a\nb"])
      expect(await failure("--against", odd)).toMatch(/^error: ".*" is not a git revision\n$/);
    const elsewhere = mkdtempSync(join(tmpdir(), "zonekeep "));
    cpSync(POLICIES, join(elsewhere, "policies"), { recursive: true });
    const { code, stderr } = await runIn(elsewhere, ["plan", "--against", "main"], { env: ENV });
    rmSync(elsewhere, { recursive: true });
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(
        /^error: there is no file main, and git has no revision: not a git repository/,
      ),
    });
  });

  test("links to files are followed; what git cannot show as a disk does is refused, never left out", async () => {
    git("checkout", "-q", "-b", "links");
    mkdirSync(join(folder, "shared"));
    git("mv", "policies/media.yaml", "shared/media.yaml");
    symlinkSync("../shared/media.yaml", join(folder, "policies", "media.yaml"));
    symlinkSync("../README.md", join(folder, "policies", "README.md"));
    commit("a linked file", {});
    await expect(plan("--against", "HEAD")).resolves.toEqual({ ...DONE, stdout: "nothing changes\n" });
    await expect(plan("--against", "main")).resolves.toEqual({ ...DONE, stdout: "nothing changes\n" });

    symlinkSync("../shared", join(folder, "policies", "more"));
    commit("a linked folder", {});
    git("checkout", "-q", "main");
    expect(await failure("--against", "links")).toMatch(
      /^error: policies\/more leads to a folder, and cannot be read from git\n/,
    );
    git("branch", "-q", "-D", "links");
  });
});

test("a tree that was made by hand leads nowhere else", async () => {
  const answer = (input: string, ...args: string[]): string =>
    execFileSync("git", args, { cwd: folder, env: ENV, input, encoding: "utf8" }).trim();
  const blob = answer("version: 1\n", "hash-object", "-w", "--stdin");
  const evil = answer(`100644 blob ${blob}\tevil.yaml\n`, "mktree");
  const inside = answer("", "ls-tree", "main:policies");
  const policies = answer(`${inside}\n040000 tree ${evil}\t..\n`, "mktree");
  const root = answer(`040000 tree ${policies}\tpolicies\n040000 tree ${evil}\t..\n`, "mktree");
  const made = answer("", "commit-tree", "-m", "by hand", root);
  for (const path of ["policies", "."])
    await expect(plan(path, "--against", made)).resolves.toEqual({ ...DONE, stdout: "nothing changes\n" });
});
