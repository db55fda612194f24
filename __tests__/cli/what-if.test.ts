import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Ran, runIn } from "./support/io.ts";

const FILES = {
  "estate.yaml": `version: 1
account: "123456789012"
regions: [us-east-1, eu-west-1]
edge-zones: [us-east-1-bos-1a]
`,
  "orders.yaml": `version: 1
name: orders
owner: payments
select: { names: ["orders-*"] }
sites: [us-east-1, us-east-1-bos-1a]
schedule: { every: 1h }
copies: [eu-west-1]
`,
  "local.yaml": `version: 1
name: local
owner: payments
select: { names: ["local-*"] }
sites: [eu-west-1]
`,
};

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "zonekeep what-if "));
  mkdirSync(join(folder, "policies"));
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, "policies", name), text);
});
afterAll(() => rmSync(folder, { recursive: true }));

const whatIf = (...lose: readonly string[]): Promise<Ran> =>
  runIn(folder, ["what-if", ...lose.flatMap((site) => ["--lose", site])]);

test("a region whose points are copied can be restored, with its edge zone, and exits with 0", async () => {
  const { code, stdout, stderr } = await whatIf("us-east-1");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toBe(`lost: us-east-1, us-east-1-bos-1a
the loss of one region may lose every point of something

POLICY  SITE              OUTCOME          POINTS IN  RESTORE INTO  LOST AT WORST  REACHES BACK
local   eu-west-1         untouched        eu-west-1                               35 d
orders  us-east-1         can be restored  eu-west-1  eu-west-1     90 min         35 d
orders  us-east-1-bos-1a  can be restored  eu-west-1  eu-west-1     90 min         35 d

1 untouched, 2 can be restored
  help: npx zonekeep restore --policy orders --site us-east-1 --to eu-west-1 --role standby
  help: npx zonekeep restore --policy orders --site us-east-1-bos-1a --to eu-west-1 --role standby
`);
});

test("what cannot be restored exits with 3, and says why", async () => {
  const { code, stdout } = await whatIf("eu-west-1");
  expect(code).toBe(3);
  expect(stdout).toContain(`
local at eu-west-1: every point lay in eu-west-1
  help: name another region under copies
orders at us-east-1: runs go on, and nothing arrives in eu-west-1 until it is back
`);
  expect((await whatIf("us-east-1-bos-1a")).code).toBe(0);
  expect((await whatIf("us-east-1", "eu-west-1")).code).toBe(3);
});

test("--json is the loss itself", async () => {
  const { code, stdout } = await runIn(folder, ["what-if", "--lose", "us-east-1-bos-1a", "--json"]);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    lost: ["us-east-1-bos-1a"],
    survives: 0,
    retired: [],
    sites: [
      { policy: "local", outcome: "untouched" },
      { policy: "orders", site: "us-east-1", outcome: "untouched" },
      { policy: "orders", site: "us-east-1-bos-1a", outcome: "restorable", minutes: 75 },
    ],
  });
});

test("sites that the plan does not have are named at once, and exit with 1; none at all is a usage error", async () => {
  await expect(whatIf("us-esat-1", "us-east-1", "mars")).resolves.toEqual({
    code: 1,
    stdout: "",
    stderr: 'error: the plan has nothing at "mars", "us-esat-1"\n  help: did you mean us-east-1?\n',
  });
  await expect(whatIf("mars")).resolves.toMatchObject({
    stderr: 'error: the plan has nothing at "mars"\n  help: it has eu-west-1, us-east-1, us-east-1-bos-1a\n',
  });
  expect((await whatIf()).code).toBe(2);
  expect((await whatIf("")).code).toBe(2);
});
