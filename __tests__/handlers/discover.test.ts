import { describe, expect, test } from "vitest";
import { discover } from "../../handlers/discover/discover.ts";
import { itemsOf } from "../../handlers/discover/items.ts";
import type { BackupRequest, CaptureItem } from "../../modules/contract/events.ts";
import type { Kind } from "../../modules/contract/kinds.ts";
import type { CapturedTrigger } from "../../modules/contract/triggers.ts";
import { readEach } from "../../modules/protectors/read-list.ts";
import { OTHER_THAN_POLICY } from "../../modules/runs/asked.ts";
import type { CopyRule } from "../../modules/runs/not-replicated.ts";
import { awsError } from "../support/fake-aws/error.ts";
import { MemoryKinds, thing } from "../support/memory-kinds.ts";
import { MemoryWork } from "../support/memory-work.ts";
import { witness } from "../support/run-witness.ts";
import { ANY, request } from "../support/sample-request.ts";

const execution = {
  id: "arn:aws:states:us-east-1:123456789012:execution:x:1",
  startedAt: "2026-11-23T21:08:00.5Z",
};

const aws = {
  account: "123456789012",
  partition: "aws",
  region: "us-east-1",
  client: () => {
    throw new Error("things in memory need no client");
  },
  sleep: async () => undefined,
};

const live = `${thing("lambda", "orders-b").arn}:live`;

/** A function in a zone, one with a queue and a bucket, and one that no policy here selects. */
function region(): MemoryKinds {
  return new MemoryKinds()
    .add("lambda", "orders-b", { related: [thing("sqs-queue", "orders")], hints: { mappings: ["m1"] } })
    .add("lambda", "orders-a", { tags: { "edge-zone": "us-east-1-bos-1a" } })
    .add("lambda", "media", { related: [thing("sqs-queue", "media")] })
    .add("sqs-queue", "orders")
    .add("sqs-queue", "media")
    .add("s3-notifications", "photos", {
      feeds: [live, thing("lambda", "media").arn],
      hints: { of: "photos" },
    })
    .add("s3-notifications", "logs", { feeds: [thing("lambda", "media").arn] });
}

const counted = async () => undefined;

async function ask(
  kinds: MemoryKinds,
  change: Partial<BackupRequest> = {},
  begun: (site: string, policy: string) => Promise<void> = counted,
  copyRules: () => Promise<readonly CopyRule[]> = async () => [],
  begunElsewhere: (watchedBy: string, region: string) => Promise<void> = counted,
  isAsked = true,
) {
  const work = new MemoryWork();
  const event = { request: { ...request, ...change }, execution };
  const ports = {
    aws,
    protector: kinds.protector,
    begun,
    begunElsewhere,
    copyRules,
    work,
    ...witness,
    asked: () => isAsked,
    log: () => undefined,
  };
  const discovered = await discover(ports, event);
  const items = (await work.get(discovered.items.key)) as CaptureItem[];
  const warnings = await work.get(`work/${discovered.run.id}/warnings.json`);
  return { discovered, items, warnings };
}

const item = (kind: Kind, id: string, more: Partial<CaptureItem> = {}): CaptureItem => ({
  ...thing(kind, id),
  name: id,
  related: [],
  ...more,
});

const ordersA = item("lambda", "orders-a");
const photos = item("s3-notifications", "photos", { hints: { of: "photos" } });
const ordersB = item("lambda", "orders-b", {
  hints: { mappings: ["m1"] },
  related: [{ ...thing("s3-notifications", "photos"), calls: [live] }, thing("sqs-queue", "orders")],
});

test("what a policy selects is pinned with what brings events to it, by kind and id, without tags", async () => {
  const { discovered, items, warnings } = await ask(region());
  expect(items).toEqual([ordersA, ordersB, photos, item("sqs-queue", "orders")]);
  expect(warnings).toEqual([]);
  const { id, startedAt } = discovered.run;
  expect(id).toMatch(/^20261123T210800Z-[0-9a-f]{8}$/);
  expect(startedAt).toBe(execution.startedAt);
  expect(discovered).toMatchObject({
    request,
    items: { bucket: request.work.bucket, key: `work/${id}/items.json`, count: 4 },
  });
});

