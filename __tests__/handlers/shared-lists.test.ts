import { describe, expect, test } from "vitest";
import { discover } from "../../handlers/discover/discover.ts";
import type { BackupRequest, CaptureItem } from "../../modules/contract/events.ts";
import { KINDS } from "../../modules/contract/kinds.ts";
import { SPECS } from "../../modules/protectors/kinds.ts";
import { listContext, sealList } from "../../modules/runs/shared-list.ts";
import { awsError } from "../support/fake-aws/error.ts";
import { MemoryKinds, thing } from "../support/memory-kinds.ts";
import { MemoryWork } from "../support/memory-work.ts";
import { ListSecrets, witness } from "../support/run-witness.ts";
import { ANY, request } from "../support/sample-request.ts";

/** Kinds whose lists say whom they call. */
const CALLERS = KINDS.filter((kind) => SPECS[kind].listedToFollow && SPECS[kind].trigger !== undefined);

const bucket = "work/lists/1/20261130T0200Z/s3-notifications.json";
const claim = "work/lists/1/20261130T0200Z/s3-notifications.claim.json";

/** Another run of the window. */
const OTHER = "20261130T020000Z-0badcafe";
const claimOf = (at: number): string => JSON.stringify({ run: OTHER, at: new Date(at).toISOString() });

/** A region, its work area and KMS, and a clock that moves while somebody sleeps. */
class Region {
  readonly kinds = new MemoryKinds()
    .add("lambda", "orders")
    .add("lambda", "media")
    .add("s3-notifications", "photos", { feeds: [thing("lambda", "orders").arn] })
    .add("s3-notifications", "films", { feeds: [thing("lambda", "media").arn] });
  readonly work = new MemoryWork();
  readonly listSecret = new ListSecrets();
  readonly slept: number[] = [];
  now = Date.parse("2026-11-30T02:00:00Z");
  /** What happens while a run waits. */
  meanwhile: () => void = () => undefined;

  /** The items and warnings of a run that starts so many minutes into the window of 02:00, and its lists. */
  async run(minutes: number | undefined, name: string, change: Partial<BackupRequest> = {}) {
    const start = Date.parse("2026-11-30T02:00:20Z") + (minutes ?? 0) * 60_000;
    this.now = Math.max(this.now, start);
    const before = this.kinds.calls.length;
    const { items } = await discover(
      {
        ...witness,
        aws: {
          ...{ account: "123456789012", partition: "aws", region: "us-east-1" },
          client: () => {
            throw new Error("things in memory need no client");
          },
          sleep: async (milliseconds) => {
            this.slept.push(milliseconds);
            this.now += milliseconds;
            this.meanwhile();
          },
        },
        protector: this.kinds.protector,
        begun: async () => undefined,
        begunElsewhere: async () => undefined,
        copyRules: async () => [],
        work: this.work,
        listSecret: this.listSecret,
        now: () => this.now,
        log: () => undefined,
      },
      {
        request: {
          ...request,
          copies: [],
          select: { ...ANY, names: [name] },
          ...(minutes !== undefined && { minutesIntoWindow: minutes }),
          ...change,
        },
        execution: { id: `${name} ${start}`, startedAt: new Date(start).toISOString() },
      },
    );
    const found = (await this.work.get(items.key)) as CaptureItem[];
    return {
      items: found.map(({ kind, id }) => `${kind}/${id}`),
      warnings: await this.work.get(items.key.replace("items.json", "warnings.json")),
      lists: this.kinds.calls.slice(before).filter((call) => CALLERS.some((kind) => call.endsWith(kind))),
    };
  }

  /** Writes into the work area as somebody who has no key. */
  tamper(key: string, change: (sealed: { text: string; secret: string; mac: string }) => object): void {
    this.work.objects.set(key, JSON.stringify(change(JSON.parse(this.work.objects.get(key) ?? ""))));
  }
}

const EACH = CALLERS.map((kind) => `inventory ${kind}`);
const AGAIN = ["inventory s3-notifications"];

