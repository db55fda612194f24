import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Ran, runIn } from "./support/io.ts";

const POLICIES = join(import.meta.dirname, "..", "..", "policies");
/** No configuration of this machine or of whoever runs the tests. */
const ENV = {
  PATH: process.env.PATH,
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  ...{
    GIT_AUTHOR_NAME: "a",
    GIT_AUTHOR_EMAIL: "a@b.c",
    GIT_COMMITTER_NAME: "a",
    GIT_COMMITTER_EMAIL: "a@b.c",
  },
};

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "zonekeep git "));
  git("init", "-q", "-b", "main");
  commit("before policies", { "README.md": "# a repository\n" });
  cpSync(POLICIES, join(folder, "policies"), { recursive: true });
  commit("policies", {});
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  git("checkout", "-q", "-f", "main");
  git("clean", "-q", "-f", "-d");
});

function git(...args: string[]): void {
  execFileSync("git", args, { cwd: folder, env: ENV });
}

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
}

function commit(message: string, files: Readonly<Record<string, string>>): void {
  write(files);
  git("add", "-A");
  git("commit", "-q", "--allow-empty", "-m", message);
}

function edit(name: string, from: string, to: string): void {
  const path = join(folder, "policies", `${name}.yaml`);
  const text = readFileSync(path, "utf8");
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
}

const plan = (...args: string[]): Promise<Ran> => runIn(folder, ["plan", ...args], { env: ENV });
const against = (...args: string[]): Promise<Ran> => plan("--against", "main", ...args);
const DONE = { code: 0, stderr: "" };

