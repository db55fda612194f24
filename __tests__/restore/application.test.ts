import { describe, expect, test } from "vitest";
import { findPoints } from "../../modules/cli/points/find-points.ts";
import { thingName } from "../../modules/core/thing-name.ts";
import { findPoint } from "../../modules/recovery/list-points.ts";
import { readPoint } from "../../modules/recovery/read-point.ts";
import { verifyPoint } from "../../modules/recovery/verify.ts";
import { activateRestored } from "../../modules/restore/activate.ts";
import { applyRestore } from "../../modules/restore/apply.ts";
import { planRestore, type RestorePlan, thingsOf } from "../../modules/restore/plan.ts";
import {
  AWAY,
  application,
  BUCKET_AWAY,
  backUp,
  destination,
  FUNCTION,
  functionArn,
  HOME,
  MAP,
  NAME,
  plan,
  queueArn,
  type Region,
  restore,
  restorePorts,
  SECRET,
} from "../support/application.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { PREFIX } from "../support/sample-point.ts";

const THINGS = [`lambda/${NAME}`, `s3-notifications/${NAME}`, `sqs-queue/${NAME}`, `sqs-queue/${NAME}-dead`];

async function kept(): Promise<MemoryStore> {
  const store = new MemoryStore();
  await backUp(application(), store);
  return store;
}

/** What came back, read from the fakes alone. */
function stateOf({ lambda, sqs, buckets }: Region) {
  const fn = lambda.functions.get(NAME);
  return {
    versions: [...(fn?.published.values() ?? [])].map(({ code }) => code.toString()),
    environment: fn?.latest.config.Environment,
    tags: fn?.tags,
    mappings: [...lambda.mappings.values()].map(({ EventSourceArn, State }) => ({ EventSourceArn, State })),
    queues: Object.fromEntries(
      [...sqs.queues].map(([name, { attributes, tags }]) => [name, { attributes, tags }]),
    ),
    told: [...buckets.documents.entries()],
  };
}

describe("a function, a queue and a bucket of one name, in one policy,", () => {
  test("have a point each, with what the queue needs, and the function's names them", async () => {
    const store = new MemoryStore();
    const { items, points } = await backUp(application(), store);
    expect(items.map(thingName)).toEqual(THINGS);
    expect(new Set(points).size).toBe(4);
    const source = { site: HOME, region: HOME, prefix: PREFIX, store, opener: HOME };
    const found = await findPoints([source], undefined);
    expect(found.strays).toEqual([]);
    expect(found.points.map(({ ref }) => thingName(ref)).toSorted()).toEqual(THINGS);
    for (const key of points) expect(await verifyPoint(store, key, { sites: [HOME] })).toEqual([]);
    const { manifest } = await readPoint(store, points[0] ?? "");
    expect(manifest.related.map(thingName)).toEqual([`s3-notifications/${NAME}`, `sqs-queue/${NAME}`]);
  });

  test("come back in another region with a map that names the bucket alone, each after what it needs", async () => {
    const store = await kept();
    const there = await destination(store);
    const planned = await plan(there, store);
    expect({ blocked: planned.blocked, missing: planned.missing }).toEqual({ blocked: [], missing: [] });
    expect(planned.waves.map((wave) => wave.map(({ thing }) => thingName(thing)))).toEqual([
      [`sqs-queue/${NAME}-dead`],
      [`sqs-queue/${NAME}`],
      [`lambda/${NAME}`],
      [`s3-notifications/${NAME}`],
    ]);
    const result = await restore(there, store);
    expect(result.things.map(({ kind, id, arn }) => `${kind}/${id} is ${arn}`)).toEqual([
      `sqs-queue/${NAME}-dead is ${queueArn(`${NAME}-dead`, AWAY)}`,
      `sqs-queue/${NAME} is ${queueArn(NAME, AWAY)}`,
      `lambda/${NAME} is ${functionArn(AWAY)}`,
      `s3-notifications/${NAME} is arn:aws:s3:::${BUCKET_AWAY}`,
    ]);
    expect(JSON.stringify(result)).not.toContain(SECRET);
    expect(stateOf(there)).toMatchObject({
      versions: ["PK orders 2"],
      environment: {
        Variables: { TOKEN: SECRET, QUEUE: expect.stringContaining(`sqs.${AWAY}.amazonaws.com`) },
      },
      mappings: [{ EventSourceArn: queueArn(NAME, AWAY), State: "Enabled" }],
      queues: {
        [NAME]: {
          attributes: {
            VisibilityTimeout: "60",
            RedrivePolicy: expect.stringContaining(queueArn(`${NAME}-dead`, AWAY)),
          },
          tags: { team: "shop" },
        },
      },
    });
    // The version has another number there, and the entry of a function that is not restored is left out.
    expect(there.buckets.documents.get(BUCKET_AWAY)).toEqual({
      LambdaFunctionConfigurations: [
        { Id: "uploads", LambdaFunctionArn: `${functionArn(AWAY)}:1`, Events: ["s3:ObjectCreated:*"] },
      ],
    });
  });

  test("come back each by its own name, and nothing else with it", async () => {
    const store = await kept();
    for (const thing of [
      { kind: "sqs-queue", id: `${NAME}-dead` },
      { kind: "s3-notifications", id: NAME },
    ] as const) {
      const there = await destination(store, HOME);
      const planned = await plan(there, store, { things: [thing], map: {} });
      expect(thingsOf(planned).map((one) => thingName(one.thing))).toEqual([thingName(thing)]);
      await restore(there, store, { things: [thing], map: {} });
    }
  });
});

