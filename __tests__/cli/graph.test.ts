import { beforeAll, describe, expect, test } from "vitest";
import { graphsOf } from "../../modules/cli/commands/graph.ts";
import { describeGraphs } from "../../modules/cli/describe/describe-graph.ts";
import { graphOf, type SiteGraph } from "../../modules/cli/graph/graph.ts";
import { graphLayout } from "../../modules/cli/graph/layout.ts";
import { mermaid } from "../../modules/cli/graph/mermaid.ts";
import { graphPage } from "../../modules/cli/graph/page.ts";
import type { Source } from "../../modules/cli/points/open-sources.ts";
import { parseThing } from "../../modules/cli/terminal/parse-argument.ts";
import { render } from "../../modules/cli/terminal/text.ts";
import type { KeptPoint } from "../../modules/contract/events.ts";
import { jsonContent, sha256 } from "../../modules/recovery/bytes.ts";
import { parsePointKey, runKey } from "../../modules/recovery/layout.ts";
import { SignedRuns } from "../../modules/recovery/signing/signed-runs.ts";
import { application, backUp, NAME, queueArn, type Region } from "../support/application.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { SIGNER_ARN, type TestSigner, testSigner } from "../support/run-witness.ts";
import { ACCOUNT } from "../support/seed-function.ts";
import { signRunOf } from "../support/signed-run.ts";
import { runIn } from "./support/io.ts";
import { memorySource } from "./support/points.ts";

const TOPIC = `arn:aws:sns:us-east-1:${ACCOUNT}:news`;
const BY = "iot.amazonaws.com, arn:aws:iot:us-east-1:123456789012:rule/cold";

const SIGNER = testSigner();
const START = "2026-11-23T21:08:00.000Z";
const NOW = new Date("2026-12-01T00:00:00Z");

/** The source as it is read by whoever has pinned these keys. */
function readBy(source: Source, pins: readonly TestSigner[]): Source {
  const trust = { account: ACCOUNT, site: source.site, keys: pins.map(({ pin }) => pin), now: () => NOW };
  return { ...source, witness: new SignedRuns(source.store, source.prefix, trust) };
}

const storeOf = (source: Source): MemoryStore => source.store as MemoryStore;

/** The points of a run as a summary names them. */
function keptIn(source: Source, run: string): KeptPoint[] {
  return [...storeOf(source).objects].flatMap(([key, { bytes }]) =>
    parsePointKey(key)?.run === run ? [{ key, sha256: sha256(bytes) }] : [],
  );
}

/** The application, whose queue hears of another bucket by a topic, and a function that nobody calls. */
async function kept(
  signer: TestSigner | undefined = SIGNER,
): Promise<{ readonly home: Region; readonly source: Source; readonly run: string }> {
  const home = application();
  home.sns.CreateTopic({ Name: "news" });
  home.sns.Subscribe({ TopicArn: TOPIC, Protocol: "sqs", Endpoint: queueArn(NAME) });
  home.buckets.add("films", { TopicConfigurations: [{ TopicArn: TOPIC, Events: ["s3:ObjectCreated:*"] }] });
  const source = memorySource("us-east-1", "us-east-1", new MemoryStore());
  const run = await runOf(home, source, START, signer);
  return { home, source: readBy(source, [SIGNER]), run };
}

/** Of a run that keeps the application again, its id. */
async function runOf(home: Region, source: Source, at: string, signer?: TestSigner): Promise<string> {
  const { points } = await backUp(home, storeOf(source), at);
  const run = parsePointKey(points[0] ?? "")?.run ?? "";
  const seen = [{ kind: "lambda", id: NAME, by: BY }] as const;
  await signRunOf(source, keptIn(source, run), run, signer, { seen });
  return run;
}

let source: Source;
let run: string;
beforeAll(async () => {
  ({ source, run } = await kept());
});

const plan = { policies: [{ name: "orders" }, { name: "media" }] } as unknown as Parameters<
  typeof graphsOf
>[0];
const ask = (subject: string) => graphsOf(plan, [source], parseThing(subject), {});
const text = (graphs: readonly SiteGraph[]) => describeGraphs(graphs).map((line) => render(line, false));

const TREE = [
  "lambda/orders",
  "  <- s3-notifications/orders",
  "  <- sqs-queue/orders",
  "    <- sns-topic/news",
  "      <- s3-notifications/films",
  "    needs sqs-queue/orders-dead",
  `  <- ${BY}: seen, not protected`,
];

