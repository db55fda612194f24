import { describe, expect, test } from "vitest";
import type { Activating } from "../../modules/protectors/activating.ts";
import { changedSince } from "../../modules/protectors/kit/disarming.ts";
import { unarmedPoint } from "../../modules/protectors/kit/mark.ts";
import { DISARM_AGAIN, RestoreError } from "../../modules/protectors/kit/restore-error.ts";
import { activateRestored, type LiveBefore } from "../../modules/restore/activate.ts";
import { disarmRestored } from "../../modules/restore/disarm.ts";
import type { RestoreResult } from "../../modules/restore/result.ts";
import { Destination } from "../support/destination.ts";
import { SAMPLE_MAP, sample, sampleBytes } from "../support/sample-function.ts";

const ALL = [
  "lambda/orders: let in statement s3 of orders:live",
  "lambda/orders: let in statement logs of orders:live",
  "lambda/orders: enable mapping 00000000-0000-4000-8000-000000000001 from arn:aws:sqs:eu-west-1:111122223333:orders",
  "lambda/orders: unmark orders: it is armed",
];
const MAPPING =
  "disable mapping 00000000-0000-4000-8000-000000000001 from arn:aws:sqs:eu-west-1:111122223333:orders";

async function made(): Promise<{ there: Destination; result: RestoreResult }> {
  const there = new Destination(sampleBytes);
  return { there, result: await there.restore(sample, SAMPLE_MAP) };
}

/** Armed, as `arm` writes it into the result. */
async function armed(): Promise<{ there: Destination; result: RestoreResult; before: LiveBefore[] }> {
  const { there, result } = await made();
  const before: LiveBefore[] = [];
  const { failed } = await there.arm(result, {
    dryRun: false,
    before: async (live) => void before.push(live),
  });
  expect(failed).toEqual([]);
  return { there, result: { ...result, armed: before.flatMap(({ waiting }) => waiting) }, before };
}

const mapping = (there: Destination) => [...there.lambda.mappings.values()][0]?.State;
const told = ({ steps }: { steps: readonly { effect: string; title: string }[] }) =>
  steps.map(({ effect, title }) => `${effect} ${title}`);
const statements = (there: Destination) =>
  there.lambda.functions
    .get("orders")
    ?.policies.get("live")
    ?.map(({ Sid }) => Sid);

test("arming says what is live before it changes anything", async () => {
  const { there, result, before } = await armed();
  expect(before).toEqual([{ live: [], waiting: ALL, notes: [], triggers: 3 }]);
  const again: LiveBefore[] = [];
  const writes = there.lambda.writes().length;
  await there.arm(result, { dryRun: false, before: async (live) => void again.push(live) });
  expect(again[0]?.live).toHaveLength(3);
  expect(again[0]?.waiting).toEqual([]);
  expect(there.lambda.writes()).toHaveLength(writes);
});

test("all that arm wrote is taken back in the opposite order, and a mark tells of it first", async () => {
  const { there, result } = await armed();
  const report = await there.disarm(result);
  expect(told(report)).toEqual([
    "mark mark orders: it is not armed",
    `disable ${MAPPING}`,
    "remove remove statement logs of orders:live",
    "remove remove statement s3 of orders:live",
  ]);
  expect(report).toMatchObject({ failed: [], notes: [], armed: [] });
  expect({ mapping: mapping(there), statements: statements(there) }).toEqual({
    mapping: "Disabled",
    statements: [],
  });
  expect(unarmedPoint(there.lambda.functions.get("orders")?.tags ?? {})).toBe(result.things[0]?.point);
});

test("repeated, it writes nothing; armed again, all is as it was armed the first time", async () => {
  const { there, result } = await armed();
  const first = structuredClone({ tags: there.lambda.functions.get("orders")?.tags, of: statements(there) });
  await there.disarm(result);
  const writes = there.lambda.writes().length;
  expect(told(await there.disarm(result)).every((one) => one.startsWith("keep "))).toBe(true);
  expect(there.lambda.writes()).toHaveLength(writes);
  expect((await there.arm(result)).failed).toEqual([]);
  expect({ tags: there.lambda.functions.get("orders")?.tags, of: statements(there) }).toEqual(first);
  expect(mapping(there)).toBe("Enabled");
});

