import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, test } from "vitest";
import { synthesize } from "../../modules/aws/synth.ts";
import { MOST_GENERATIONS } from "../../modules/contract/signing.ts";
import { EAST, samplePlan, WEST, ZONE } from "../support/sample-plan.ts";
import { fakeZips, synthesized, temporaryFolder } from "../support/synthesized.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const TSX = createRequire(import.meta.url).resolve("tsx/cli");

function runMain(cwd: string, env: NodeJS.ProcessEnv = {}) {
  return spawnSync(process.execPath, [TSX, join(ROOT, "main.ts")], {
    cwd,
    env: { ...process.env, CDKTF_OUTDIR: undefined, ...env },
    encoding: "utf8",
  });
}

/** Every file below a folder and what it holds. */
function contents(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  return Object.fromEntries(
    files
      .filter((path) => statSync(join(folder, path)).isFile())
      .map((path) => [
        path,
        createHash("sha256")
          .update(readFileSync(join(folder, path)))
          .digest("hex"),
      ]),
  );
}

test("links depend on the sites they join, and nothing else depends on anything", () => {
  const outdir = temporaryFolder();
  const ids = synthesize({ plan: samplePlan(), state: { kind: "local" }, outdir, zips: fakeZips(outdir) });
  const { stacks } = JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8")) as {
    stacks: Record<string, { dependencies: string[] }>;
  };
  expect(ids).toEqual(samplePlan().stacks.map(({ id }) => id));
  expect(
    Object.fromEntries(Object.entries(stacks).map(([id, { dependencies }]) => [id, dependencies])),
  ).toEqual({
    [`links-${EAST}`]: [`site-${EAST}`, `site-${WEST}`],
    [`links-${WEST}`]: [`site-${WEST}`, `site-${EAST}`],
    [`site-${EAST}`]: [],
    [`site-${WEST}`]: [],
    [`zone-${ZONE}`]: [],
  });
});

test("fails on a stack that depends on one the plan does not have", () => {
  const plan = samplePlan();
  const outdir = temporaryFolder();
  const only = { ...plan, stacks: plan.stacks.filter(({ id }) => id !== `site-${WEST}`) };
  expect(() => synthesize({ plan: only, state: { kind: "local" }, outdir, zips: fakeZips(outdir) })).toThrow(
    `links-${WEST} depends on site-${WEST}, which the plan does not have`,
  );
});

test("a stack that left the plan is written empty, and lets go of where points lie and what opens them", () => {
  const before = samplePlan();
  const plan = {
    ...before,
    stacks: before.stacks.filter(({ id }) => id === `site-${EAST}`),
  };
  const outdir = temporaryFolder();
  const state = { kind: "s3", bucket: "state", region: EAST, prefix: "zonekeep/" } as const;
  const ids = synthesize({ plan, before, state, outdir, zips: fakeZips(outdir) });
  // Links first: they read and write what the sites have.
  expect(ids.slice(1)).toEqual([`links-${WEST}`, `links-${EAST}`, `zone-${ZONE}`, `site-${WEST}`]);
  const read = (id: string) => JSON.parse(readFileSync(join(outdir, "stacks", id, "cdk.tf.json"), "utf8"));
  const links = read(`links-${EAST}`);
  expect(Object.keys(links).sort()).toEqual(["//", "provider", "terraform"]);
  expect(links.provider.aws).toMatchObject([{ region: EAST, allowed_account_ids: [before.account] }]);
  expect(links.terraform.backend.s3.key).toBe(`zonekeep/links-${EAST}.tfstate`);

  const made = synthesized(before);
  const later = /^aws_kms_(key|alias)\.signing-\d+_/;
  const rotated = before.stacks.map((stack) => ({
    ...stack,
    units: stack.units.map((unit) =>
      unit.kind === "runners" ? { ...unit, generation: MOST_GENERATIONS } : unit,
    ),
  }));
  const west = synthesized({ ...before, stacks: rotated }).get(`site-${WEST}`)?.resource ?? {};
  const lastKeys = ["aws_kms_key", "aws_kms_alias"].flatMap((type) =>
    Object.keys(west[type] ?? {}).map((name) => `${type}.${name}`),
  );
  for (const id of [`zone-${ZONE}`, `site-${WEST}`]) {
    const stack = read(id);
    expect(stack).not.toHaveProperty("resource");
    expect(stack.terraform.required_version).toBe(">= 1.10");
    const gone: string[] = stack.removed.map(({ from }: { from: string }) => from);
    expect(stack.removed).toEqual(gone.map((from) => ({ from, lifecycle: { destroy: false } })));
    // The same addresses as those that the stack had: a slip here would destroy a key.
    const had = Object.entries(made.get(id)?.resource ?? {}).flatMap(([type, named]) =>
      Object.keys(named).map((name) => `${type}.${name}`),
    );
    const isKept = (address: string) => /^aws_(kms|backup_vault|s3)_?/.test(address);
    expect(gone.filter((address) => !later.test(address)).sort()).toEqual(had.filter(isKept).sort());
    // However often its signing key was rotated.
    expect(gone.filter((address) => later.test(address)).sort()).toEqual(
      id === `site-${WEST}` ? lastKeys.filter((address) => later.test(address)).sort() : [],
    );
  }
});