describe("what comes along", () => {
  test("is kept as it is where it is there, whatever differs, also with --replace", async () => {
    const store = await kept();
    const there = await destination(store);
    there.sqs.CreateQueue({ QueueName: NAME, Attributes: { VisibilityTimeout: "5" } });
    const planned = await plan(there, store, { replace: true });
    expect(planned.blocked).toEqual([]);
    expect(planned.warnings.filter((warning) => warning.includes("kept as it is"))).toHaveLength(1);
    await restore(there, store, { replace: true });
    expect(there.sqs.queues.get(NAME)?.attributes.VisibilityTimeout).toBe("5");
    expect(there.lambda.functions.has(NAME)).toBe(true);
  });

  test("is left out when it is mapped, or when the function is restored alone", async () => {
    const store = await kept();
    const map = { ...MAP, [queueArn(NAME)]: queueArn("theirs", AWAY) };
    const mapped = await plan(await destination(store), store, { map });
    expect(thingsOf(mapped).map(({ thing }) => thingName(thing))).toEqual([
      `lambda/${NAME}`,
      `s3-notifications/${NAME}`,
    ]);
    const alone = await plan(await destination(store), store, { alone: true });
    expect(thingsOf(alone).map(({ thing }) => thingName(thing))).toEqual([`lambda/${NAME}`]);
    expect(alone.missing.map(({ value }) => value)).toContain(queueArn(NAME));
  });

  test("is that of the same run, or the newest before it", async () => {
    const store = new MemoryStore();
    const home = application();
    await backUp(home, store);
    home.sqs.queues.delete(NAME);
    home.sqs.CreateQueue({ QueueName: NAME, Attributes: { VisibilityTimeout: "90" } });
    await backUp(home, store, "2026-11-24T21:08:00.000Z");
    const there = await destination(store);
    await restore(there, store, { point: "20261123" });
    expect(there.sqs.queues.get(NAME)?.attributes.VisibilityTimeout).toBe("60");
  });

  test("that cannot be used is told, and the function waits for a map", async () => {
    const store = await kept();
    const there = await destination(store);
    for (const [key, entry] of store.objects)
      if (key.includes(`/points/sqs-queue/${NAME}/`)) entry.bytes = Buffer.from("{}");
    const planned = await plan(there, store);
    expect(planned.warnings.join("\n")).toContain(`sqs-queue/${NAME} is not restored with lambda/${NAME}: `);
    expect(planned.missing.map(({ value }) => value)).toContain(queueArn(NAME));
    await expect(applyRestore(restorePorts(there, store), planned)).rejects.toThrow("blocked");
  });
});

test("a bucket that is gone at home holds up nothing but itself", async () => {
  const store = await kept();
  const there = await destination(store, HOME);
  there.buckets.regions.clear();
  const planned = await plan(there, store, { map: {} });
  expect(planned.blocked).toEqual([]);
  expect(planned.warnings.join("\n")).toContain(`bucket ${NAME} is not there`);
});