describe("what differs from a revision", () => {
  test("is nothing while nothing is edited, also when comments and lines do", async () => {
    await expect(against()).resolves.toEqual({ ...DONE, stdout: "nothing changes\n" });
    edit("media", "retention: 30d\n", "retention: 30d # enough\n\n");
    await expect(against()).resolves.toEqual({ ...DONE, stdout: "nothing changes\n" });
    await expect(against("--affected")).resolves.toEqual({ ...DONE, stdout: "" });
    await expect(against("--affected", "--json")).resolves.toEqual({ ...DONE, stdout: "[]\n" });
    expect(JSON.parse((await against("--json")).stdout)).toEqual({
      ...{ class: null, refused: 0, changes: [], affected: [], leaving: [] },
    });
  });

  test("passes when it adds, and is told with its line and the stacks to deploy", async () => {
    edit("orders", "retention: 35d", "retention: 36d");
    await expect(against()).resolves.toEqual({
      ...DONE,
      stdout: [
        "CLASS  SUBJECT        WHAT                                 LINE",
        "adds   policy orders  keeps every point for 36d (was 35d)  policies/orders.yaml:11:12",
        "",
        "1 change; stacks to deploy: site-eu-west-1, site-us-east-1\n",
      ].join("\n"),
    });
    await expect(against("--affected")).resolves.toEqual({
      ...DONE,
      stdout: "site-eu-west-1\nsite-us-east-1\n",
    });
    const { stdout } = await against("--affected", "--json");
    expect(JSON.parse(stdout)).toEqual([
      { id: "site-eu-west-1", wave: 1, action: "deploy" },
      { id: "site-us-east-1", wave: 1, action: "deploy" },
    ]);
  });

  test("names the stacks that leave, each with the command that removes it", async () => {
    for (const name of ["edge", "media", "orders"]) edit(name, "copies: [eu-west-1]", "copies: []");
    const links = "ZONEKEEP_AGAINST=main npx cdktf deploy links-us-east-1";
    const site = "ZONEKEEP_AGAINST=main npx cdktf deploy site-eu-west-1";
    const accepted = ["--accept", "weakens,destroys"];
    expect((await against(...accepted)).stdout.split("\n").slice(-4)).toEqual([
      "4 changes; stacks to deploy: site-us-east-1, zone-us-east-1-bos-1a",
      `stack to remove: links-us-east-1: ${links}`,
      `stack to remove: site-eu-west-1: ${site}`,
      "",
    ]);
    const { affected, leaving, changes } = JSON.parse((await against(...accepted, "--json")).stdout);
    expect(affected.map(({ id }: { id: string }) => id)).not.toContain("links-us-east-1");
    expect(leaving).toEqual([
      { id: "links-us-east-1", wave: 2, command: links },
      { id: "site-eu-west-1", wave: 1, command: site },
    ]);
    const told = changes.find(({ path }: { path: string }) => path === "copies.eu-west-1");
    expect(told.stacks).toContain("links-us-east-1");
    const { stdout, stderr } = await against(...accepted, "--affected");
    expect(stdout).toBe("site-us-east-1\nzone-us-east-1-bos-1a\nlinks-us-east-1\nsite-eu-west-1\n");
    expect(stderr).toContain(`links-us-east-1 leaves the plan; remove it by ${links}\n`);
    const matrix = JSON.parse((await against(...accepted, "--affected", "--json")).stdout);
    expect(matrix.map(({ action }: { action: string }) => action)).toEqual([
      ...["deploy", "deploy", "remove", "remove"],
    ]);
    for (const format of ["markdown", "html"])
      expect((await against(...accepted, "--format", format)).stdout).toMatch(
        /Stack to remove: .*links-us-east-1.*ZONEKEEP_AGAINST=main npx cdktf deploy links-us-east-1/,
      );
  });

  test("tells where Terraform's state goes, and that every stack is deployed again", async () => {
    edit("estate", "state: local", "state: { s3: { bucket: our-state, region: us-east-1 } }");
    const { code, stdout } = await against();
    expect({ code, line: stdout.split("\n")[1], end: stdout.split("\n").at(-2) }).toEqual({
      code: 0,
      line: expect.stringMatching(
        /^changes +estate 123456789012 +keeps Terraform's state in s3:\/\/our-state\/zonekeep of us-east-1 \(was local files\)/,
      ),
      end: "1 change; stacks to deploy: site-eu-west-1, site-us-east-1, zone-us-east-1-bos-1a, links-us-east-1",
    });
    expect(JSON.parse((await against("--json")).stdout).changes[0].hint).toContain(
      "terraform init -migrate-state",
    );
  });

  test("is nothing when a policy's file is renamed or gets lines above", async () => {
    git("mv", "policies/orders.yaml", "policies/shop.yaml");
    edit("edge", "version: 1", "# more words\n\nversion: 1");
    await expect(against()).resolves.toEqual({ ...DONE, stdout: "nothing changes\n" });
    await expect(against("--affected")).resolves.toEqual({ ...DONE, stdout: "" });
    git("mv", "policies/shop.yaml", "policies/orders.yaml");
  });

  test("is everything for the commit that pipelines name before the first one", async () => {
    const { code, stdout } = await plan("--against", "0".repeat(40), "--affected");
    expect({ code, stacks: stdout.trim().split("\n").length }).toEqual({ code: 0, stacks: 4 });
  });

  test("is everything where the revision has no policies yet", async () => {
    const { code, stdout } = await plan("--against", "main~1", "--json");
    const { class: worst, changes, affected } = JSON.parse(stdout);
    expect({ code, worst, affected: affected.length }).toEqual({ code: 0, worst: "adds", affected: 4 });
    expect(changes.map(({ subject }: { subject: { id: string } }) => subject.id)).toEqual([
      ...["edge", "media", "orders", "eu-west-1", "us-east-1", "us-east-1-bos-1a"],
    ]);
  });

  test("is read from the same paths, also from a folder of the repository and for single files", async () => {
    edit("orders", "retention: 35d", "retention: 36d");
    const inside = (...args: string[]) =>
      runIn(join(folder, "policies"), ["plan", ...args, "--against", "main"], { env: ENV });
    expect((await inside(".")).stdout).toContain("36d (was 35d)  orders.yaml:11:12\n");
    expect((await inside("orders.yaml")).stdout).toContain("36d (was 35d)  orders.yaml:11:12\n");
    expect((await inside("media.yaml")).stdout).toBe("nothing changes\n");
    expect((await inside(join(folder, "policies"))).stdout).toContain("36d (was 35d)  orders.yaml:11:12\n");
    const { code, stderr } = await plan(POLICIES, "--against", "main");
    expect({ code, stderr: stderr.split("\n")[0] }).toEqual({
      code: 1,
      stderr: `error: ${POLICIES} lies outside of the repository`,
    });
  });
});