test("a run that is asked for other than its policy says goes on, says so, and no alarm takes it for one that began", async () => {
  const told: unknown[] = [];
  const tell = async (...words: unknown[]) => void told.push(words);
  const { items, warnings } = await ask(region(), { watchedBy: "eu-west-1" }, tell, undefined, tell, false);
  expect(items).toHaveLength(4);
  expect(warnings).toEqual([OTHER_THAN_POLICY]);
  expect(told).toEqual([]);
});

test("that a run begins is told by site and policy, within a pause too; the run goes on when nobody can be told", async () => {
  const told: string[][] = [];
  const begun = async (...names: string[]) => void told.push(names);
  await ask(region(), {}, begun);
  await ask(region(), { pauses: [{ from: "2026-11-20", to: "2026-11-30", reason: "freeze" }] }, begun);
  expect(told).toEqual([
    [request.store.site, request.policy],
    [request.store.site, request.policy],
  ]);
  const { items, warnings } = await ask(region(), {}, async () => {
    throw awsError("ThrottlingException", 400, "Rate exceeded");
  });
  expect(items).toHaveLength(4);
  expect(warnings).toEqual([
    "CloudWatch was not told that the run began: ThrottlingException: Rate exceeded",
  ]);
});

describe("copies that the store does not make", () => {
  const { prefix, bucket } = request.store;
  const to = "arn:aws:s3:::zonekeep-123456789012-eu-west-1";
  const copies = [{ site: "eu-west-1", region: "eu-west-1", key: "k", bucket: to }];
  const rule: CopyRule = { enabled: true, prefix, to };
  const said = `nothing is copied to eu-west-1: no enabled replication rule of ${bucket} takes ${prefix} there; deploy links-us-east-1`;
  const cases: [string, readonly CopyRule[], readonly string[]][] = [
    ["a rule for them is all that it takes", [rule], []],
    ["a rule for the whole store does too", [{ ...rule, prefix: "" }], []],
    ["the rules are gone", [], [said]],
    ["the rule is disabled", [{ ...rule, enabled: false }], [said]],
    ["the rule takes another source", [{ ...rule, prefix: "123456789012/eu-central-1/" }], [said]],
    ["the rule sends them elsewhere", [{ ...rule, to: "arn:aws:s3:::not-ours" }], [said]],
  ];
  test.each(cases)("are warned of, not failed for: %s", async (_name, rules, expected) => {
    const { items, warnings } = await ask(region(), { copies }, counted, async () => rules);
    expect(warnings).toEqual(expected);
    expect(items).toHaveLength(4);
  });

  test("are asked for by runs that want copies, and a refusal is told", async () => {
    let asked = 0;
    const denied = async () => {
      asked += 1;
      throw awsError("AccessDenied", 403, "no");
    };
    expect((await ask(region(), { copies: [] }, counted, denied)).warnings).toEqual([]);
    expect(asked).toBe(0);
    expect((await ask(region(), { copies }, counted, denied)).warnings).toEqual([
      "whether copies are made could not be read: AccessDenied: no",
    ]);
  });
});

test("the region that watches is told too, and a run goes on without it", async () => {
  const told: string[][] = [];
  const elsewhere = async (...names: string[]) => void told.push(names);
  await ask(region(), {}, counted, undefined, elsewhere);
  expect(told).toEqual([]);
  await ask(region(), { watchedBy: "eu-west-1" }, counted, undefined, elsewhere);
  expect(told).toEqual([["eu-west-1", request.store.region]]);
  const lost = async () => {
    throw awsError("ServiceUnavailable", 503, "lost");
  };
  const { items, warnings } = await ask(region(), { watchedBy: "eu-west-1" }, counted, undefined, lost);
  expect(items).toHaveLength(4);
  expect(warnings).toEqual([
    "eu-west-1, which watches us-east-1, was not told that the run began: ServiceUnavailable: lost",
  ]);
});

test("the same execution asked twice has the same run", async () => {
  const [first, second] = [await ask(region()), await ask(region())];
  expect(first).toEqual(second);
});

