import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv } from "ajv";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { Inventory } from "../../modules/planner/cover/inventory.ts";
import schema from "../../modules/planner/schema/inventory.schema.json" with { type: "json" };
import { type Ran, runIn } from "./support/io.ts";
import { stubAws } from "./support/stub-aws.ts";

const ACCOUNT = "123456789012";
const EAST = "us-east-1";
const WEST = "eu-west-1";
const FILES = {
  "estate.yaml": `version: 1
account: "${ACCOUNT}"
regions: [${EAST}, ${WEST}]
edge-zones: [us-east-1-bos-1a]
`,
  "orders.yaml": `version: 1
name: orders
owner: payments
select:
  tags: { service: orders }
  exclude: [{ name: "*-canary", reason: rebuilt every hour }, "*-old"]
sites: [${EAST}, us-east-1-bos-1a]
copies: [${WEST}]
`,
};

const arn = (name: string, region = EAST): string => `arn:aws:lambda:${region}:${ACCOUNT}:function:${name}`;
const fn = (name: string, tags: Record<string, string>, region = EAST) => ({
  kind: "lambda",
  arn: arn(name, region),
  name,
  region,
  attributes: { runtime: "nodejs22.x" },
  tags,
});
const ORDERS = { service: "orders" };
const PROTECTED = [fn("near", { ...ORDERS, "edge-zone": "us-east-1-bos-1a" }), fn("orders-api", ORDERS)];
const inventory = (...resources: readonly object[]): object => ({ format: 1, account: ACCOUNT, resources });

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "zonekeep coverage "));
  mkdirSync(join(folder, "policies"));
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, "policies", name), text);
});
afterAll(() => rmSync(folder, { recursive: true }));

const coverage = (...args: readonly string[]): Promise<Ran> => runIn(folder, ["coverage", ...args]);
const of = (content: unknown, ...args: readonly string[]): Promise<Ran> => {
  writeFileSync(
    join(folder, "inventory.json"),
    typeof content === "string" ? content : JSON.stringify(content, undefined, 2),
  );
  return coverage("--inventory", "inventory.json", ...args);
};