describe("lists of a region are read once", () => {
  test("for all policies that run in one start window, whatever of its minutes is theirs", async () => {
    const region = new Region();
    expect(await region.run(2, "orders")).toEqual({
      items: ["lambda/orders", "s3-notifications/photos"],
      warnings: [],
      lists: EACH,
    });
    expect(await region.run(14, "media")).toEqual({
      items: ["lambda/media", "s3-notifications/films"],
      warnings: [],
      lists: [],
    });
    expect(region.listSecret.made).toBe(1);
    expect(region.slept).toEqual([]);
  });

  test("with what could not be read of them, which each run tells", async () => {
    const region = new Region();
    const [listed] = [await region.kinds.protector("s3-notifications")];
    const { protector } = region.kinds;
    Object.assign(region.kinds, {
      protector: async (kind: Parameters<typeof protector>[0]) =>
        kind !== "s3-notifications"
          ? protector(kind)
          : {
              ...listed,
              inventory: (...asked: Parameters<typeof listed.inventory>) => {
                asked[1].warn("bucket theirs is not protected");
                return listed.inventory(...asked);
              },
            },
    });
    expect((await region.run(2, "orders")).warnings).toEqual(["bucket theirs is not protected"]);
    const second = await region.run(3, "orders");
    expect(second).toMatchObject({ warnings: ["bucket theirs is not protected"], lists: [] });
  });

  test("and again in the next window, so that what was made in this one is in the next run", async () => {
    const region = new Region();
    await region.run(2, "orders");
    region.kinds.add("s3-notifications", "new", { feeds: [thing("lambda", "orders").arn] });
    expect((await region.run(10, "orders")).items).not.toContain("s3-notifications/new");
    // The same policy, a window of 15 minutes later.
    const next = await region.run(17, "orders", { minutesIntoWindow: 2 });
    expect(next.items).toContain("s3-notifications/new");
    expect(next.lists).toEqual(EACH);
  });

  test("and by every run that a person starts, which leaves none", async () => {
    const region = new Region();
    await region.run(2, "orders");
    const kept = region.work.objects.size;
    expect((await region.run(undefined, "orders")).lists).toEqual(EACH);
    // Its items and warnings.
    expect(region.work.objects.size).toBe(kept + 2);
  });

  test("and by a run of a window that opened more than an hour ago, or of one to come", async () => {
    const region = new Region();
    await region.run(1, "orders");
    region.now += 60 * 60_000;
    expect((await region.run(2, "orders")).lists).toEqual(EACH);
    expect((await region.run(80, "orders", { minutesIntoWindow: -5 })).lists).toEqual(EACH);
  });
});

describe("of runs that start together", () => {
  test("one reads a list, and the others wait for it", async () => {
    const region = new Region();
    await region.run(2, "orders");
    const left = region.work.objects.get(bucket) ?? "";
    region.work.objects.delete(bucket);
    region.work.objects.set(claim, claimOf(region.now));
    region.meanwhile = () => {
      if (region.slept.length === 3) region.work.objects.set(bucket, left);
    };
    expect((await region.run(2, "media")).lists).toEqual([]);
    expect(region.slept).toEqual([5_000, 5_000, 5_000]);
  });

  test("nobody waits for one that is dead, and for all lists together no longer than two minutes", async () => {
    const region = new Region();
    for (const kind of CALLERS)
      region.work.objects.set(
        claim.replace("s3-notifications", kind),
        claimOf(Date.parse("2026-11-30T02:02:25Z")),
      );
    const { lists, warnings } = await region.run(2, "orders");
    expect(lists).toEqual(EACH);
    expect(region.slept).toHaveLength(24);
    expect(warnings).toContain(
      `the list s3-notifications was claimed by run ${OTHER} at 2026-11-30T02:02:25.000Z, which has not left it: it is read ` +
        "again, after 120 seconds in which this run has waited for others",
    );

    const later = new Region();
    later.work.objects.set(claim, claimOf(Date.parse("2026-11-30T02:00:20Z")));
    expect(await later.run(3, "orders")).toMatchObject({ lists: EACH, warnings: [] });
    expect(later.slept).toEqual([]);
  });

  test("nobody waits longer than a claim lives, and the summary names who has left no list", async () => {
    const region = new Region();
    region.work.objects.set(claim, claimOf(Date.parse("2026-11-30T02:00:50Z")));
    expect((await region.run(2, "orders")).warnings).toEqual([
      `the list s3-notifications was claimed by run ${OTHER} at 2026-11-30T02:00:50.000Z, which has not left it: it is read ` +
        "again, after 30 seconds in which this run has waited for others",
    ]);
    expect(region.slept).toHaveLength(6);
  });

  test("nobody waits for a claim of a time that is to come", async () => {
    const region = new Region();
    region.work.objects.set(claim, claimOf(Date.parse("2126-11-30T02:00:00Z")));
    expect((await region.run(2, "orders")).lists).toEqual(EACH);
    expect(region.slept).toEqual([]);
  });

  test.each([
    ["a list", []],
    ["without a run", { at: "2026-11-30T02:02:20.000Z" }],
    ["with words of its own", { run: "see https://example.com", at: "2026-11-30T02:02:20.000Z" }],
    ["of no time", { run: OTHER, at: "soon" }],
  ])("nobody waits for what is no claim (%s), nor for itself when it is called again", async (_, strange) => {
    const region = new Region();
    region.work.objects.set(claim, JSON.stringify(strange));
    expect((await region.run(2, "orders")).lists).toEqual(EACH);
    for (const key of [...region.work.objects.keys()])
      if (key.startsWith("work/lists/") && !key.includes("claim")) region.work.objects.delete(key);
    expect((await region.run(2, "orders")).lists).toEqual(EACH);
    expect(region.slept).toEqual([]);
  });
});