test("an edge zone has its own functions, and the region the rest", async () => {
  const zone = await ask(region(), { zone: "us-east-1-bos-1a" });
  expect(zone.items).toEqual([ordersA]);
  const rest = await ask(region(), { zonesElsewhere: ["us-east-1-bos-1a"] });
  expect(rest.items).toEqual([ordersB, photos, item("sqs-queue", "orders")]);
});

test("only lists of kinds that the policy keeps are read", async () => {
  const read = async (...triggers: CapturedTrigger[]) => {
    const kinds = region();
    const { items } = await ask(kinds, { protect: { code: "published", triggers } });
    const lists = kinds.calls.filter((call) => call.startsWith("inventory "));
    return { lists, buckets: items.filter(({ kind }) => kind === "s3-notifications") };
  };
  // What a function reads its own list tells, so that the list of queues is never read.
  expect(await read()).toEqual({ lists: ["inventory lambda"], buckets: [] });
  expect(await read("sqs")).toEqual({ lists: ["inventory lambda"], buckets: [] });
  expect(await read("s3")).toEqual({
    lists: ["inventory s3-notifications", "inventory lambda"],
    buckets: [photos],
  });
});

test("ARNs and runtimes narrow a selection", async () => {
  const kinds = region().add("lambda", "orders-py", { runtime: "python3.13" });
  const arns = [thing("lambda", "orders-*").arn];
  const { items } = await ask(kinds, { select: { ...ANY, arns, runtimes: ["python*"] } });
  expect(items).toEqual([item("lambda", "orders-py")]);
});

test("within a pause of the policy nothing is looked at, and the run says why", async () => {
  const kinds = region();
  const pause = { from: "2026-11-23", to: "2026-11-24", reason: "inventory" };
  const change = { pauses: [pause], timeZone: "America/New_York" };
  const { discovered, items } = await ask(kinds, change);
  expect(discovered.run).toMatchObject({ pause });
  expect(discovered.items.count).toBe(0);
  expect(items).toEqual([]);
  expect(kinds.calls).toEqual([]);
  const elsewhere = await ask(region(), { ...change, timeZone: "Asia/Tokyo" });
  expect(elsewhere.discovered.run).not.toHaveProperty("pause");
  expect(elsewhere.discovered.items.count).toBe(4);
});

test("a selection that matches nothing is an empty list, and no error", async () => {
  const { discovered, items } = await ask(region(), { select: { ...ANY, names: ["none"] } });
  expect(items).toEqual([]);
  expect(discovered.items.count).toBe(0);
});

test("a list that fails fails the run before anything is pinned", async () => {
  const kinds = region();
  kinds.fail = (call) => (call === "inventory lambda" ? awsError("ServiceException", 500) : undefined);
  await expect(ask(kinds)).rejects.toThrow("ServiceException it is");
});