describe("from a file", () => {
  test("the counts come first, then what is unprotected with the policy that is nearest, then the rest", async () => {
    const queue = {
      arn: `arn:aws:sqs:${EAST}:${ACCOUNT}:orders`,
      kind: "sqs",
      name: "orders",
      region: EAST,
      feeds: [arn("orders-api")],
    };
    const table = {
      arn: `arn:aws:dynamodb:${EAST}:${ACCOUNT}:table/x`,
      kind: "dynamodb",
      name: "x",
      region: EAST,
    };
    const given = inventory(
      queue,
      table,
      ...PROTECTED,
      fn("a-canary", ORDERS),
      fn("a-old", ORDERS),
      fn("refunds", { service: "refunds" }),
      fn("orders-west", ORDERS, WEST),
      { ...fn("us-east-1.edge", {}, WEST), replicaOf: arn("edge") },
    );
    const { code, stdout, stderr } = await of(given);
    expect(code).toBe(3);
    expect(stderr).toBe("warning: policies/orders.yaml:6:63: *-old is excluded without a reason\n");
    expect(
      stdout,
    ).toBe(`6 functions: 2 protected, 1 excluded with a reason, 1 excluded without a reason, 2 unprotected
2 resources: 1 whose trigger is kept with its function, and not what it holds, 1 unprotected
1 replica skipped: they come back with the original

UNPROTECTED                                      REGION     NEAREST
orders-west                                      eu-west-1  orders: it does not run in eu-west-1
refunds                                          us-east-1  orders: tag service is refunds
arn:aws:dynamodb:us-east-1:123456789012:table/x  us-east-1  no policy names it, and it feeds no function

EXCLUDED  REGION     POLICY            REASON
a-canary  us-east-1  orders: *-canary  rebuilt every hour
a-old     us-east-1  orders: *-old     none given

PROTECTED                                  REGION     BY
near                                       us-east-1  orders at us-east-1-bos-1a
orders-api                                 us-east-1  orders
arn:aws:sqs:us-east-1:123456789012:orders  us-east-1  orders, its trigger alone
`);
  });

  test("who may call a function and is kept by no run stands in it, and changes no status", async () => {
    const callers = ["iot.amazonaws.com, arn:aws:iot:us-east-1:123456789012:rule/cold", "new.amazonaws.com"];
    const [first, ...others] = PROTECTED;
    const given = inventory({ ...first, callers: [] }, ...others.map((one) => ({ ...one, callers })));
    const { code, stdout } = await of(given);
    expect(code).toBe(0);
    const name = String(others[0]?.name);
    const lines = stdout.split("\n").map((line) => line.split(/ {2,}/));
    const at = lines.findIndex(([head]) => head === "SEEN, NOT PROTECTED");
    expect(lines.slice(at, at + 3)).toEqual([
      ["SEEN, NOT PROTECTED", "REGION", "MAY CALL"],
      ...callers.map((by) => [by, EAST, name]),
    ]);
    const { seen } = JSON.parse((await of(given, "--json")).stdout) as { seen: object[] };
    expect(seen).toEqual(others.map(({ arn, name, region }) => ({ arn, name, region, callers })));
    expect(JSON.parse((await of(inventory(...PROTECTED), "--json")).stdout)).not.toHaveProperty("seen");
  });

  test("all protected, or excluded, exits with 0; a region that is not known, with 3", async () => {
    const whole = inventory(...PROTECTED, fn("a-old", ORDERS));
    expect((await of(whole)).code).toBe(0);
    expect((await of({ ...whole, regions: [EAST, WEST] })).code).toBe(0);
    const { code, stdout } = await of({ ...whole, regions: [EAST] });
    expect(code).toBe(3);
    expect(stdout).toContain("not known: what runs in eu-west-1: the inventory does not have it\n");
    const unread = [{ region: WEST, reason: "no answer" }];
    expect((await of({ ...whole, unread })).code).toBe(3);
    expect((await of(inventory())).stdout).toBe("no functions\n");
  });

  test("--json has each thing with its status", async () => {
    const { stdout } = await of(inventory(fn("refunds", {})), "--json");
    expect(JSON.parse(stdout)).toEqual({
      resources: [
        {
          kind: "lambda",
          arn: arn("refunds"),
          name: "refunds",
          region: EAST,
          status: "unprotected",
          nearest: [{ policy: "orders", why: ["no tag service"] }],
        },
      ],
      replicas: 0,
      own: 0,
      notThere: [],
      runtimes: [],
      scopes: [],
      unread: [],
    });
  });

  test("zonekeep's own runners are none that somebody has to protect", async () => {
    const runners = ["capture", "discover", "summarise"].map((runner) =>
      fn(`zonekeep-${EAST}-${runner}`, {}),
    );
    const { code, stdout } = await of(inventory(...PROTECTED, ...runners));
    expect(stdout).toContain("2 functions: 2 protected\n3 runners of zonekeep's own skipped: ");
    expect(code).toBe(0);
    const foreign = await of(inventory(...PROTECTED, fn("zonekeep-us-west-2-capture", {})));
    expect(foreign.code).toBe(3);
  });

  test("functions that policies keep different much of are told once, with what each keeps", async () => {
    const quick = `version: 1
name: quick
owner: payments
select: { names: ["orders-*"] }
sites: [${EAST}]
protect: { code: latest, triggers: [sqs] }
`;
    writeFileSync(join(folder, "policies", "quick.yaml"), quick);
    try {
      const given = inventory(
        fn("orders-a", ORDERS),
        fn("orders-b", ORDERS),
        fn("orders-c", {}),
        fn("near", ORDERS),
      );
      const notice =
        "orders-a, orders-b: orders keeps code: published, triggers: all; quick keeps code: latest, triggers: sqs: " +
        "the newest point may lack what an older one has; say the same protect in both, or exclude them in one";
      const { stderr } = await of(given);
      expect(stderr).toContain(`warning: ${notice}\n`);
      expect(JSON.parse((await of(given, "--json")).stdout)).toMatchObject({
        scopes: [{ policies: ["orders", "quick"], functions: [arn("orders-a"), arn("orders-b")], notice }],
      });
    } finally {
      rmSync(join(folder, "policies", "quick.yaml"));
    }
  });

  test("a runtime that AWS withdraws is told once, with the functions that have it", async () => {
    const old = (name: string, runtime: string, tags = ORDERS) => ({
      ...fn(name, tags),
      attributes: { runtime },
    });
    const given = inventory(
      old("orders-a", "nodejs20.x"),
      old("orders-b", "nodejs20.x"),
      old("orders-c", "python3.14"),
      old("orders-d", "python3.8", { service: "unprotected" }),
    );
    const notice =
      "$LATEST of orders-a, orders-b: AWS creates functions of runtime nodejs20.x until 2027-02-01 and updates them " +
      "until 2027-03-03; deploy with nodejs24.x: from then on a restore takes --runtime nodejs20.x=nodejs24.x";
    const { stderr } = await of(given);
    expect(stderr).toContain(`warning: ${notice}\n`);
    expect(stderr.match(/warning/g)).toHaveLength(1);
    expect(JSON.parse((await of(given, "--json")).stdout)).toMatchObject({
      runtimes: [{ runtime: "nodejs20.x", functions: [arn("orders-a"), arn("orders-b")], notice }],
    });
  });

  test("every mistake of the file is told at its place, and exits with 1", async () => {
    const wrong = {
      format: 2,
      account: ACCOUNT,
      resources: [
        { kind: "lambda", arn: "x", name: "x", region: EAST, tag: {} },
        { kind: "sqss", arn: "arn:aws:sqs:::x", name: "x", region: EAST },
      ],
    };
    const { code, stdout, stderr } = await of(wrong);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr.split("\n").filter((line) => /^(inventory|\d)/.test(line))).toEqual([
      "inventory.json:2:13: error[VALUE] format 2 is not 1",
      'inventory.json:10:7: error[UNKNOWN_KEY] unknown key "tag"',
      'inventory.json:7:14: error[VALUE] resources.arn "x" is not understood',
      expect.stringMatching(
        /^inventory.json:13:15: error\[VALUE\] resources.kind "sqss" is not one of alb, /,
      ),
      "4 mistakes",
    ]);
  });

  test.each([
    [
      { ...inventory(), account: "210987654321" },
      '3:14: error[ESTATE] account "210987654321" is not that of the estate, 123456789012',
    ],
    [inventory(fn("a", {}), fn("a", {})), `17:14: error[DUPLICATE] "${arn("a")}" is written twice`],
    [
      inventory({ ...fn("a", {}), region: WEST }),
      '9:17: error[VALUE] region "eu-west-1" is not that of the ARN, "us-east-1"',
    ],
    ['{\n  "format": 1\n  "account": 2 }', "2:13: error[YAML] the file is not valid JSON: "],
    ["", "1:1: error[YAML] the file is not valid JSON: "],
  ])("%j is refused", async (content, said) => {
    const { code, stderr } = await of(content);
    expect(code).toBe(1);
    expect(stderr).toContain(`inventory.json:${said}`);
  });

  test("text of an inventory cannot break out of a terminal", async () => {
    const odd = { ...fn("a", {}), name: "x\u001b[31m\n" };
    expect((await of(inventory(odd))).stdout).toContain("\nx\\u001b[31m\\u000a  us-east-1  ");
  });

  test("a file that is not there, and one to write beside it, are refused", async () => {
    expect(await coverage("--inventory", "none.json")).toMatchObject({
      code: 1,
      stderr:
        "error: cannot read none.json: there is no such file or folder\n  help: check the name and who may read it\n",
    });
    expect((await coverage("--inventory", "a", "--write-inventory", "b")).code).toBe(2);
  });
});

