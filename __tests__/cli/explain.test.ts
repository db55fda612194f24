import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Ran, runIn } from "./support/io.ts";

const FILES = {
  "estate.yaml": `version: 1
account: "123456789012"
regions: [us-east-1, us-west-2, eu-west-1, eu-central-1]
edge-zones: [us-east-1-bos-1a]
site-sets: { emea: [eu-west-1, "eu-central-*"] }
defaults:
  lock: governance
  copies: [us-west-2]
profiles:
  critical: { retention: { keep: 90d }, objectives: { rpo: 2h, survive: 1 } }
`,
  "orders.yaml": `version: 1
name: orders
owner: payments
extends: critical
select:
  tags: { service: [orders, cards] }
  exclude: [{ name: "*-canary", reason: rebuilt every hour }]
sites: [emea, "us-east-1*"]
schedule:
  every: 1h
  start-window: 10m
  pauses: [{ from: 2026-12-20, to: 2027-01-03, reason: freeze }]
`,
  "media.yaml": `version: 1
name: media
owner: media
select: { names: ["media-*"] }
sites: [us-west-2]
copies: []
`,
};

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "zonekeep explain "));
  mkdirSync(join(folder, "policies"));
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, "policies", name), text);
});
afterAll(() => rmSync(folder, { recursive: true }));

const explain = (...args: readonly string[]): Promise<Ran> => runIn(folder, ["explain", ...args]);

test("a policy is explained value by value, each with who said it and the line", async () => {
  const { code, stdout, stderr } = await explain("orders");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(
    stdout,
  ).toBe(`KEY                          VALUE                                             FROM     LINE
owner                        payments                                          policy   policies/orders.yaml:3:8
sites.eu-central-1           region, runs at 6 * * * *                         policy   policies/orders.yaml:8:9
sites.eu-west-1              region, runs at 7 * * * *                         policy   policies/orders.yaml:8:9
sites.us-east-1              region, runs at 0 * * * *                         policy   policies/orders.yaml:8:15
sites.us-east-1-bos-1a       edge zone of us-east-1, runs at 9 * * * *         policy   policies/orders.yaml:8:15
select.tags.service          cards, orders                                     policy   policies/orders.yaml:6:20
select.names                 any                                               default  policies/orders.yaml:6:3
select.arns                  any                                               default  policies/orders.yaml:6:3
select.runtimes              any                                               default  policies/orders.yaml:6:3
select.accounts              the estate's                                      default  policies/orders.yaml:6:3
select.exclude.*-canary      rebuilt every hour                                policy   policies/orders.yaml:7:13
select.resources             none                                              default  policies/orders.yaml:6:3
protect.code                 published                                         default  policies/orders.yaml:2:7
protect.configuration        all                                               default  policies/orders.yaml:2:7
protect.triggers             all                                               default  policies/orders.yaml:2:7
protect.state                none                                              default  policies/orders.yaml:2:7
protect.events               none                                              default  policies/orders.yaml:2:7
schedule.every               1h                                                policy   policies/orders.yaml:10:10
schedule.time-zone           UTC                                               default  policies/orders.yaml:10:3
schedule.start-window        10m                                               policy   policies/orders.yaml:11:17
schedule.completion-window   none                                              default  policies/orders.yaml:10:3
schedule.pauses.2026-12-20   until 2027-01-03: freeze                          policy   policies/orders.yaml:12:12
schedule.on                  none                                              default  policies/orders.yaml:10:3
schedule.overlap             allow                                             default  policies/orders.yaml:10:3
retention.keep               90d                                               profile  policies/estate.yaml:10:34
retention.cold-after         never                                             default  policies/estate.yaml:10:26
copies.us-west-2             every point                                       estate   policies/estate.yaml:8:12
copies.us-west-2.keep        90d                                               profile  policies/estate.yaml:10:34
copies.us-west-2.cold-after  never                                             default  policies/estate.yaml:10:26
copies.us-west-2.lock        governance                                        estate   policies/estate.yaml:7:9
lock.mode                    governance                                        estate   policies/estate.yaml:7:9
stay-in                      anywhere                                          default  policies/orders.yaml:2:7
hold                         none                                              default  policies/orders.yaml:2:7
objectives.rpo               2h                                                profile  policies/estate.yaml:10:60
objectives.survive           1                                                 profile  policies/estate.yaml:10:73
drill                        none                                              default  policies/orders.yaml:2:7
alerts                       none                                              default  policies/orders.yaml:2:7
compliance                   none                                              default  policies/orders.yaml:2:7
encryption                   none                                              default  policies/orders.yaml:2:7
cost.limit                   none                                              default  policies/orders.yaml:2:7
cost.functions               10                                                default  policies/orders.yaml:2:7
cost.package-size            5MB                                               default  policies/orders.yaml:2:7
cost.changes                 8                                                 default  policies/orders.yaml:2:7
exposure.local               1h interval + 10m window = 70m                    derived  policies/orders.yaml:10:3
exposure.remote              1h interval + 10m window + 15m replication = 85m  derived  policies/orders.yaml:10:3
vaults.eu-central-1          90d, lock governance                              derived  policies/estate.yaml:10:34
vaults.eu-west-1             90d, lock governance                              derived  policies/estate.yaml:10:34
vaults.us-east-1             90d, lock governance                              derived  policies/estate.yaml:10:34
vaults.us-east-1-bos-1a      90d, lock governance                              derived  policies/estate.yaml:10:34
vaults.us-west-2             35d to 90d, lock governance                       derived  policies/estate.yaml:10:34
`);
});

