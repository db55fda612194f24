import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { SCENES } from "../../sandbox/demo/scenes.ts";
import { ROOT } from "../../sandbox/demo/zonekeep.ts";
import { runIn } from "../cli/support/io.ts";

test.each(Object.entries(SCENES))(
  "the policies of the scene %s are right, and it runs all of them",
  async (_name, scene) => {
    const folder = mkdtempSync(join(tmpdir(), "zonekeep scene "));
    try {
      cpSync(scene.policies, join(folder, "policies"), { recursive: true });
      cpSync(join(ROOT, "policies", "zones.lock.json"), join(folder, "policies", "zones.lock.json"));
      const { code, stderr } = await runIn(folder, ["validate"]);
      expect({ code, errors: stderr.match(/error\[.*/g) }).toEqual({ code: 0, errors: null });
      const { stdout } = await runIn(folder, ["plan", "--json"]);
      const { policies, stacks } = JSON.parse(stdout) as {
        policies: readonly { name: string; sites: readonly string[] }[];
        stacks: readonly { units: readonly { kind: string; site: string }[] }[];
      };
      expect(Object.fromEntries(policies.map(({ name, sites }) => [name, sites[0]]))).toEqual(scene.runs);
      // What comes back elsewhere is restored by the role that waits there.
      const standby = stacks.flatMap(({ units }) => units.filter(({ kind }) => kind === "standby"));
      expect(standby.map(({ site }) => site)).toContain(scene.region);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