test("what calls a function stands below it, through the chain, with what that needs and what is not protected", async () => {
  const graphs = await ask("lambda/orders");
  expect(text(graphs)).toEqual([
    `us-east-1, policy orders, run ${run}: 6 things, events come through 3 steps at most`,
    ...TREE,
  ]);
  expect(graphs).toMatchObject([
    {
      site: "us-east-1",
      of: ["lambda/orders"],
      depth: 3,
      things: [
        { name: "lambda/orders", seen: [BY] },
        { name: "s3-notifications/films", arn: "arn:aws:s3:::films", related: [] },
        { name: "s3-notifications/orders" },
        { name: "sns-topic/news", related: [{ to: "s3-notifications/films", how: "calledBy" }] },
        {
          name: "sqs-queue/orders",
          related: [
            { to: "sns-topic/news", how: "calledBy" },
            { to: "sqs-queue/orders-dead", how: "needs" },
          ],
        },
        { name: "sqs-queue/orders-dead", related: [] },
      ],
    },
  ]);
});

test("a pipe stands between what it reads and what it calls, which may be a machine that calls the function", async () => {
  const home = application();
  const RoleArn = `arn:aws:iam::${ACCOUNT}:role/caller`;
  const { stateMachineArn = "" } = home.sfn.CreateStateMachine({
    ...{ name: "intake", roleArn: RoleArn },
    definition: JSON.stringify({
      StartAt: "Call",
      States: { Call: { Type: "Task", Resource: home.lambda.arn(NAME), End: true } },
    }),
  });
  for (const name of ["piped", "lost"]) home.sqs.CreateQueue({ QueueName: name });
  home.dynamodb.CreateTable({
    TableName: "rows",
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
  });
  const table = home.dynamodb.table("rows");
  home.pipes.CreatePipe({
    ...{ Name: "direct", Source: queueArn("piped"), Target: home.lambda.arn(NAME), RoleArn },
  });
  home.pipes.CreatePipe({
    ...{ Name: "rows", Source: `${table.arn}/stream/${table.label}`, Target: stateMachineArn, RoleArn },
    SourceParameters: {
      DynamoDBStreamParameters: {
        StartingPosition: "LATEST",
        DeadLetterConfig: { Arn: queueArn("lost") },
      },
    },
  });
  home.pipes.settle();
  const at = memorySource("us-east-1", "us-east-1", new MemoryStore());
  await runOf(home, at, START, SIGNER);
  const graphs = await graphsOf(plan, [readBy(at, [SIGNER])], parseThing("lambda/orders"), {});
  expect(text(graphs).slice(1)).toEqual([
    "lambda/orders",
    "  <- pipe/direct",
    "    <- sqs-queue/piped",
    "  <- s3-notifications/orders",
    "  <- sqs-queue/orders",
    "    needs sqs-queue/orders-dead",
    "  <- state-machine/intake",
    "    <- pipe/rows",
    "      <- dynamodb-table/rows",
    "      needs sqs-queue/lost",
    `  <- ${BY}: seen, not protected`,
  ]);
});

test("a policy is all that its newest run kept, and wins over a function of its name", async () => {
  const [graph, ...others] = await ask("orders");
  expect(others).toEqual([]);
  expect(graph?.of).toEqual(["lambda/orders"]);
  expect(text(await ask("orders")).slice(1)).toEqual(TREE);
});

test("a queue has a graph too, and what does not call it is not in it", async () => {
  expect(text(await ask("sqs-queue/orders")).slice(1)).toEqual([
    "sqs-queue/orders",
    "  <- sns-topic/news",
    "    <- s3-notifications/films",
    "  needs sqs-queue/orders-dead",
  ]);
});

test("a point that is gone is named, and hides no other", async () => {
  const other = await kept();
  const { objects } = other.source.store as MemoryStore;
  for (const key of objects.keys()) if (key.includes("/points/sns-topic/")) objects.delete(key);
  const lines = text(await graphsOf(plan, [other.source], parseThing("lambda/orders"), {}));
  expect(lines).toContain("    <- sns-topic/news");
  expect(lines.at(-1)).toMatch(/^not known: sns-topic\/news: .*is not in memory/);
});