describe("what is followed", () => {
  const ofOrders = (...names: string[]): Partial<BackupRequest> => ({ select: { ...ANY, names } });
  const names = (items: readonly CaptureItem[]): string[] => items.map(({ kind, id }) => `${kind}/${id}`);

  test("is a function, a queue and a bucket of one name: three items", async () => {
    const kinds = new MemoryKinds()
      .add("lambda", "orders", { related: [thing("sqs-queue", "orders")] })
      .add("sqs-queue", "orders")
      .add("s3-notifications", "orders", { feeds: [thing("lambda", "orders").arn] });
    const { items } = await ask(kinds, ofOrders("orders"));
    expect(names(items)).toEqual(["lambda/orders", "s3-notifications/orders", "sqs-queue/orders"]);
  });

  test("is pinned once, however many use it, with what it needs in turn, in a circle too", async () => {
    const [queue, letters] = [thing("sqs-queue", "orders"), thing("sqs-queue", "orders-dead.fifo")];
    const kinds = new MemoryKinds()
      .add("lambda", "orders-a", { related: [queue] })
      .add("lambda", "orders-b", { related: [queue, letters, queue] })
      .add("sqs-queue", "orders", { needs: [letters, queue] })
      .add("sqs-queue", "orders-dead.fifo", { needs: [queue] });
    const { items, warnings } = await ask(kinds);
    expect(items).toEqual([
      item("lambda", "orders-a", { related: [queue] }),
      item("lambda", "orders-b", { related: [queue, letters] }),
      item("sqs-queue", "orders", { related: [letters] }),
      item("sqs-queue", "orders-dead.fifo", { related: [queue] }),
    ]);
    expect(warnings).toEqual([]);
    expect(kinds.calls.filter((call) => call.startsWith("related "))).toEqual([
      "related lambda/orders-a",
      "related lambda/orders-b",
      "related sqs-queue/orders",
      "related sqs-queue/orders-dead.fifo",
    ]);
  });

  test("is what calls any qualifier of the function, and not one whose name only begins alike", async () => {
    const { arn } = thing("lambda", "orders");
    const kinds = new MemoryKinds()
      .add("lambda", "orders")
      .add("s3-notifications", "a", { feeds: [`${arn}:7`, arn, `${arn}-2`] })
      .add("s3-notifications", "b", { feeds: [`${arn}-2`] });
    const { items } = await ask(kinds, ofOrders("orders"));
    expect(items[0]?.related).toEqual([{ ...thing("s3-notifications", "a"), calls: [arn, `${arn}:7`] }]);
    expect(names(items)).toEqual(["lambda/orders", "s3-notifications/a"]);
  });

  test("lies here: what is another account's or region's is told of once, with who uses it", async () => {
    const far = { ...thing("sqs-queue", "far"), arn: "arn:aws:sqs:eu-west-1:123456789012:far" };
    const foreign = { ...thing("sqs-queue", "theirs"), arn: "arn:aws:sqs:us-east-1:210987654321:theirs" };
    const kinds = new MemoryKinds().add("lambda", "orders-0", { related: [foreign] });
    for (let i = 1; i < 5; i++) kinds.add("lambda", `orders-${i}`, { related: [far] });
    const { items, warnings } = await ask(kinds);
    expect(items.map(({ related }) => related)).toEqual(Array(5).fill([]));
    expect(warnings).toEqual([
      `${foreign.arn} lies in another account or region and is not captured; it is used by lambda/orders-0`,
      `${far.arn} lies in another account or region and is not captured; it is used by lambda/orders-1, lambda/orders-2, lambda/orders-3 and 1 more`,
    ]);
  });

  test("is a bucket that a rule takes events of, where the list of buckets has it", async () => {
    const buckets = ["handed", "of-somebody-else"].map((id) => thing("s3-notifications", id));
    const kinds = new MemoryKinds()
      .add("lambda", "orders")
      .add("event-rule", "default/uploads", { feeds: [thing("lambda", "orders").arn], related: buckets })
      .add("s3-notifications", "handed");
    const { items, warnings } = await ask(kinds, ofOrders("orders"));
    expect(names(items)).toEqual(["event-rule/default/uploads", "lambda/orders", "s3-notifications/handed"]);
    expect(warnings).toEqual([]);
  });

  test("is captured although it does not tell what it needs, with a warning", async () => {
    const kinds = region();
    kinds.fail = (call) => (call.startsWith("related sqs") ? awsError("AccessDenied", 403) : undefined);
    const { items, warnings } = await ask(kinds);
    expect(items).toContainEqual(item("sqs-queue", "orders"));
    expect(warnings).toEqual([
      "what sqs-queue/orders needs is not captured with it: AccessDenied: AccessDenied it is",
    ]);
  });

  test("has an id that a key can hold: of any other, and of no more, the run says so", async () => {
    const kinds = new MemoryKinds().add("lambda", "orders", { related: [thing("sqs-queue", "a\u0007b")] });
    const { items, warnings } = await ask(kinds);
    expect(items).toEqual([item("lambda", "orders")]);
    expect(warnings).toEqual([
      "arn:aws:sqs:us-east-1:123456789012:a\\u0007b has a name that cannot be a key and is not captured; it is used by lambda/orders",
    ]);
  });
});