test("a second restore writes nothing", async () => {
  const store = await kept();
  const there = await destination(store);
  const first = await restore(there, store);
  const writes = there.wire.calls.filter(({ name }) => !/^(Get|List|Describe)/.test(name)).length;
  const again = await restore(there, store);
  expect(again).toEqual(first);
  expect(there.wire.calls.filter(({ name }) => !/^(Get|List|Describe)/.test(name))).toHaveLength(writes);
});

test.each(["before", "after"] as const)(
  "killed %s any of its calls and repeated, a restore of all comes to the same end",
  async (when) => {
    const store = await kept();
    const whole = await destination(store);
    await restore(whole, store);
    const end = stateOf(whole);
    const calls = whole.wire.calls.length;
    expect(calls).toBeGreaterThan(30);
    for (let call = 1; call <= calls; call++) {
      const there = await destination(store);
      there.wire.killAt = { call, when };
      await expect(restore(there, store), `killed ${when} call ${call}`).rejects.toThrow("killed");
      await restore(there, store, { things: [FUNCTION] });
      expect(stateOf(there), `killed ${when} call ${call}`).toEqual(end);
    }
  },
);

test("where nobody says which point, the one that a restore began with is finished, whatever has been captured since", async () => {
  const store = new MemoryStore();
  const home = application();
  await backUp(home, store);
  const there = await destination(store, HOME);
  const functionIn = (of: RestorePlan) =>
    thingsOf(of).find(({ thing }) => thing.kind === "lambda")?.thing.point.manifest;
  const capturedAt = (of: RestorePlan) => functionIn(of)?.capturedAt;
  const asked = { things: [FUNCTION], map: {}, alone: false, replace: false, allowPublic: false };
  there.wire.before = ({ name }) =>
    name === "AddPermission" || name === "PublishVersion" ? new Error("no") : undefined;
  await expect(restore(there, store, asked)).rejects.toThrow("lambda:PublishVersion");
  there.wire.before = () => undefined;
  // A newer point, of another function of that name.
  home.lambda.UpdateFunctionConfiguration({ FunctionName: NAME, MemorySize: 999 });
  home.lambda.GetFunction({ FunctionName: NAME });
  await backUp(home, store, "2026-11-23T22:08:00.000Z");
  const plan = await planRestore(restorePorts(there, store), asked);
  expect(plan.blocked).toEqual([]);
  expect(capturedAt(plan)).toBe("2026-11-23T21:08:00Z");
  const run = functionIn(plan)?.run;
  expect(plan.warnings).toContain(
    `lambda/orders: its restore from run ${run} has not finished, and is continued; ` +
      "--point latest --replace takes the newest point instead",
  );
  const newest = await planRestore(restorePorts(there, store), { ...asked, point: "latest" });
  expect(newest.blocked[0]?.hint).toBe(
    `a restore of run ${run} has not finished: finish that one (--point ${run}), or say --replace`,
  );
  await applyRestore(restorePorts(there, store), plan);
  const after = await planRestore(restorePorts(there, store), asked);
  expect(capturedAt(after)).toBe("2026-11-23T22:08:00Z");
});

test("backed up before it was armed and lost again, it has its triggers at the second restore", async () => {
  const store = new MemoryStore();
  const home = application();
  await backUp(home, store);
  const asked = { things: [FUNCTION], map: {}, alone: false, replace: false, allowPublic: false };
  const there = await destination(store, HOME);
  await applyRestore(restorePorts(there, store), await planRestore(restorePorts(there, store), asked));
  await backUp(there, store, "2026-11-23T22:08:00.000Z");
  there.lambda.functions.clear();
  there.lambda.mappings.clear();

  const plan = await planRestore(restorePorts(there, store), asked);
  const runs = new Map(
    thingsOf(plan).map(({ thing }) => [thingName(thing), thing.point.manifest.capturedAt] as const),
  );
  expect(runs.get("lambda/orders")).toBe("2026-11-23T21:08:00Z");
  expect(plan.warnings.join("\n")).toMatch(
    /point 20261123T220800Z-\w+ of lambda\/orders was captured before it was armed, and lacks what brings events to it: point 20261123T210800Z-\w+, from which it was restored, is taken; --point 20261123T220800Z-\w+ takes the newer one/,
  );
  const result = await applyRestore(restorePorts(there, store), plan);
  const { failed, steps } = await activateRestored(restorePorts(there, store), result, { dryRun: false });
  expect(failed).toEqual([]);
  expect(steps.map(({ title, effect }) => `${effect} ${title}`)).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^create enable mapping /),
      "create unmark orders: it is armed",
    ]),
  );
  expect(there.buckets.documents.get(NAME)?.LambdaFunctionConfigurations).toHaveLength(1);
  // Armed, it is a source of points again.
  await backUp(there, store, "2026-11-23T23:08:00.000Z");
  const { point } = thingsOf(await planRestore(restorePorts(there, store), asked))[0]?.thing ?? {};
  expect(point?.manifest.capturedAt).toBe("2026-11-23T23:08:00Z");
});

