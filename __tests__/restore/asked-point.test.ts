import { describe, expect, test } from "vitest";
import type { CaptureScope } from "../../modules/contract/events.ts";
import { PointError } from "../../modules/restore/load-thing.ts";
import { planRestore, thingsOf } from "../../modules/restore/plan.ts";
import { isAsGood, keepsMore } from "../../modules/restore/wider-point.ts";
import {
  AWAY,
  application,
  backUp,
  destination,
  FUNCTION,
  functionArn,
  MAP,
  NAME,
  plan,
  type Region,
  restorePorts,
} from "../support/application.ts";
import { FakeKeys } from "../support/fake-keys.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { COPY_KEY, SITE_KEY } from "../support/sample-point.ts";
import { seedVersions } from "../support/seed-function.ts";

const ALL = { policy: "full", protect: { code: "all", triggers: "all" } } as const;
const QUICK = { policy: "quick", protect: { code: "latest", triggers: "all" } } as const;
const at = (minute: string): string => `2026-11-23T21:${minute}.000Z`;

/** 60 versions and three aliases. */
function source(): Region {
  const home = application();
  home.buckets.documents.clear();
  const fn = home.lambda.functions.get(NAME);
  if (fn === undefined) throw new Error("there is no function");
  fn.published.clear();
  seedVersions(fn, NAME, 60);
  for (const [alias, version] of [
    ["live", "60"],
    ["canary", "59"],
    ["here", "$LATEST"],
  ] as const)
    fn.aliases.set(alias, { Name: alias, FunctionVersion: version });
  return home;
}

const deploy = (home: Region): void => {
  const fn = home.lambda.functions.get(NAME);
  if (fn !== undefined) fn.latest = { ...fn.latest, revision: "another", code: Buffer.from("PK new") };
};
const run = (there: Awaited<ReturnType<typeof plan>>): string | undefined =>
  thingsOf(there).find(({ thing }) => thing.asked)?.thing.point.name.run;

describe("the latest point, of policies that keep different much,", () => {
  test("is the wider one, if the function has not changed since: 60 versions and three aliases come back", async () => {
    const home = source();
    const store = new MemoryStore();
    await backUp(home, store, at("08:00"), ALL);
    await backUp(home, store, at("08:30"), QUICK);
    const planned = await plan(await destination(store), store);
    expect(run(planned)).toMatch(/^20261123T210800Z/);
    expect(planned.leftOut).toEqual([]);
    expect(planned.warnings).toContainEqual(
      expect.stringMatching(
        /^lambda\/orders: point 20261123T210800Z-\w+ is taken, and not the newest, which is of the same revision and holds less: policy quick keeps code: latest, triggers: all, full code: all, triggers: all; --point 20261123T210830Z-\w+ takes the newest$/,
      ),
    );
    expect(
      planned.waves
        .flat()
        .flatMap(({ plan: { steps } }) => steps)
        .filter(({ title }) => title.includes("alias")),
    ).toHaveLength(3);
  });

  test("is the newest, if the function was deployed in between; what it lacks is left out by name, with the point that has it", async () => {
    const home = source();
    const store = new MemoryStore();
    await backUp(home, store, at("08:00"), ALL);
    deploy(home);
    await backUp(home, store, at("08:30"), QUICK);
    const planned = await plan(await destination(store), store);
    expect(run(planned)).toMatch(/^20261123T210830Z/);
    expect(planned.leftOut).toEqual([
      "version 1, version 2, version 3, version 4, version 5, version 6, version 7, version 8, version 9, version 10 and 52 more of lambda/orders",
    ]);
    expect(planned.warnings).toContainEqual(
      expect.stringMatching(
        /this point lacks version 1, .* and 52 more, which point 20261123T210800Z-\w+ has: .*--point 20261123T210800Z-\w+ restores that one$/,
      ),
    );
  });

  test("is the newest too, if the wider one is of another hour", async () => {
    const home = source();
    const store = new MemoryStore();
    await backUp(home, store, "2026-11-23T20:00:00.000Z", ALL);
    await backUp(home, store, at("08:30"), QUICK);
    const planned = await plan(await destination(store), store);
    expect(run(planned)).toMatch(/^20261123T210830Z/);
    expect(planned.leftOut).toHaveLength(1);
  });

  test("tells of a queue that a policy with fewer triggers does not keep", async () => {
    const home = source();
    const store = new MemoryStore();
    await backUp(home, store, at("08:00"), ALL);
    deploy(home);
    await backUp(home, store, at("08:30"), {
      policy: "quick",
      protect: { code: "all", triggers: ["kinesis"] },
    });
    const planned = await plan(await destination(store), store);
    expect(planned.leftOut).toEqual([`mapping m1, sqs-queue/${NAME} of lambda/orders`]);
  });

  test("is asked about nothing where it keeps all, where no other keeps more, and where a run is named", async () => {
    const home = source();
    const store = new MemoryStore();
    await backUp(home, store, at("08:00"), QUICK);
    await backUp(home, store, at("08:10"), QUICK);
    expect(await plan(await destination(store), store, { map: {} })).toMatchObject({
      leftOut: [],
      warnings: [],
    });
    await backUp(home, store, at("08:20"), ALL);
    expect(await plan(await destination(store), store, { map: {} })).toMatchObject({
      leftOut: [],
      warnings: [],
    });
    deploy(home);
    await backUp(home, store, at("08:30"), QUICK);
    const named = await plan(await destination(store), store, { map: {}, point: "20261123T210830Z" });
    expect(named).toMatchObject({ leftOut: [], warnings: [] });
  });

  test("is compared with points of the same policy too, whose protect was narrowed since", async () => {
    const home = source();
    const store = new MemoryStore();
    await backUp(home, store, at("08:00"), ALL);
    deploy(home);
    await backUp(home, store, at("08:30"), { ...QUICK, policy: ALL.policy });
    expect((await plan(await destination(store), store)).leftOut).toHaveLength(1);
  });

  test("tells what its own capture had to leave out, though no other point has it", async () => {
    const home = source();
    home.lambda.functions
      .get(NAME)
      ?.urls.set("live", { FunctionArn: `${functionArn()}:live`, AuthType: "AWS_IAM" });
    const store = new MemoryStore();
    await backUp(home, store, at("08:30"), QUICK);
    const { warnings } = await plan(await destination(store), store, { map: {} });
    expect(warnings).toEqual([
      "lambda/orders: when it was captured: not kept, since they invoke a version and the policy keeps $LATEST alone: the URL of live",
    ]);
  });

  test("is the newest where the wider one is damaged", async () => {
    const home = source();
    const store = new MemoryStore();
    const { points } = await backUp(home, store, at("08:00"), ALL);
    await backUp(home, store, at("08:30"), QUICK);
    store.tamper(points[0] ?? "", () => Buffer.from("{}"));
    expect(run(await plan(await destination(store), store))).toMatch(/^20261123T210830Z/);
  });
});