test("a newest run that kept nothing hides no older graph, and is named", async () => {
  const other = await kept();
  const empty = "20261124T210800Z-0000000a";
  await signRunOf(other.source, [], empty, SIGNER);
  const graphs = await graphsOf(plan, [other.source], parseThing("orders"), {});
  expect(graphs).toMatchObject([{ run: other.run, emptyRun: empty }]);
  expect(text(graphs).slice(1)).toEqual([`newer run ${empty} kept nothing: this is the one before`, ...TREE]);
  expect(mermaid(graphs)).toContain(`%% newer run ${empty} kept nothing`);
});

describe("what nobody signed is not drawn in the place of what is signed:", () => {
  const LATER = "2026-11-24T21:08:00.000Z";

  test.each([
    ["nobody signed", undefined, "unsigned"],
    ["a key that is not pinned signed", testSigner(SIGNER_ARN.replace(/1$/, "2")), "unpinned"],
  ])("a newer run that %s is passed over by name, of a policy and of a thing", async (_, signer, word) => {
    const other = await kept();
    const planted = await runOf(other.home, other.source, LATER, signer);
    for (const subject of ["orders", `lambda/${NAME}`]) {
      const source = readBy(other.source, [SIGNER]);
      const graphs = await graphsOf(plan, [source], parseThing(subject), {});
      expect(graphs).toMatchObject([{ run: other.run, passedOver: [`${planted} (${word})`] }]);
      const said = `not drawn, since nobody proves what is newer: ${planted} (${word})`;
      expect(text(graphs)).toEqual(expect.arrayContaining([said, ...TREE]));
      expect(mermaid(graphs)).toContain("%% not drawn, since nobody proves what is newer");
      expect(graphPage(graphs, { text: "", hash: "sha256-x" })).toContain(said);
    }
  });

  test("where no key is pinned, what nobody proves is drawn, and that is said", async () => {
    const other = await kept();
    for (const subject of ["orders", `lambda/${NAME}`]) {
      const graphs = await graphsOf(plan, [readBy(other.source, [])], parseThing(subject), {});
      expect(text(graphs)).toEqual(
        expect.arrayContaining([
          `nobody proves what is drawn: ${SIGNER.pin.key} signed its run, and is not pinned`,
          ...TREE,
        ]),
      );
    }
  });

  test("a point that was put over what its run signed is named, and nothing of it is followed", async () => {
    const other = await kept();
    const store = storeOf(other.source);
    const { key = "" } =
      keptIn(other.source, other.run).find(({ key }) => key.includes("/sqs-queue/orders/")) ?? {};
    const manifest = JSON.parse(Buffer.from(store.objects.get(key)?.bytes ?? []).toString());
    store.objects.delete(key);
    const related = [...manifest.related, { kind: "sqs-queue", id: "theirs", arn: queueArn("theirs") }];
    await store.create(key, jsonContent({ ...manifest, related }), { lockUntil: manifest.expiresAt });
    const lines = text(await graphsOf(plan, [readBy(other.source, [SIGNER])], parseThing("orders"), {}));
    expect(lines.join("\n")).not.toContain("theirs");
    expect(lines).toContain(
      "not known: sqs-queue/orders: its point is replaced: its manifest is not the one that its run signed",
    );
  });

  test("a delete marker on a summary hides no run", async () => {
    const other = await kept();
    storeOf(other.source).hidden.add(runKey(other.source.prefix, "orders", other.run));
    const graphs = await graphsOf(plan, [readBy(other.source, [SIGNER])], parseThing("orders"), {});
    expect(graphs).toMatchObject([{ run: other.run, passedOver: [] }]);
  });

  test("of points that all contradict themselves none is drawn, with the way out", async () => {
    const other = await kept(testSigner());
    const asked = graphsOf(plan, [other.source], parseThing(`lambda/${NAME}`), {});
    await expect(asked).rejects.toMatchObject({
      message: expect.stringContaining("is not drawn, nor is another one: forged: "),
      hint: expect.stringContaining("npx zonekeep verify"),
    });
  });
});

test("a function's URL and whom its policy names are ways in, what is kept apart from what is not", async () => {
  const home = application();
  home.lambda.CreateFunctionUrlConfig({ FunctionName: NAME, AuthType: "AWS_IAM" });
  home.lambda.AddPermission({
    FunctionName: NAME,
    StatementId: "partner",
    Action: "lambda:InvokeFunction",
    Principal: "210987654321",
  });
  const store = new MemoryStore();
  const at = memorySource("us-east-1", "us-east-1", store);
  await backUp(home, store);
  const graphs = await graphsOf(plan, [at], parseThing(`lambda/${NAME}`), {});
  const url = "function URL, AWS_IAM";
  const partner = "account 210987654321, by statement partner: seen, not protected";
  expect(text(graphs)).toEqual(expect.arrayContaining([`  <- ${url}`, `  <- ${partner}`]));
  for (const shown of [mermaid(graphs), graphPage(graphs, { text: "", hash: "sha256-x" })])
    for (const one of [url, partner]) expect(shown).toContain(one);
  const how = new Map(graphs.flatMap((graph) => graphLayout(graph).boxes.map((box) => [box.text, box.how])));
  expect([how.get(url), how.get(partner)]).toEqual(["kept", "seen"]);
});