describe("what is named without a function", () => {
  const kinds = () =>
    region()
      .add("sqs-queue", "orders-late", { needs: [thing("sqs-queue", "orders-dead")] })
      .add("sqs-queue", "orders-dead")
      .add("sns-topic", "alerts", { feeds: [thing("sqs-queue", "orders-late").arn] });
  const take = async (resources: readonly string[], change: Partial<BackupRequest> = {}) => {
    const from = kinds();
    const { items, warnings } = await ask(from, { select: { ...ANY, resources }, ...change });
    const lists = from.calls.filter((call) => call.startsWith("inventory "));
    return { names: items.map(({ kind, id }) => `${kind}/${id}`), items, warnings, lists };
  };

  test("is taken by kind and glob or by its ARN, with what calls it and what it needs, and no function with it", async () => {
    const { names, items, warnings } = await take(["sqs-queue/*-late", thing("sqs-queue", "media").arn]);
    expect(names).toEqual([
      "sns-topic/alerts",
      "sqs-queue/media",
      "sqs-queue/orders-dead",
      "sqs-queue/orders-late",
    ]);
    expect(items.at(-1)?.related).toEqual([
      { ...thing("sns-topic", "alerts"), calls: [thing("sqs-queue", "orders-late").arn] },
      thing("sqs-queue", "orders-dead"),
    ]);
    expect(warnings).toEqual([]);
  });

  test("comes beside functions that are selected, each once, with what its own list knows of it", async () => {
    const select = {
      ...ANY,
      names: ["orders-b"],
      resources: ["s3-notifications/photos", "sqs-queue/orders"],
    };
    const { items } = await ask(region(), { select });
    expect(items).toEqual([ordersB, photos, item("sqs-queue", "orders")]);
  });

  test("is listed where it is named alone, and followed by the triggers that the policy keeps", async () => {
    const { names, lists } = await take(["sqs-queue/*-late"], {
      protect: { code: "published", triggers: ["s3"] },
    });
    expect(names).toEqual(["sqs-queue/orders-dead", "sqs-queue/orders-late"]);
    expect(lists).toEqual(["inventory s3-notifications", "inventory sqs-queue", "inventory lambda"]);
    expect((await take(["sns-topic/*"], { protect: { code: "published", triggers: [] } })).names).toEqual([
      "sns-topic/alerts",
    ]);
  });

  test("is told of when nothing of that name is there, whether by its ARN, a name or a glob, where this region should have it", async () => {
    const [gone, far] = ["us-east-1", "eu-west-1"].map((at) => `arn:aws:sqs:${at}:123456789012:gone`);
    const asked = [gone ?? "", far ?? "", "sns-topic/none-*", "s3-notifications/none", "sqs-queue/media"];
    expect(await take(asked)).toMatchObject({
      names: ["sqs-queue/media"],
      warnings: [
        `select.resources: nothing of that name in us-east-1: ${gone}, sns-topic/none-*, s3-notifications/none`,
      ],
    });
  });

  test("so are functions by name or ARN, whatever else they lack to be selected", async () => {
    const arns = ["us-east-1", "eu-west-1", "*"].map(
      (at) => `arn:aws:lambda:${at}:123456789012:function:gone`,
    );
    const select = { ...ANY, names: ["orders-b", "refunds-*", "orders"], arns, tags: { stage: ["prod"] } };
    expect(await ask(region(), { select })).toMatchObject({
      items: [],
      warnings: [
        "select.names: nothing of that name in us-east-1: refunds-*, orders",
        `select.arns: nothing of that name in us-east-1: ${arns[0]}, ${arns[2]}`,
      ],
    });
  });

  test("belongs to the region, and not to its edge zones", async () => {
    const { names, warnings } = await take(["sqs-queue/*"], { zone: "us-east-1-bos-1a" });
    expect([names, warnings]).toEqual([[], []]);
  });
});

