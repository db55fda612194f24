import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Ran, runIn } from "./support/io.ts";

const ORDERS = `version: 1
name: orders
owner: payments
select: { names: ["orders-*"] }
sites: [us-east-1]
schedule: { every: 1d }
`;

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "zonekeep cost "));
  mkdirSync(join(folder, "policies"));
  const estate =
    'version: 1\naccount: "123456789012"\nregions: [us-east-1, mx-central-1]\nopted-in: [mx-central-1]\n';
  writeFileSync(join(folder, "policies", "estate.yaml"), estate);
  writeFileSync(join(folder, "policies", "orders.yaml"), ORDERS);
});
afterAll(() => rmSync(folder, { recursive: true }));

const cost = (...args: readonly string[]): Promise<Ran> => runIn(folder, ["cost", ...args]);
const write = (name: string, value: unknown): void =>
  writeFileSync(join(folder, name), JSON.stringify(value));

test("an estimate shows totals, what they are made of with unit prices, and what was assumed", async () => {
  const { code, stdout, stderr } = await cost();
  expect({ code, stderr: stderr.includes("error") }).toEqual({ code: 0, stderr: false });
  const lines = stdout.split("\n");
  expect(lines.slice(0, 13)).toEqual([
    "US dollars a month at list prices of 2026-06-13; no free tier, no discounts, no taxes",
    "",
    "         USD",
    "idle     3.70",
    "storage  0.02",
    "copies   0.00",
    "runs     0.06",
    "total    3.78",
    "",
    "WHAT ZONEKEEP ITSELF COSTS",
    "STACK           WHAT                   AMOUNT  UNIT          USD EACH  USD",
    "site-us-east-1  customer managed keys  2       key-month     1         2.00",
    "site-us-east-1  alarms                 8       alarm-month   0.1       0.80",
  ]);
  expect(lines).toContain("orders  state transitions        1.4      1,000 transitions      0.025     0.04");
  expect(lines.slice(-3)).toEqual([
    "ASSUMED FOR  FUNCTIONS     SAID BY  PACKAGES OF  CHANGES A MONTH  SAID BY",
    "orders       10 at 1 site  nobody   5.0 MB       8                nobody",
    "",
  ]);
});

test("for a program it is every item in millionths, whose sum is the total", async () => {
  const { code, stdout } = await cost("--json");
  const report = JSON.parse(stdout);
  expect(code).toBe(0);
  expect(report).toMatchObject({
    unit: "millionths of a US dollar a month",
    date: "2026-06-13",
    assumptions: [{ policy: "orders", functions: 10, sites: 1, functionsFrom: "nobody", from: "nobody" }],
  });
  const sum = (group?: string): number =>
    report.items
      .filter((item: { group: string }) => group === undefined || item.group === group)
      .reduce((total: number, { micros }: { micros: number }) => total + micros, 0);
  const { all, ...groups } = report.totals;
  expect(sum()).toBe(all);
  expect(Object.entries(groups)).toEqual(
    ["idle", "storage", "copies", "requests"].map((group) => [group, sum(group)]),
  );
  expect(report.items[0]).toEqual({
    group: "idle",
    stack: "site-us-east-1",
    region: "us-east-1",
    what: "customer managed keys",
    quantity: 2,
    price: {
      micros: 1_000_000,
      unit: "key-month",
      per: 1,
      source: "https://aws.amazon.com/kms/pricing/",
      assumed: false,
    },
    micros: 2_000_000,
  });
});