test.each<[CaptureScope, CaptureScope, boolean]>([
  [{ code: "latest", triggers: "all" }, { code: "published", triggers: "all" }, true],
  [{ code: "all", triggers: "all" }, { code: "published", triggers: "all" }, false],
  [{ code: "all", triggers: ["sqs"] }, { code: "latest", triggers: "all" }, true],
  [{ code: "all", triggers: ["sqs"] }, { code: "latest", triggers: ["sqs", "s3"] }, true],
  [{ code: "all", triggers: ["sqs", "s3"] }, { code: "all", triggers: ["sqs"] }, false],
])("than %j, %j keeps more: %s", (than, scope, more) => {
  expect(keepsMore(than, scope)).toBe(more);
});

test("of two scopes that each keep what the other does not, neither is as good", () => {
  const of = (protect: CaptureScope) =>
    ({ protect, revision: { before: "r", after: "r" }, capturedAt: "2026-11-23T21:08:00Z" }) as Parameters<
      typeof isAsGood
    >[0];
  const [a, b] = [of({ code: "all", triggers: ["sqs"] }), of({ code: "latest", triggers: "all" })];
  expect([isAsGood(a, b), isAsGood(b, a)]).toEqual([false, false]);
});

describe("a point that no key opens there", () => {
  const copies = [{ site: AWAY, region: AWAY, key: COPY_KEY }];
  const lost = async (store: MemoryStore) => {
    const keys = new FakeKeys();
    keys.refused.add(SITE_KEY);
    const there = await destination(store);
    const ports = restorePorts(there, store);
    return planRestore(
      { ...ports, keys, source: { ...ports.source, opener: AWAY } },
      {
        things: [FUNCTION],
        point: "latest",
        map: MAP,
        alone: false,
        replace: false,
        allowPublic: false,
      },
    );
  };

  test("is refused with the newest one that opens", async () => {
    const home = application();
    const store = new MemoryStore();
    await backUp(home, store, at("06:00"), { copies });
    await backUp(home, store, at("07:00"), { copies });
    await backUp(home, store, at("08:00"), { copies, refused: [COPY_KEY] });
    const error = await lost(store).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(PointError);
    expect(error).toMatchObject({
      message: expect.stringContaining("20261123T210800Z"),
      hint: expect.stringMatching(
        /^point 20261123T210700Z-\w+ can be opened: take it with --point 20261123T210700Z-\w+$/,
      ),
      instead: expect.stringMatching(/^20261123T210700Z-/),
    });
  });

  test("is refused with its own reason where none opens", async () => {
    const store = new MemoryStore();
    await backUp(application(), store, at("08:00"), { copies, refused: [COPY_KEY] });
    await expect(lost(store)).rejects.toThrow(`${SITE_KEY} is disabled`);
  });
});