test.each([
  ["by a deployment", "deployed"],
  ["in values of variables alone", "values"],
] as const)(
  "changed %s since its restore and not marked as armed: the newest is taken, and what it lacks is named",
  async (_what, how) => {
    const store = new MemoryStore();
    const home = application();
    await backUp(home, store);
    const asked = { things: [FUNCTION], map: {}, alone: false, replace: false, allowPublic: false };
    const there = await destination(store, HOME);
    await applyRestore(restorePorts(there, store), await planRestore(restorePorts(there, store), asked));
    there.lambda.UpdateFunctionConfiguration({
      FunctionName: NAME,
      ...(how === "deployed"
        ? { MemorySize: 999 }
        : { Environment: { Variables: { TOKEN: "new", QUEUE: "q" } } }),
    });
    there.lambda.GetFunction({ FunctionName: NAME });
    await backUp(there, store, "2026-11-23T22:08:00.000Z");
    there.lambda.functions.clear();
    there.lambda.mappings.clear();
    const planned = await planRestore(restorePorts(there, store), asked);
    const taken = thingsOf(planned).find(({ thing }) => thing.kind === "lambda")?.thing.point.manifest;
    expect(taken?.capturedAt).toBe("2026-11-23T22:08:00Z");
    expect(planned.leftOut.join()).toContain(`the enabled mapping from ${queueArn(NAME, HOME)} to `);
    expect(planned.warnings.join("\n")).toMatch(
      /was captured before it was armed, by its tag, and differs from point 20261123T210800Z-\w+, from which it was restored: it is taken, and has not the enabled mapping /,
    );
  },
);

describe("a store that somebody else can write to", () => {
  test("gives Lambda no bytes that lie there since under a package's key", async () => {
    const store = await kept();
    const there = await destination(store);
    const planned = await plan(there, store);
    for (const [key, object] of store.objects)
      if (key.includes("/blobs/")) store.objects.set(key, { ...object, sha256: "0".repeat(64) });
    const { failed = [] } = await applyRestore(restorePorts(there, store), planned);
    expect(failed.map(({ message }) => message).join()).toMatch(
      /s3:HeadObject: it holds other bytes than the point/,
    );
    expect(there.lambda.functions.size).toBe(0);
  });

  const copyOf = (store: MemoryStore, from: string, to: string, change: (text: string) => string): void => {
    const found = [...store.objects].find(([key]) => key.includes(from));
    if (found === undefined) throw new Error(`there is no ${from}`);
    const [key, entry] = found;
    store.objects.set(key.replace(from, to), { ...entry, bytes: Buffer.from(change(String(entry.bytes))) });
  };

  test("does not pass a key inside of a thing's folder for a point of that thing, or of another", async () => {
    const store = await kept();
    const [key = ""] = [...store.objects.keys()].filter((one) => one.includes("/points/lambda/"));
    const evil = `points/lambda/${NAME}/points/lambda/evil/20991123T210800Z-00000000.json`;
    store.objects.set(`${PREFIX}${evil}`, {
      ...(store.objects.get(key) ?? { sha256: "" }),
      bytes: Buffer.from("{}"),
    });
    const source = { site: HOME, region: HOME, prefix: PREFIX, store, opener: HOME };
    const found = await findPoints([source], { kind: "lambda", id: NAME });
    expect(found.points).toHaveLength(1);
    expect(found.strays.map((stray) => stray.key)).toEqual([`${PREFIX}${evil}`]);
    expect((await plan(await destination(store), store)).blocked).toEqual([]);
  });

  test("cannot make a restore of one thing change another: a document is what its key says", async () => {
    const store = await kept();
    const [other = ""] = [...store.objects.keys()].filter((one) =>
      one.includes(`/points/sqs-queue/${NAME}/`),
    );
    const manifest = JSON.parse(String(store.objects.get(other)?.bytes)) as { document: object };
    copyOf(store, `/points/sqs-queue/${NAME}-dead/`, `/points/sqs-queue/${NAME}-dead/`, (text) =>
      JSON.stringify({ ...JSON.parse(text), document: manifest.document }),
    );
    const asked = { things: [{ kind: "sqs-queue", id: `${NAME}-dead` }] as const };
    await expect(plan(await destination(store), store, asked)).rejects.toThrow(
      `is a point of ${queueArn(`${NAME}-dead`)}, and its document describes ${queueArn(NAME)} (${NAME})`,
    );
  });

  test("that does not answer fails the restore: nothing comes back without what belongs to it, unsaid", async () => {
    const store = await kept();
    const there = await destination(store);
    store.fault = (operation, key) =>
      operation === "list" && key.includes("points/s3-notifications/") ? "refuse" : undefined;
    await expect(plan(there, store)).rejects.toThrow();
  });
});

