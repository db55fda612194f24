import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, test } from "vitest";
import { synthesize } from "../../modules/aws/synth.ts";
import { EAST, samplePlan, WEST, ZONE } from "../support/sample-plan.ts";
import { fakeZips, temporaryFolder } from "../support/synthesized.ts";

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