describe("from the account", () => {
  const live = new Map<string, readonly ReturnType<typeof fn>[]>();
  /** Tells the regions apart by what each request is signed for; one that is not in the map is lost. */
  const server = createServer((request, response) => {
    request.resume();
    const [, region = ""] = /\/\d{8}\/([^/]+)\//.exec(request.headers.authorization ?? "") ?? [];
    const functions = live.get(region);
    if (functions === undefined) return void response.destroy();
    const path = decodeURIComponent(request.url ?? "");
    const json = (body: object): void => void response.writeHead(200).end(JSON.stringify(body));
    if (String(request.headers["x-amz-target"]).endsWith(".ListEventBuses")) return json({ EventBuses: [] });
    if (String(request.headers["x-amz-target"]).endsWith(".DescribeConfigRules"))
      return json({ ConfigRules: [] });
    if (String(request.headers["x-amz-target"]).endsWith(".ListSecrets")) return json({ SecretList: [] });
    if (String(request.headers["x-amz-target"]).endsWith(".ListStateMachines"))
      return json({ stateMachines: [] });
    if (String(request.headers["x-amz-target"]).endsWith(".GetResources"))
      return json({
        PaginationToken: "",
        ResourceTagMappingList: functions.map((one) => ({
          ResourceARN: one.arn,
          Tags: Object.entries(one.tags).map(([Key, Value]) => ({ Key, Value })),
        })),
      });
    if (request.headers.authorization?.includes("/ses/"))
      return void response
        .writeHead(200)
        .end("<ListReceiptRuleSetsResponse><ListReceiptRuleSetsResult/></ListReceiptRuleSetsResponse>");
    if (path.includes("/tags/")) return json({ Tags: functions.find((one) => path.includes(one.arn))?.tags });
    if (path.includes("/event-source-mappings")) return json({ EventSourceMappings: [] });
    if (path.includes("/functions"))
      return json({
        Functions: functions.map((one) => ({
          FunctionArn: one.arn,
          FunctionName: one.name,
          Runtime: one.attributes.runtime,
        })),
      });
    if (path.startsWith("/schedules")) return json({ Schedules: [] });
    if (path.startsWith("/v1/pipes")) return json({ Pipes: [] });
    if (path.startsWith("/rules")) return json({ rules: [] });
    if (path.startsWith("/v2/apis")) return json({ items: [] });
    if (path.startsWith("/restapis")) return json({ item: [] });
    response.writeHead(200).end("<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>");
  });

  beforeAll(async () => {
    await once(server.listen(0, "127.0.0.1"), "listening");
    stubAws(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
  beforeEach(() => live.clear());
  afterAll(() => {
    server.close();
    server.closeAllConnections();
    vi.unstubAllEnvs();
  });

  test("every region of the estate is asked, and what it answered is kept as an inventory that says the same", async () => {
    live.set(EAST, PROTECTED).set(WEST, [fn("stray", {}, WEST)]);
    const asked = await coverage("--json", "--write-inventory", "kept.json");
    expect(asked.code).toBe(3);
    const kept: Inventory = JSON.parse(readFileSync(join(folder, "kept.json"), "utf8"));
    expect(kept).toEqual({
      ...inventory(...PROTECTED, fn("stray", {}, WEST)),
      resources: [fn("stray", {}, WEST), ...PROTECTED],
      regions: [WEST, EAST],
      unread: [],
    });
    expect(await coverage("--json", "--inventory", "kept.json")).toEqual(asked);
  });

  test("a region that does not answer is named, kept as unread, and exits with 3 though the rest is protected", async () => {
    live.set(EAST, PROTECTED).set(WEST, []);
    expect((await coverage()).code).toBe(0);
    live.delete(WEST);
    const { code, stdout } = await coverage("--write-inventory", "part.json");
    expect(code).toBe(3);
    expect(stdout).toMatch(
      /^not known: what runs in eu-west-1: no answer from AWS: [^\n]*\n2 functions: 2 protected\n/,
    );
    expect((await coverage("--inventory", "part.json")).stdout).toBe(stdout);
  });

  test("an account that does not answer at all is an error, and nothing is kept", async () => {
    const { code, stdout, stderr } = await coverage("--write-inventory", "none.json");
    expect({ code, stdout, kept: existsSync(join(folder, "none.json")) }).toEqual({
      code: 1,
      stdout: "",
      kept: false,
    });
    expect(stderr).toContain("error: no answer from AWS: ");
  });
});

test("the published schema is one of draft 7 that describes every property", () => {
  expect(new Ajv().validateSchema(schema)).toBe(true);
  const bare: string[] = [];
  const visit = (node: unknown, path: string): void => {
    if (typeof node !== "object" || node === null) return;
    for (const [key, child] of Object.entries(node)) {
      if (path.endsWith("/properties") && (!child.description || child.examples?.length !== 1))
        bare.push(`${path}/${key}`);
      visit(child, `${path}/${key}`);
    }
  };
  visit(schema, "");
  expect(bare).toEqual([]);
});