test("what is left out is named in the result", async () => {
  const store = await kept();
  const there = await destination(store, HOME);
  there.sqs.CreateQueue({ QueueName: `${NAME}-dead` });
  there.sqs.CreateQueue({ QueueName: NAME });
  for (const key of store.objects.keys())
    if (key.includes("/points/s3-notifications/")) store.objects.delete(key);
  const { things, leftOut } = await restore(there, store, { map: {} });
  expect(leftOut).toEqual([`s3-notifications/${NAME}`]);
  expect(things.map(thingName)).not.toContain(`s3-notifications/${NAME}`);
});

test("queues that are each other's dead-letter queues hold up nobody while they stay as they are", async () => {
  const home = application();
  home.sqs.SetQueueAttributes({
    QueueUrl: home.sqs.url(`${NAME}-dead`),
    Attributes: {
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn(NAME), maxReceiveCount: 3 }),
    },
  });
  const store = new MemoryStore();
  await backUp(home, store);
  const there = await destination(store, HOME);
  for (const [name, queue] of home.sqs.queues) there.sqs.queues.set(name, structuredClone(queue));
  expect((await plan(there, store, { map: {} })).blocked).toEqual([]);
  const away = await plan(await destination(store), store);
  expect(away.blocked.map(({ because }) => because)).toContain("inexpressible");
});

test("a copy of a function under another name does not take the bucket's events of the function that is there", async () => {
  const home = application();
  const store = new MemoryStore();
  await backUp(home, store);
  const there = await destination(store, HOME);
  const before = structuredClone(home.buckets.documents.get(NAME));
  there.buckets.add(NAME, structuredClone(before), HOME);
  for (const [name, queue] of home.sqs.queues) there.sqs.queues.set(name, structuredClone(queue));
  for (const [name, fn] of home.lambda.functions) there.lambda.functions.set(name, structuredClone(fn));
  const copying = restore(there, store, { as: `${NAME}-copy`, map: {} });
  await expect(copying).rejects.toThrow(`entry uploads to ${functionArn()}:2 is told of it`);
  expect(there.lambda.functions.has(`${NAME}-copy`)).toBe(true);
  expect(there.buckets.documents.get(NAME)).toEqual(before);
});

test("a bucket that tells a queue that a function reads is kept with it, and tells it again", async () => {
  const home = application();
  home.buckets.add("drop", {
    QueueConfigurations: [{ Id: "drop", QueueArn: queueArn(NAME), Events: ["s3:ObjectCreated:*"] }],
  });
  const store = new MemoryStore();
  const { items } = await backUp(home, store);
  expect(items.map(thingName)).toContain("s3-notifications/drop");
  const there = await destination(store);
  there.buckets.add("drop-eu");
  await restore(there, store, { map: { ...MAP, "arn:aws:s3:::drop": "arn:aws:s3:::drop-eu" } });
  expect(there.buckets.documents.get("drop-eu")).toEqual({
    QueueConfigurations: [{ Id: "drop", QueueArn: queueArn(NAME, AWAY), Events: ["s3:ObjectCreated:*"] }],
  });
});