describe("what weakens, destroys or cannot be taken back", () => {
  const WEAKER = "weakens: policy orders keeps every point for 14d (was 35d)\n";
  const HELP =
    "help: write accept: [{ change: weakens, reason: ... }] in policy orders, or add --accept weakens\n";
  beforeEach(() => edit("orders", "retention: 35d", "retention: 14d"));

  test("is refused with what would let it pass, and the stacks are told all the same", async () => {
    const refused = `error: 1 change not accepted\n  ${WEAKER}  ${HELP}`;
    await expect(against("--affected")).resolves.toEqual({
      ...{ code: 1, stderr: refused, stdout: "site-eu-west-1\nsite-us-east-1\n" },
    });
    const { code, stdout, stderr } = await against("--json");
    expect({ code, stderr }).toEqual({ code: 1, stderr: refused });
    expect(JSON.parse(stdout)).toMatchObject({
      class: "weakens",
      refused: 1,
      changes: [{ subject: { kind: "policy", id: "orders" }, path: "retention.keep", refused: true }],
    });
    await expect(against("--accept", "destroys,irreversible")).resolves.toMatchObject({
      code: 1,
      stderr: refused,
    });
  });

  test("passes on the command line", async () => {
    const { code, stdout, stderr } = await against("--accept", "irreversible, weakens");
    expect({ code, stderr }).toEqual(DONE);
    expect(stdout).toContain(
      "keeps every point for 14d (was 35d); accepted: --accept  policies/orders.yaml:11:12\n",
    );
    await expect(against("--accept", "destroys", "--accept", "weakens")).resolves.toMatchObject(DONE);
  });

  test("passes by a word of its policy, once, and not by that of another", async () => {
    const word = "accept: [{ change: weakens, reason: smaller budget }]\n";
    edit("media", "copies:", `${word}copies:`);
    await expect(against()).resolves.toMatchObject({ code: 1 });
    edit("orders", "copies:", `${word}copies:`);
    const { code, stdout, stderr } = await against();
    expect({ code, stderr }).toEqual(DONE);
    expect(stdout).toContain("(was 35d); accepted: smaller budget  policies/orders.yaml:11:12\n");

    git("checkout", "-q", "-b", "merged");
    commit("smaller budget", {});
    edit("orders", "retention: 14d", "retention: 7d");
    const later = await plan("--against", "merged");
    git("checkout", "-q", "-f", "main");
    git("branch", "-q", "-D", "merged");
    expect(later).toMatchObject({ code: 1 });
    expect(later.stderr).toContain(
      "help: the accept: [{ change: weakens, reason: ... }] in policy orders was there before and let an earlier change pass: give the reason of this one\n",
    );
  });

  test("a site that goes destroys, and says how it would not: retired, it only weakens the policy", async () => {
    git("checkout", "-q", "-f", "main");
    rmSync(join(folder, "policies", "edge.yaml"));
    const gone = await against();
    expect(gone.stdout).toMatch(
      /^destroys +site us-east-1-bos-1a +leaves the plan with everything it keeps .*\(before\)$/m,
    );
    expect(gone.stderr).toMatch(
      /^policies\/estate\.yaml:6:14: warning\[ESTATE\] no policy uses us-east-1-bos-1a\n/,
    );
    expect(gone.stderr.slice(gone.stderr.indexOf("error:"))).toBe(
      [
        "error: 2 changes not accepted",
        "  destroys: site us-east-1-bos-1a leaves the plan with everything it keeps",
        "  help: take it out of edge-zones of the estate and write retired: { us-east-1-bos-1a: DATE }, the day its last point expires",
        "  help: write accept: [{ change: destroys, reason: ... }] in estate.yaml, or add --accept destroys",
        "  weakens: policy edge is removed: it no longer protects anything",
        "  help: write accept: [{ change: weakens, reason: ... }] in estate.yaml, or add --accept weakens\n",
      ].join("\n"),
    );
    const words = ["weakens", "destroys"].map((change) => `{ change: ${change}, reason: we left Boston }`);
    edit("estate", "version: 1", `version: 1\naccept: [${words.join(", ")}]`);
    const accepted = await against();
    expect(accepted).toMatchObject({ code: 0 });
    expect(accepted.stdout).toMatch(/^destroys +site .* accepted: we left Boston /m);
    git("checkout", "-q", "-f", "main", "--", "policies/estate.yaml");
    edit("estate", "edge-zones: [us-east-1-bos-1a]", "retired: { us-east-1-bos-1a: 2027-01-31 }");
    const retired = await against("--accept", "weakens");
    expect(retired).toMatchObject(DONE);
    expect(retired.stdout).toMatch(
      /^changes +site us-east-1-bos-1a +is retired: keeps what it has until 2027-01-31/m,
    );
  });
});

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
    await expect(plan("--against", "origin/main")).resolves.toEqual({ ...DONE, stdout: "nothing changes\n" });
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
        "  help: write a whole number and d or w: 35d, 8w",
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

test("options that mean nothing, or not that, are usage", async () => {
  const usage = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await plan(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    return stderr;
  };
  expect(await usage("--affected")).toBe(
    "error: --affected needs a plan to compare with\n  help: add --against REV|FILE\n",
  );
  expect(await usage("--accept", "weakens")).toContain("--accept needs a plan to compare with");
  expect(await usage("--against", "main", "--accept", "adds")).toContain(
    "argument 'adds' is invalid. Allowed are irreversible, destroys, weakens.\n",
  );
  expect(await usage("--against", "")).toContain("It is empty: is a variable unset?");
});