test("a dry run says what is open, and changes nothing", async () => {
  const { there, result } = await armed();
  const writes = there.lambda.writes().length;
  const report = await there.disarm(result, { dryRun: true });
  expect(told(report)).toHaveLength(4);
  expect(report.armed).toEqual(ALL.slice(0, 4));
  expect(there.lambda.writes()).toHaveLength(writes);
});

describe("what arm did not do", () => {
  test("stays, and is named", async () => {
    const { there, result } = await armed();
    const writes = there.lambda.writes().length;
    const report = await there.disarm({ ...result, armed: [] });
    expect(report.steps).toEqual([]);
    expect(report.stays).toHaveLength(3);
    expect(report.notes).toEqual([
      `${ALL[2]?.replace("lambda/orders: ", "")}: it was so before arm, and stays; --all takes it back too`,
      "let in statement logs of orders:live: it was so before arm, and stays; --all takes it back too",
      "let in statement s3 of orders:live: it was so before arm, and stays; --all takes it back too",
    ]);
    expect(there.lambda.writes()).toHaveLength(writes);
  });

  test("is taken back where a person says so", async () => {
    const { there, result } = await armed();
    expect(told(await there.disarm({ ...result, armed: [] }, { dryRun: false, all: true }))).toHaveLength(4);
    expect(mapping(there)).toBe("Disabled");
  });

  test("is not marked either, where nothing of its function is taken back", async () => {
    const { there, result } = await armed();
    await there.disarm({ ...result, armed: ["lambda/orders: unmark orders: it is armed"] });
    expect(unarmedPoint(there.lambda.functions.get("orders")?.tags ?? {})).toBeUndefined();
  });
});

test("what somebody changed since is left and named, and holds up nothing else", async () => {
  const { there, result } = await armed();
  const policies = there.lambda.functions.get("orders")?.policies;
  policies?.set(
    "live",
    (policies.get("live") ?? []).map((one) => (one.Sid === "s3" ? { ...one, Action: "lambda:*" } : one)),
  );
  const report = await there.disarm(result);
  expect(report.failed).toEqual([
    {
      kind: "lambda",
      id: "orders",
      title: "remove statement s3 of orders:live",
      message: "orders:live: lambda:RemovePermission: statement s3 was changed since, and is left as it is",
      hint: "look who changed it, and take it back yourself",
    },
  ]);
  expect(report.armed).toEqual([ALL[0]]);
  expect({ mapping: mapping(there), statements: statements(there) }).toEqual({
    mapping: "Disabled",
    statements: ["s3"],
  });
});

test("what was there before arm, and arm only set as it was, stays and is named; --all takes it back", async () => {
  const { there, result } = await armed();
  let open = true;
  const disarming = {
    ...{ title: "end it", call: "sns:Unsubscribe" },
    inactive: async () => !open,
    disarm: async () => {
      open = false;
    },
  };
  const one = { title: "set it", call: "sns:SetSubscriptionAttributes", changes: true, disarming };
  const ports = {
    ...there.restorePorts,
    partition: "aws",
    protector: async () => ({ activate: () => [one] }) as never,
  };
  const asked = { ...result, armed: ["lambda/orders: set it"] };
  const { steps, notes } = await disarmRestored(ports, asked, { dryRun: false });
  expect(steps).toEqual([]);
  expect(notes).toEqual(["set it: it let events in before arm, and stays; --all takes it back too"]);
  expect(open).toBe(true);
  await disarmRestored(ports, asked, { dryRun: false, all: true });
  expect(open).toBe(false);
});

/** Triggers of a kind that is made up, as one result activates them. */
async function inPlaceOf(all: readonly Partial<Activating>[], armed: readonly string[] = []) {
  const { there, result } = await made();
  const ports = {
    ...there.restorePorts,
    partition: "aws",
    protector: async () => ({ activate: () => all }) as never,
  };
  return { ports, result: { ...result, armed: armed.map((title) => `lambda/orders: ${title}`) } };
}

const SILENT = new RestoreError("topic orders", "sns:ListSubscriptionsByTopic", "AccessDenied", DISARM_AGAIN);

test("what cannot be asked whether it lets events in is failed by name, and the rest is taken back", async () => {
  let open = true;
  const disarm = async () => {
    open = false;
  };
  const silent = { title: "end it", call: "sns:Unsubscribe", inactive: () => Promise.reject(SILENT), disarm };
  const other = { title: "disable it", call: "events:DisableRule", inactive: async () => !open, disarm };
  const { ports, result } = await inPlaceOf(
    [
      { title: "enable it", disarming: other },
      { title: "subscribe it", disarming: silent },
    ],
    ["enable it"],
  );
  const report = await disarmRestored(ports, result, { dryRun: false });
  expect(report.failed).toEqual([
    {
      ...{ kind: "lambda", id: "orders", title: "end it", hint: DISARM_AGAIN },
      message: "topic orders: sns:ListSubscriptionsByTopic: AccessDenied",
    },
  ]);
  expect([told(report), report.stays, open]).toEqual([["disable disable it"], [], false]);
});