describe("a list that somebody else wrote into the work area is read again, and told", () => {
  const said = `the list s3-notifications of another run is not taken, but read again: ${bucket} is not what a run of this window wrote`;
  const cases: [string, (region: Region) => void | Promise<void>, string][] = [
    [
      "shortened",
      (region) =>
        region.tamper(bucket, (sealed) => ({
          ...sealed,
          text: JSON.stringify({ name: "s3-notifications", entries: [], warnings: [] }),
        })),
      said,
    ],
    ["sealed by a key of nobody", (region) => region.tamper(bucket, (one) => ({ ...one, mac: "00" })), said],
    ["of no form", (region) => region.tamper(bucket, () => ({ entries: [] })), said],
    [
      "sealed by a runner whose lists look otherwise",
      async (region) => {
        const { secret } = JSON.parse(region.work.objects.get(bucket) ?? "");
        const context = listContext(request.store, "20261130T0200Z");
        const key = await region.listSecret.open(request, context, secret);
        const list = { entries: [{ name: "films" }], warnings: [] };
        region.work.objects.set(bucket, JSON.stringify(sealList("s3-notifications", list, secret, key)));
      },
      said,
    ],
    [
      "another list in its place",
      (region) =>
        void region.work.objects.set(
          bucket,
          region.work.objects.get(bucket.replace("s3-notifications", "sns-topic")) ?? "",
        ),
      said,
    ],
    [
      "sealed with a secret of the attacker",
      (region) => region.tamper(bucket, (one) => ({ ...one, secret: "bWluZQ==" })),
      said.replace(/[^:]*$/, " InvalidCiphertextException: it is"),
    ],
    [
      "the list of an earlier window, replayed",
      async (region) => {
        const earlier = new Region();
        Object.assign(earlier, { listSecret: region.listSecret });
        earlier.kinds.things.delete("s3-notifications/films");
        await earlier.run(-13, "orders", { minutesIntoWindow: 2 });
        const old = earlier.work.objects.get(bucket.replace("0200Z", "0145Z"));
        expect(old).toBeDefined();
        region.work.objects.set(bucket, old ?? "");
      },
      said.replace(/[^:]*$/, " InvalidCiphertextException: it is"),
    ],
  ];
  test.each(cases)("%s", async (_name, tamper, warning) => {
    const region = new Region();
    await region.run(2, "orders");
    await tamper(region);
    const second = await region.run(3, "media");
    expect(second).toEqual({
      items: ["lambda/media", "s3-notifications/films"],
      warnings: [warning],
      lists: AGAIN,
    });
    // What it read lies there now.
    expect(await region.run(4, "media")).toMatchObject({ warnings: [], lists: [] });
  });
});

test("a list of which a page fails is no list: the run fails, and the next one reads it", async () => {
  const region = new Region();
  region.kinds.fail = (call) =>
    call === "inventory s3-notifications" ? awsError("SlowDown", 503) : undefined;
  await expect(region.run(2, "orders")).rejects.toThrow("SlowDown it is");
  expect(region.work.objects.has(bucket)).toBe(false);
  region.kinds.fail = () => undefined;
  region.now += 120_000;
  expect(await region.run(4, "media")).toMatchObject({ items: ["lambda/media", "s3-notifications/films"] });
});

test("a run goes on where it can leave no list", async () => {
  const region = new Region();
  region.work.before = (call, key) => {
    if (call === "put" && key.startsWith("work/lists/")) throw awsError("SlowDown", 503);
  };
  expect(await region.run(2, "orders")).toMatchObject({
    items: ["lambda/orders", "s3-notifications/photos"],
    warnings: [],
  });
});
