import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeEstate } from "../../bench/estate.ts";
import { knownToFloor } from "../../bench/plan.ts";
import { planJson } from "../../modules/cli/formats/plan-json.ts";
import { loadPlan } from "../../modules/load/load-plan.ts";

const FLOOR = join(import.meta.dirname, "..", "..", "bench", "plan-floor.ts");

test("the floor that plan is measured against writes the same bytes, of an estate without a warning", async () => {
  const cwd = mkdtempSync(join(tmpdir(), "zonekeep-floor-"));
  try {
    writeEstate(cwd, 23);
    const { plan, warnings } = await loadPlan({ cwd, paths: [] });
    expect(warnings).toEqual([]);
    expect(plan.policies.map(({ sites }) => sites.length)).toEqual(Array(23).fill(plan.stacks.length));
    const [known, target] = [join(cwd, "known.json"), join(cwd, "floor.json")];
    writeFileSync(known, JSON.stringify(knownToFloor(plan)));
    const args = ["--import", "tsx", FLOOR, join(cwd, "policies"), known, target];
    execFileSync(process.execPath, args, { cwd: join(FLOOR, "..") });
    expect(readFileSync(target, "utf8") === [...planJson(plan)].join("")).toBe(true);
  } finally {
    rmSync(cwd, { recursive: true });
  }
});