test("what somebody else's is in the place of what arm would have written stays, and is named", async () => {
  const inactive = () => Promise.reject(changedSince("topic orders", "sns:Unsubscribe", "FilterPolicy"));
  const disarming = { title: "end it", call: "sns:Unsubscribe", inactive, disarm: async () => undefined };
  const { ports, result } = await inPlaceOf([{ title: "subscribe it", disarming }]);
  const report = await disarmRestored(ports, result, { dryRun: false });
  expect(report).toMatchObject({ failed: [], stays: ["subscribe it"] });
  expect(report.notes).toEqual(["subscribe it: what is there is not as arm writes it, and stays"]);
});

test("what arm wrote of a thing that cannot be read stays written down", async () => {
  const { there, result } = await armed();
  const broken = { ...result, things: result.things.map((thing) => ({ ...thing, activation: 5 })) };
  expect((await there.disarm(broken)).armed).toEqual(ALL);
});

test("what could not say before whether it is live, and turns out to be, is not arm's", async () => {
  let asked = 0;
  const live: Partial<Activating> = {
    title: "enable it",
    call: "events:EnableRule",
    active: () => (asked++ === 0 ? Promise.reject(SILENT) : Promise.resolve(true)),
    activate: async () => "kept",
  };
  const before: LiveBefore[] = [];
  const { ports, result } = await inPlaceOf([live]);
  const report = await activateRestored(ports, result, {
    dryRun: false,
    before: async (found) => void before.push(found),
  });
  // Were arm to die now, it may have been written.
  expect(before[0]?.waiting).toEqual(["lambda/orders: enable it"]);
  expect(report.found).toEqual(["lambda/orders: enable it"]);
});

test("no failure shows what a filter of the result looks for, also of another thing, whoever repeats it", async () => {
  const activation = {
    subscriptions: [{ filterPolicy: { $or: [{ token: ["canary-a"] }] } }],
    filters: [{ filterPattern: "canary-b" }],
    rules: [{ conditions: [{ QueryStringConfig: { Values: [{ Key: "k", Value: "canary-c" }] } }] }],
  };
  const fail = async (): Promise<never> => {
    const why = "FilterPolicy: canary-a, canary-b and canary-c are too many";
    throw new RestoreError("topic orders", "sns:Subscribe", why, "leave canary-a away");
  };
  const disarming = { title: "end it", call: "sns:Unsubscribe", inactive: fail, disarm: fail };
  const { ports, result } = await inPlaceOf([
    { title: "subscribe it", active: fail, activate: fail, disarming },
  ]);
  const [thing] = result.things;
  if (thing === undefined) throw new Error("nothing was restored");
  const both = { ...result, things: [thing, { ...thing, id: "refunds", activation }] };
  const armed = await activateRestored(ports, both, { dryRun: false });
  const disarmed = await disarmRestored(ports, both, { dryRun: false });
  for (const { failed } of [armed, disarmed]) {
    expect(failed).toHaveLength(2);
    expect(failed[0]).toMatchObject({
      message: "topic orders: sns:Subscribe: FilterPolicy: ***, *** and *** are too many",
      hint: "leave *** away",
    });
  }
});

test("what is gone since lets no event in", async () => {
  const { there, result } = await armed();
  there.lambda.functions.clear();
  there.lambda.mappings.clear();
  const report = await there.disarm(result);
  expect(told(report).every((one) => one.startsWith("keep "))).toBe(true);
  expect(report.failed).toEqual([]);
});

test("a thing whose activation cannot be read is named, and the others are taken back", async () => {
  const { there, result } = await armed();
  const [thing] = result.things;
  if (thing === undefined) throw new Error("nothing was restored");
  const broken = { ...result, things: [{ ...thing, id: "broken", activation: 5 }, thing] };
  const report = await there.disarm(broken);
  expect(report.failed.map(({ title }) => title)).toEqual(["activate lambda/broken"]);
  expect(mapping(there)).toBe("Disabled");
});