test("of a compliance lock it says who confirmed it, and when it ends; the vault's can be taken back", async () => {
  const path = join(folder, "policies", "media.yaml");
  const text = FILES["media.yaml"];
  writeFileSync(path, `${text}lock: { mode: compliance, confirmed: 2026-11-29 by Ana Lima for 5w }\n`);
  const { stdout } = await explain("media.lock");
  writeFileSync(path, text);
  expect(stdout.split("\n").map((line) => line.split(/ {2,}/))).toEqual([
    ["KEY", "VALUE", "FROM", "LINE"],
    ["lock.mode", "compliance", "policy", "policies/media.yaml:7:15"],
    ["lock.confirmed", "2026-11-29 by Ana Lima for 35d", "policy", "policies/media.yaml:7:38"],
    [
      "lock.ends",
      "when a point is 35d old: nobody can end it before, root included, and it is paid for until then",
      "derived",
      "policies/media.yaml:7:15",
    ],
    [""],
  ]);
});

test("a block or a single value of a policy is explained alone; without a copy everything may be lost", async () => {
  expect((await explain("media.exposure")).stdout).toBe(
    `KEY              VALUE                            FROM     LINE
exposure.local   1d interval + 1h window = 1d 1h  derived  policies/media.yaml:2:7
exposure.remote  everything: there is no copy     derived  policies/media.yaml:2:7
`,
  );
  const { stdout } = await explain("orders.schedule.start-window", "--json");
  expect(JSON.parse(stdout)).toEqual({
    kind: "policy",
    policy: "orders",
    values: [
      {
        key: "schedule.start-window",
        value: "10m",
        from: "policy",
        at: { file: "policies/orders.yaml", line: 11, col: 17 },
      },
    ],
  });
});

test("a unit is explained by what it does, the lines that asked for it, quoted, and the policies that meet there", async () => {
  expect((await explain("us-west-2.vault")).stdout).toBe(
    `us-west-2.vault: keeps 35 to 90 d, lock governance; in stack site-us-west-2

asked for by policies/estate.yaml:8:12
    8 |   copies: [us-west-2]
      |            ^
asked for by policies/media.yaml:5:9
    5 | sites: [us-west-2]
      |         ^

POLICY  RUNS AT    COPIES FROM
media   us-west-2
orders             eu-central-1, eu-west-1, us-east-1, us-east-1-bos-1a
`,
  );
});

test("an edge zone uses its parent's store and runners, and not its key", async () => {
  const runsAt = async (unit: string) =>
    JSON.parse((await explain(unit, "--json")).stdout).policies[0].runsAt;
  expect(await runsAt("us-east-1.store")).toEqual(["us-east-1", "us-east-1-bos-1a"]);
  expect(await runsAt("us-east-1.runners")).toEqual(["us-east-1", "us-east-1-bos-1a"]);
  expect(await runsAt("us-east-1.key")).toEqual(["us-east-1"]);
  expect(await runsAt("us-east-1-bos-1a.key")).toEqual(["us-east-1-bos-1a"]);
});

test("a site is explained by its stacks, a stack by its units; both say which policies meet there", async () => {
  const { stdout } = await explain("us-east-1-bos-1a");
  expect(stdout).toBe(
    `stack zone-us-east-1-bos-1a in us-east-1: wave 1

UNIT                              WHAT                                                         BECAUSE
us-east-1-bos-1a.key              encrypts what the site keeps                                 policies/orders.yaml:8:15
us-east-1-bos-1a.vault            keeps 90 d, lock governance                                  policies/orders.yaml:8:15
us-east-1-bos-1a.zone-role        writes this zone's points in us-east-1                       policies/orders.yaml:8:15
us-east-1-bos-1a.alarm            tells nobody yet                                             policies/orders.yaml:8:15
us-east-1-bos-1a.schedule.orders  every 1 h, keeps 90 d, copies to us-west-2, lock governance  policies/orders.yaml:2:7 and 1 more

POLICY  RUNS AT           COPIES FROM
orders  us-east-1-bos-1a
`,
  );
  const links = await explain("links-us-east-1");
  expect(links.stdout).toContain(
    "stack links-us-east-1 in us-east-1: wave 2, after site-us-east-1, site-us-west-2, zone-us-east-1-bos-1a\n",
  );
  expect(links.stdout).toMatch(/\norders {2}us-east-1, us-east-1-bos-1a\n$/);
});

test.each([
  ["ordrs", "did you mean orders?"],
  ["orders.retenton", "did you mean orders.retention?"],
  ["us-esat-1.vault", "did you mean us-east-1.vault?"],
  ["frobnicate", "there is media, orders, eu-central-1, eu-central-1.alarm, "],
  ["media.frobnicate", "there is media.alerts, media.compliance, media.copies, media.cost, "],
])("%s is refused with what was probably meant, and exits with 1", async (subject, help) => {
  const { code, stdout, stderr } = await explain(subject);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toContain(`error: nothing is named "${subject}"\n  help: ${help}`);
});

test("a path after the subject is told as what it is", async () => {
  expect(await explain("orders", "/tmp/p")).toEqual({
    code: 2,
    stdout: "",
    stderr:
      "error: too many arguments for 'explain'. Expected 1 argument but got 2.\n  help: --policies /tmp/p\n",
  });
});