test("a function that only its URL calls has events that come through a step", () => {
  const { depth } = graphOf(at, ["lambda/a"], [{ ...thing("lambda/a"), doors: ["function URL, NONE"] }]);
  expect(depth).toBe(1);
});

test("what was never kept is refused, with the way out", async () => {
  await expect(ask("media")).rejects.toThrow("no run of media has kept anything yet");
  await expect(ask("ordres")).rejects.toMatchObject({ hint: "did you mean the policy orders?" });
  await expect(ask("sqs-queue/none")).rejects.toThrow(
    'no policy and no recovery point is named "sqs-queue/none"',
  );
});

const thing = (name: string, related: SiteGraph["things"][number]["related"] = [], seen: string[] = []) => ({
  ...{ name, arn: `arn:${name}`, related, doors: [], seen },
});
const at = { site: "us-east-1", policy: "orders", run: "r", passedOver: [] };

test("a circle ends: what stands above is not told again, and its depth is that of the shortest way", () => {
  const circle = graphOf(
    at,
    ["lambda/a"],
    [
      thing("lambda/a", [{ to: "sqs-queue/b", how: "calledBy" }]),
      thing("sqs-queue/b", [{ to: "sns-topic/c", how: "calledBy" }]),
      thing("sns-topic/c", [{ to: "sqs-queue/b", how: "calledBy" }]),
    ],
  );
  expect(circle.depth).toBe(2);
  expect(text([circle]).slice(1)).toEqual([
    "lambda/a",
    "  <- sqs-queue/b",
    "    <- sns-topic/c",
    "      <- sqs-queue/b (above)",
  ]);
});

const HOSTILE = 'event-rule/a"]; click <script>#';
const hostile = graphOf(
  at,
  ["lambda/a"],
  [
    thing("lambda/a", [{ to: HOSTILE, how: "calledBy" }], ["x.amazonaws.com"]),
    thing(HOSTILE, [{ to: "event-bus/b", how: "needs" }]),
    thing("event-bus/b"),
  ],
);

test("Mermaid draws arrows as events go, and no name is markup", () => {
  expect(mermaid([hostile]).split("\n")).toEqual([
    "%% us-east-1, policy orders, run r",
    "flowchart LR",
    '  t0["event-bus/b"]',
    '  t1["event-rule/a#34;#93;#59; click #60;script#62;#35;"]',
    '  t2["lambda/a"]',
    '  s0(["x.amazonaws.com: seen, not protected"])',
    "  t1 -.- t0",
    "  t1 --> t2",
    "  s0 --> t2",
    "  style t2 stroke-width:3px",
    "",
  ]);
});

test("the page draws callers to the left and what is needed to the right, without a script, and no name is markup", () => {
  const { boxes, lines } = graphLayout(hostile);
  const x = Object.fromEntries(boxes.map((box) => [box.text, box.x]));
  expect(x).toEqual({
    "lambda/a": 340,
    [HOSTILE]: 0,
    "x.amazonaws.com: seen, not protected": 0,
    "event-bus/b": 340,
  });
  expect(boxes.map(({ how }) => how)).toEqual(["asked", "kept", "seen", "kept"]);
  expect(lines.map(({ needed }) => needed)).toEqual([true, false, false]);
  const page = graphPage([hostile], { text: "p{}", hash: "sha256-x" });
  expect(page).toContain("default-src &#39;none&#39;; style-src &#39;sha256-x&#39;");
  expect(page).not.toMatch(/<script/);
  expect(page).toContain("event-rule/a&quot;]; click &lt;script&gt;#");
  expect(page.match(/<rect /g)).toHaveLength(4);
});

test("--json and another format contradict each other", async () => {
  const { code, stderr } = await runIn("/", ["graph", "orders", "--json", "--format", "mermaid"]);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: expect.stringContaining("--json contradicts --format mermaid"),
  });
});