describe("a runtime that AWS makes no more", () => {
  const aged = async (): Promise<MemoryStore> => {
    const home = application();
    const fn = home.lambda.functions.get(NAME);
    for (const version of ["3", "4"])
      fn?.published.set(version, { ...fn.latest, code: Buffer.from(version) });
    for (const version of ["2", "3"])
      fn?.published.set(version, {
        ...(fn.published.get(version) ?? fn.latest),
        config: { ...fn.latest.config, Runtime: "nodejs16.x" },
      });
    const store = new MemoryStore();
    await backUp(home, store);
    return store;
  };
  const on = async (store: MemoryStore, today: string, runtimes = {}) => {
    const there = await destination(store);
    there.lambda.today = today;
    const ports = { ...restorePorts(there, store), today: () => today };
    const things = [{ kind: "lambda", id: NAME }] as const;
    const asked = {
      things,
      point: "latest",
      map: MAP,
      alone: false,
      replace: false,
      allowPublic: false,
      runtimes,
    };
    return { there, ports, planned: await planRestore(ports, asked) };
  };

  test("is said in the point that has it, which also says how much of the function was kept", async () => {
    const store = await aged();
    const { key } = await findPoint(store, PREFIX, { kind: "lambda", id: NAME }, "latest");
    const { manifest } = await readPoint(store, key);
    expect(manifest.protect).toEqual({ code: "published", triggers: "all" });
    expect(manifest.warnings).toEqual([
      `versions 2, 3 of ${NAME}: AWS creates functions of runtime nodejs16.x until 2027-02-01 and updates them until ` +
        "2027-03-03; deploy with nodejs24.x: from then on a restore takes --runtime nodejs16.x=nodejs24.x",
    ]);
  });

  test("blocks the version that a bucket calls, and leaves out the one that nothing points at, by name", async () => {
    const store = await aged();
    const { planned } = await on(store, "2027-03-03");
    expect(planned.leftOut).toEqual([`version 3 of ${NAME}`]);
    expect(planned.blocked).toEqual([
      {
        because: "runtime",
        message: `lambda/${NAME}: ${NAME} (version 2): AWS updates no function of runtime nodejs16.x since 2027-03-03`,
        hint: expect.stringContaining("--runtime nodejs16.x=nodejs24.x restores it with another one; where "),
      },
    ]);
  });

  test("comes back as another one, which the result records; a wish that nothing has is said", async () => {
    const store = await aged();
    const wishes = { "nodejs16.x": "nodejs24.x", "nodejs12.x": "nodejs24.x" };
    const { there, ports, planned } = await on(store, "2027-03-03", wishes);
    expect({ blocked: planned.blocked, leftOut: planned.leftOut }).toEqual({ blocked: [], leftOut: [] });
    expect(planned.warnings).toContain("nothing that is restored has runtime nodejs12.x");
    const result = await applyRestore(ports, planned);
    expect(result.runtimes).toEqual({ "nodejs16.x": "nodejs24.x" });
    const { published } = there.lambda.functions.get(NAME) ?? { published: new Map() };
    expect([...published.values()].map(({ config }) => config.Runtime)).toEqual([
      "nodejs24.x",
      "nodejs24.x",
      "nodejs22.x",
    ]);
  });

  test("is tried as it is where a person says that AWS still makes it; AWS's own refusal is told", async () => {
    const store = await aged();
    const wish = { "nodejs16.x": "nodejs16.x" };
    const moved = await on(store, "2027-03-03", wish);
    expect(moved.planned).toMatchObject({ blocked: [], leftOut: [], runtimes: {} });
    const { failed } = await applyRestore(moved.ports, moved.planned);
    expect(failed?.map(({ message }) => message).join()).toContain("nodejs16.x is no longer supported");
    const later = await on(store, "2027-03-03", wish);
    later.there.lambda.today = "2026-11-29";
    await applyRestore(later.ports, later.planned);
    expect(later.there.lambda.functions.get(NAME)?.published.get("1")?.config.Runtime).toBe("nodejs16.x");
  });
});