test("an inventory counts what each policy takes, and is told as such", async () => {
  const of = (name: string) => ({
    kind: "lambda",
    arn: `arn:aws:lambda:us-east-1:123456789012:function:${name}`,
    name,
    region: "us-east-1",
  });
  const resources = ["orders-1", "orders-2", "media-1"].map(of);
  write("inventory.json", { format: 1, account: "123456789012", resources });
  const { code, stdout } = await cost("--inventory", "inventory.json");
  expect(code).toBe(0);
  expect(stdout).toContain("orders       2 at 1 site  inventory  5.0 MB       8                nobody\n");
  write("foreign.json", { format: 1, account: "999999999999", resources });
  const foreign = await cost("--inventory", "foreign.json");
  expect(foreign).toMatchObject({ code: 1, stdout: "" });
  expect(foreign.stderr).toContain("error[ESTATE]");
});

test("against another plan it tells what differs, and a region without prices of its own is marked", async () => {
  const plan = await runIn(folder, ["plan", "--json"]);
  writeFileSync(join(folder, "before.json"), plan.stdout);
  const same = await cost("--against", "before.json");
  expect(same.stdout).toContain("total    3.78  3.78    0.00\n\nnothing costs more or less than before\n");
  expect(same.stdout).not.toContain("~");

  writeFileSync(join(folder, "policies", "orders.yaml"), `${ORDERS}copies: [mx-central-1]\n`);
  const { code, stdout } = await cost("--against", "before.json");
  writeFileSync(join(folder, "policies", "orders.yaml"), ORDERS);
  expect(code).toBe(0);
  expect(stdout).toContain("idle     8.00  3.70    +4.30\n");
  expect(stdout).toContain("DIFFERENCE  BEFORE  USD    OF                 FOR      WHAT\n");
  expect(stdout).toContain("\n+1.20       0.00    1.20   links-us-east-1    idle     metrics\n");
  expect(stdout).toMatch(/site-mx-central-1 +alarms +7 +alarm-month +~0\.1 +0\.70\n/);
  expect(stdout.trimEnd().split("\n").at(-1)).toBe(
    "~ no figure for this region in the price book: that of us-east-1 is taken",
  );
});

test("what nobody can delete is told as what ending it leaves to pay", async () => {
  const lock = "lock: { mode: compliance, confirmed: 2026-11-29 by ana for 487d }\n";
  writeFileSync(join(folder, "policies", "orders.yaml"), `${ORDERS}retention: 487d\n${lock}`);
  const { code, stdout } = await cost();
  const { locked, items } = JSON.parse((await cost("--json")).stdout);
  writeFileSync(join(folder, "policies", "orders.yaml"), ORDERS);
  expect(code).toBe(0);
  const kept = items.filter((item: { group: string }) => item.group === "storage");
  const month = kept.reduce((total: number, { micros }: { micros: number }) => total + micros, 0);
  expect(month).toBeGreaterThan(0);
  // 487 days are 16 months.
  expect(locked).toEqual([{ policy: "orders", days: 487, micros: 16 * month }]);
  expect(stdout).toMatch(
    /\norders has lock compliance: nobody can delete what it keeps, so ending it leaves up to \d+\.\d\d to pay over 487 d\n/,
  );
});

test("a limit that is exceeded is refused at its place", async () => {
  writeFileSync(join(folder, "policies", "orders.yaml"), `${ORDERS}cost: { limit: 1 }\n`);
  const { code, stdout, stderr } = await cost();
  writeFileSync(join(folder, "policies", "orders.yaml"), ORDERS);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toContain(
    "policies/orders.yaml:7:16: error[BUDGET] policy orders costs about 3.78 USD a month, the limit is 1: ",
  );
});

test("what nobody can count, such as events that AWS charges to replay, is named beside the sum", async () => {
  const path = join(folder, "policies", "orders.yaml");
  writeFileSync(path, `${ORDERS}protect: { events: { eventbridge: 24h } }\n`);
  const { stdout } = await cost();
  writeFileSync(path, ORDERS);
  expect(stdout).toContain(
    "not in the sum: protect.events.eventbridge of orders, of which nobody says how much",
  );
  expect(stdout).toContain("EventBridge charges each event that is kept");
  expect((await cost()).stdout).not.toContain("not in the sum");
});
