import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ZipFile, type Zips, zipHandler } from "../../modules/aws/handler-zip.ts";
import { RUNNERS } from "../../modules/aws/names.ts";
import { synthesize } from "../../modules/aws/synth.ts";
import { loadPlan } from "../../modules/cli/load-plan.ts";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox.ts";
import { deployStacks, planStacks } from "../../sandbox/terraform/deploy.ts";

const folder = mkdtempSync(join(tmpdir(), "zonekeep-stacks-"));
const outdir = join(folder, "cdktf.out");
let sandbox: Sandbox;
let stacks: readonly string[];

/** Runners that do nothing: here it is the stacks that count. */
function idleZips(): Zips {
  const zip = (runner: string): ZipFile => {
    const bytes = zipHandler(new TextEncoder().encode("exports.handler = async () => ({});"));
    const path = join(folder, `${runner}.zip`);
    writeFileSync(path, bytes);
    return { path, sha256: createHash("sha256").update(bytes).digest("hex"), size: bytes.length };
  };
  return Object.fromEntries(RUNNERS.map((runner) => [runner, zip(runner)])) as Zips;
}

beforeAll(async () => {
  const root = join(import.meta.dirname, "..", "..");
  const { plan, estate } = await loadPlan({ cwd: root, paths: [] });
  stacks = synthesize({ plan, state: estate.state, outdir, zips: idleZips() });
  sandbox = await startSandbox({ account: plan.account });
});

afterAll(async () => {
  await sandbox.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("Terraform applies every stack, and a second plan of each finds nothing to change", async () => {
  const options = { outdir, endpoint: sandbox.endpoint, dir: join(folder, "deployed") };
  const applied = await deployStacks(options);
  expect(applied.map(({ stack }) => stack).sort()).toEqual([...stacks].sort());
  expect(applied.filter(({ added }) => added === 0)).toEqual([]);

  const planned = await planStacks(options);
  expect(
    planned.flatMap(({ stack, resources }) => resources.map((resource) => `${stack}: ${resource}`)),
  ).toEqual([]);
});