describe("what calls one thing", () => {
  test("is kept as far as its capture can be handed it: of ten thousand schedules each time the same, and none in place of another kind", async () => {
    const { arn } = thing("lambda", "orders");
    const kinds = new MemoryKinds()
      .add("lambda", "orders", { related: [thing("sqs-queue", "orders")] })
      .add("sqs-queue", "orders")
      .add("sns-topic", "zz", { feeds: [arn] });
    for (let n = 0; n < 10_001; n++)
      kinds.add("schedule", `default/s${String(n).padStart(5, "0")}`, { feeds: [`${arn}:live`] });
    const { items, warnings } = await ask(kinds, { select: { ...ANY, names: ["orders"] } });
    const orders = items.find(({ kind }) => kind === "lambda");
    const related = orders?.related ?? [];
    const kept = related.filter(({ kind }) => kind === "schedule");
    expect(Buffer.byteLength(JSON.stringify({ request, item: orders }))).toBeLessThan(180 * 1024 + 100);
    expect(kept.length).toBeGreaterThan(500);
    expect(kept.map(({ id }) => id)).toEqual(kept.map((_, n) => `default/s${String(n).padStart(5, "0")}`));
    expect(related.filter(({ kind }) => kind !== "schedule").map(({ id }) => id)).toEqual(["zz", "orders"]);
    expect(items).toHaveLength(kept.length + 3);
    const next = `schedule/default/s${String(kept.length).padStart(5, "0")}`;
    expect(warnings).toEqual([
      expect.stringMatching(
        `^lambda/orders is captured with ${kept.length + 2} of the 10003 things that call it or that it needs, as a state of its run holds 256 KiB: without ${next}, .* and ${10_001 - kept.length - 20} more; to keep these, name them in select.resources$`,
      ),
    ]);
  });

  test("is found of each, however many others there are: two thousand callers of a hundred functions", async () => {
    const kinds = new MemoryKinds();
    for (let n = 0; n < 100; n++) kinds.add("lambda", `orders-${n}`);
    for (let n = 0; n < 2_000; n++)
      kinds.add("schedule", `default/s${n}`, { feeds: [thing("lambda", `orders-${n % 100}`).arn] });
    const { items, warnings } = await ask(kinds);
    expect(items).toHaveLength(2_100);
    expect(warnings).toEqual([]);
  });

  test("is asked what it needs for nine minutes: a run ends with what it has found by then, and says so", async () => {
    const kinds = new MemoryKinds();
    for (let n = 0; n < 1000; n++)
      kinds.add("lambda", `orders-${n}`, { needs: [thing("sqs-queue", "dead")] });
    kinds.add("sqs-queue", "dead");
    let time = 0;
    const warned: string[] = [];
    const warn = (text: string) => void warned.push(text);
    // A second for each question.
    const now = () => (time += 1000);
    const ports = { aws, protector: kinds.protector, list: readEach(warn), now };
    const items = await itemsOf(ports, { ...request, select: ANY }, warn);
    expect(items).toHaveLength(1001);
    expect(kinds.calls.filter((call) => call.startsWith("related "))).toHaveLength(540);
    expect(warned).toEqual([
      expect.stringMatching(
        /^what lambda\/orders-540, .* and 441 more need is not captured with them, as looking for what others need took 9 minutes$/,
      ),
    ]);
  });
});

test("a distribution is found by the run of us-east-1 alone, with the version that it calls; no other region looks for one", async () => {
  const calls = `${thing("lambda", "orders-b").arn}:7`;
  const made = () => region().add("cloudfront-distribution", "E1SHOP", { feeds: [calls] });
  const list = async (at: string) => {
    const kinds = made();
    const told: string[] = [];
    const asked = { ...request, select: { ...ANY, resources: ["cloudfront-distribution/*"] } };
    const warn = (message: string) => void told.push(message);
    const ports = {
      aws: { ...aws, region: at },
      protector: kinds.protector,
      list: readEach(warn),
      now: () => 0,
    };
    const items = await itemsOf(ports as never, asked, warn);
    return { names: items.map(({ kind, id }) => `${kind}/${id}`), told, calls: kinds.calls };
  };
  const here = await list("us-east-1");
  expect(here.names).toContain("cloudfront-distribution/E1SHOP");
  const { items } = await ask(made());
  expect(items.find(({ id }) => id === "orders-b")?.related).toContainEqual({
    ...thing("cloudfront-distribution", "E1SHOP"),
    calls: [calls],
  });
  const there = await list("eu-west-1");
  expect([there.told, there.calls.filter((call) => call.includes("cloudfront"))]).toEqual([[], []]);
});
