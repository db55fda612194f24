import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ThingId } from "../../../modules/contract/kinds.ts";
import { thingName } from "../../../modules/core/thing-name.ts";
import { sandboxEnvironment } from "../../../sandbox/environment.ts";
import { type Sandbox, startSandbox } from "../../../sandbox/sandbox.ts";
import { captureThings } from "../cli/restoring/capture-things.ts";
import { EAST, WEST } from "../cli/restoring/places.ts";
import { runZonekeep, userFolder } from "../cli/restoring/user-folder.ts";
import { makeWorkload } from "../cli/restoring/workload.ts";
import { Applied } from "./applied.ts";
import { makeMarket } from "./market.ts";
import { makeShop, SECRET, THINGS } from "./shop.ts";

let folder = "";
let sandbox: Sandbox;
let market: readonly ThingId[] = [];

beforeAll(async () => {
  folder = userFolder("zonekeep as terraform ");
  sandbox = await startSandbox();
  await makeWorkload(sandbox);
  await makeShop(sandbox);
  market = [...(await makeMarket(sandbox))];
  await captureThings(sandbox, folder, "shop", [...THINGS, ...market]);
});
afterAll(async () => {
  await sandbox?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const zonekeep = (...args: readonly string[]) => runZonekeep(folder, sandbox, args);

const restore = (...args: readonly string[]) =>
  zonekeep("restore", ...THINGS.map(thingName), "--site", EAST, "--to", WEST, ...args);

function files(dir: string): ReadonlyMap<string, string> {
  const all = readdirSync(join(folder, dir), { recursive: true, encoding: "utf8" });
  return new Map(
    all
      .filter((name) => !name.startsWith(".terraform/") && statSync(join(folder, dir, name)).isFile())
      .map((name) => [name, readFileSync(join(folder, dir, name), "latin1")]),
  );
}

/** Writes it, and has Terraform at it. */
async function written(dir: string): Promise<{ readonly stdout: string; readonly applied: Applied }> {
  const { code, stdout, stderr } = await restore("--as-terraform", dir);
  expect({ code, stdout, stderr }).toMatchObject({ code: 0, stderr: expect.not.stringContaining("error") });
  const settings = sandboxEnvironment(sandbox.endpoint, WEST);
  return { stdout, applied: await Applied.in(join(folder, dir), settings) };
}

async function using<T>(applied: Applied, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    await applied.stop();
  }
}

test("what was never lost, of every other kind, is imported whole: the plan after that has a rule of a listener alone", async () => {
  const all = [...THINGS, ...market].map(thingName);
  const { code, stdout } = await zonekeep("restore", ...all, "--site", EAST, "--as-terraform", "home");
  expect({ code, stdout }).toMatchObject({
    code: 0,
    stdout: expect.not.stringContaining("armed.auto.tfvars.json"),
  });
  const holding = [...files("home")].filter(([, text]) => text.includes(SECRET)).map(([name]) => name);
  expect(holding).toEqual(["values.auto.tfvars.json"]);
  const given = { event_connection_partner_api_key: "given again" };
  const applied = await Applied.in(join(folder, "home"), sandboxEnvironment(sandbox.endpoint, EAST));
  await using(applied, async () => {
    const { resources, destroyed } = await applied.apply(given);
    expect(destroyed).toBe(0);
    expect(resources.filter((one) => one.endsWith("(create)"))).toEqual([
      "aws_lb_target_group_attachment.market (create)",
    ]);
    // Of a rule that looks for a header each plan writes one again: why is not known yet.
    expect((await applied.plan(given)).resources).toEqual(["aws_lb_listener_rule.market_80_7 (update)"]);
  });
});

describe("in this order,", () => {
  test("what was restored and waits for arm is imported: nothing is made, and the plan after that is empty", async () => {
    expect(await restore()).toMatchObject({ code: 0 });
    const { stdout, applied } = await written("unarmed");
    expect(stdout).toContain(`echo '{"armed":true}' > unarmed/armed.auto.tfvars.json`);
    const holding = [...files("unarmed")].filter(([, text]) => text.includes(SECRET)).map(([name]) => name);
    expect(holding).toEqual(["values.auto.tfvars.json"]);
    await using(applied, async () => {
      const { added, destroyed } = await applied.apply();
      expect({ added, destroyed }).toEqual({ added: 0, destroyed: 0 });
      expect((await applied.plan()).resources).toEqual([]);
    });
    // Nothing of it was changed by that, and it waits for arm as before.
    const { things } = JSON.parse((await restore("--diff", "--json")).stdout) as {
      things: { state: string }[];
    };
    expect(new Set(things.map(({ state }) => state))).toEqual(new Set(["same", "unarmed"]));
  });

  test("what is armed is imported whole, and Terraform takes it away again", async () => {
    const result = readdirSync(folder).find((name) => name.endsWith(".restore.json")) ?? "";
    expect(await zonekeep("arm", result, "--alongside")).toMatchObject({ code: 0 });
    const { stdout, applied } = await written("armed");
    expect(stdout).toMatch(/^wrote armed: (\d+) resources, \1 of them there and imported\n/);
    expect(stdout).not.toContain("armed.auto.tfvars.json");
    await using(applied, async () => {
      const { added, destroyed } = await applied.apply();
      expect({ added, destroyed }).toEqual({ added: 0, destroyed: 0 });
      expect((await applied.plan()).resources).toEqual([]);
      // What holds something no plan may end, until a person says so.
      for (const [name, text] of files("armed"))
        if (name.endsWith(".tf.json"))
          writeFileSync(
            join(folder, "armed", name),
            text.replaceAll('"prevent_destroy": true', '"prevent_destroy": false'),
            "latin1",
          );
      await applied.destroy();
    });
  });

  test("what is gone is made, closed first: armed it is as it was captured, and the plan is empty", async () => {
    const { stdout, applied } = await written("lost");
    expect(stdout).toMatch(/^wrote lost: \d+ resources, 0 of them there and imported\n/);
    await using(applied, async () => {
      await applied.apply();
      expect((await applied.plan()).resources).toEqual([]);
      const closed = await restore("--diff");
      expect(closed.stdout).toMatch(/mappings\.\S+\.enabled: true -> false/);
      expect(closed.stdout).toContain('state: "ENABLED" -> "DISABLED"');
      await applied.apply({ armed: "true" });
      expect((await applied.plan({ armed: "true" })).resources).toEqual([]);
    });
    expect(await restore("--diff")).toMatchObject({ code: 0 });
  });
});