test("what a stack that left lets go of is known by its kind: a plan with no units, or none of an id, changes nothing", () => {
  const before = samplePlan();
  const plan = { ...before, stacks: [] };
  const removed = (old: typeof before) => {
    const outdir = temporaryFolder();
    const ids = synthesize({
      ...{ plan, before: old, state: { kind: "local" }, outdir, zips: fakeZips(outdir) },
    });
    const read = (id: string) => JSON.parse(readFileSync(join(outdir, "stacks", id, "cdk.tf.json"), "utf8"));
    return Object.fromEntries(ids.map((id) => [id, [read(id).removed, read(id).terraform.required_version]]));
  };
  const honest = removed(before);
  const [[site = []] = [], [zone = []] = [], links] = [
    ...[honest[`site-${EAST}`], honest[`zone-${ZONE}`], honest[`links-${EAST}`]],
  ];
  expect([site.length, zone.length, links]).toEqual([
    13 + 2 * (MOST_GENERATIONS - 1),
    4,
    [undefined, ">= 1.5"],
  ]);
  const emptied = before.stacks.map((stack) => ({ ...stack, units: [] }));
  expect(removed({ ...before, stacks: emptied })).toEqual(honest);
});

test("with ZONEKEEP_AGAINST, cdktf knows the stacks that a plan of before had and the policies no longer ask for", () => {
  const cwd = temporaryFolder();
  cpSync(join(ROOT, "policies"), join(cwd, "policies"), { recursive: true });
  const before = join(cwd, "before.json");
  const planJson = spawnSync(process.execPath, [TSX, join(ROOT, "modules/cli/cli.ts"), "plan", "--json"], {
    cwd,
    encoding: "utf8",
  });
  writeFileSync(before, planJson.stdout);
  for (const name of ["edge", "media", "orders"]) {
    const path = join(cwd, "policies", `${name}.yaml`);
    writeFileSync(path, readFileSync(path, "utf8").replace("copies: [eu-west-1]", "copies: []"));
  }
  const ids = runMain(cwd, { ZONEKEEP_AGAINST: "before.json" }).stdout.trim().split("\n");
  expect(ids).toEqual([`site-${EAST}`, `zone-${ZONE}`, `links-${EAST}`, `site-${WEST}`]);
  const wrong = runMain(cwd, { ZONEKEEP_AGAINST: "after.json" });
  expect(wrong).toMatchObject({ status: 1, stdout: "" });
  expect(wrong.stderr).toMatch(/^error: there is no file after\.json, and git has no revision/m);
  const forged = JSON.parse(planJson.stdout);
  forged.stacks.push({ ...forged.stacks[0], id: "network-prod" });
  writeFileSync(before, JSON.stringify(forged, undefined, 1));
  const refused = runMain(cwd, { ZONEKEEP_AGAINST: "before.json" });
  expect(refused).toMatchObject({ status: 1, stdout: "" });
  expect(refused.stderr).toMatch(
    /^error: before\.json:\d+:\d+ is not a plan: \/stacks\/4\/id must match pattern/m,
  );
});

test("another working folder, time zone and order of files give the same bytes", () => {
  const folder = temporaryFolder();
  const names = readdirSync(join(ROOT, "policies")).sort();
  const project = (name: string, order: readonly string[]): string => {
    const cwd = join(folder, name);
    mkdirSync(join(cwd, "policies"), { recursive: true });
    for (const file of order) cpSync(join(ROOT, "policies", file), join(cwd, "policies", file));
    return cwd;
  };
  const here = project("here", names);
  const there = project("over there/with a space", names.toReversed());
  const first = runMain(here, { TZ: "UTC" });
  const second = runMain(there, { TZ: "Pacific/Kiritimati", CDKTF_OUTDIR: "out of cdktf" });

  expect(first).toMatchObject({ status: 0, stderr: "" });
  expect(second).toMatchObject({ status: 0, stderr: "", stdout: first.stdout });
  const made = contents(join(here, "cdktf.out"));
  expect(Object.keys(made)).toEqual(
    expect.arrayContaining(["manifest.json", `stacks/site-${EAST}/cdk.tf.json`]),
  );
  expect(contents(join(there, "out of cdktf"))).toEqual(made);
});

test("mistakes in the policies are told by their place, without a stack trace, and nothing is written", () => {
  const cwd = temporaryFolder();
  cpSync(join(ROOT, "policies"), join(cwd, "policies"), { recursive: true });
  const orders = join(cwd, "policies", "orders.yaml");
  writeFileSync(orders, readFileSync(orders, "utf8").replace("sites: [us-east-1]", "sites: [mars-east-1]"));
  const { status, stdout, stderr } = runMain(cwd);
  expect(status).toBe(1);
  expect(stdout).toBe("");
  expect(stderr).toMatch(/^policies\/orders\.yaml:\d+:\d+: error\[SITE\] .*mars-east-1/);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(existsSync(join(cwd, "cdktf.out"))).toBe(false);
});
