import { describe, expect, test } from "vitest";
import { schedule } from "../../../modules/protectors/schedule/protector.ts";
import { takeBack } from "../../support/take-back.ts";
import { AWAY, captured, FUNCTION, HOME, made, place, ports, request } from "./place.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

async function planAt(there: ReturnType<typeof place>, asked: ReturnType<typeof request>) {
  const plan = await schedule.plan(ports(there), asked);
  return { plan, titles: plan.steps.map(({ effect, title }) => `${effect} ${title}`) };
}

async function apply(there: ReturnType<typeof place>, asked: ReturnType<typeof request>) {
  const { plan } = await planAt(there, asked);
  const ids = new Map(plan.ids);
  for (const { perform } of plan.steps) await perform?.(ids);
  return plan.activation(ids);
}

test("a schedule that was enabled comes back disabled, and calls again once it is armed", async () => {
  const source = await made({ Description: "nightly" }, { Input: '{"a":1}' });
  const asked = request(await captured(source));
  const there = place();
  const { plan, titles } = await planAt(there, asked);
  expect(titles).toEqual([
    "keep use role arn:aws:iam::111122223333:role/caller",
    "create create schedule default/nightly, disabled",
  ]);
  expect(plan.atArm).toEqual([
    { title: "enable schedule default/nightly", call: "scheduler:UpdateSchedule", effect: "create" },
  ]);
  const activation = await apply(there, asked);
  const before = there.scheduler.schedules.get("default/nightly");
  expect(before?.State).toBe("DISABLED");
  const [arming] = schedule.activate(ports(there), activation, {
    arn: there.scheduler.arn("schedule", "default/nightly"),
    alongside: false,
    note: () => undefined,
  });
  expect(await arming?.active()).toBe(false);
  expect(await arming?.activate()).toBe("written");
  const { made: _, changed: __, ...now } = there.scheduler.schedules.get("default/nightly") ?? {};
  const { made: ___, changed: ____, ...was } = source.scheduler.schedules.get("default/nightly") ?? {};
  expect(now).toEqual(was);
});

test("disarmed it is disabled, with all else as it is; gone, it calls nothing", async () => {
  const there = place();
  const activation = await apply(there, request(await captured(await made({}, { Input: '{"a":1}' }))));
  const arn = there.scheduler.arn("schedule", "default/nightly");
  const all = schedule.activate(ports(there), activation, { arn, alongside: false, note: () => undefined });
  await all[0]?.activate();
  const { changed: _, ...armed } = there.scheduler.schedules.get("default/nightly") ?? {};
  expect(await takeBack(all)).toEqual(["disable schedule default/nightly"]);
  const { changed: __, ...disarmed } = there.scheduler.schedules.get("default/nightly") ?? {};
  expect(disarmed).toEqual({ ...armed, State: "DISABLED" });
  there.scheduler.schedules.clear();
  expect(await takeBack(all)).toEqual(["keep disable schedule default/nightly"]);
});

test("one that was disabled stays so", async () => {
  const { plan } = await planAt(place(), request(await captured(await made({ State: "DISABLED" }))));
  expect(plan.atArm).toEqual([]);
  expect(plan.activation(new Map())).toMatchObject({ enabled: false });
});

test.each([
  ["once", { ScheduleExpression: "at(2026-01-02T00:00:00)" }, "2026-01-02T00:00:00"],
  ["until a day", { EndDate: new Date("2026-01-02") }, "2026-01-02T00:00:00.000Z"],
])("one that was to call %s, and that is past, is not made, and said so", async (_what, parts, end) => {
  const asked = request(await captured(await made(parts)));
  const there = place();
  there.scheduler.now = Date.parse("2026-01-02");
  const { plan, titles } = await planAt(there, asked);
  expect(titles).toEqual([]);
  expect(plan.warnings).toEqual([
    `schedule default/nightly ended at ${end}, and calls nothing any more: it is not made again`,
  ]);
  expect(plan.atArm).toEqual([]);
  there.scheduler.now -= 1;
  expect((await planAt(there, asked)).titles).toHaveLength(2);
});

test("a time in a zone of its own is past when a clock there has shown it", async () => {
  const parts = { ScheduleExpression: "at(2026-01-02T00:00:00)", ScheduleExpressionTimezone: "Pacific/Apia" };
  const asked = request(await captured(await made(parts)));
  const there = place();
  there.scheduler.now = Date.parse("2026-01-01T11:00:00Z") - 1;
  expect((await planAt(there, asked)).titles).toHaveLength(2);
  there.scheduler.now += 1;
  expect((await planAt(there, asked)).titles).toEqual([]);
});

test.each([
  [
    "once",
    { ScheduleExpression: "at(2026-01-02T00:00:00)" },
    { ScheduleExpression: "at(2026-03-02T00:00:00)" },
    "2026-01-02T00:00:00",
  ],
  [
    "until a day",
    { EndDate: new Date("2026-01-02") },
    { EndDate: new Date("2026-03-02") },
    "2026-01-02T00:00:00.000Z",
  ],
])(
  "a time that is past is never written over one that runs on: what was to call %s stays as it is, also with --replace",
  async (_what, was, is, end) => {
    const asked = request(await captured(await made(was)), { replace: true });
    const there = await made(is);
    there.scheduler.now = Date.parse("2026-01-10");
    const before = structuredClone(there.scheduler.schedules.get("default/nightly"));
    const { plan, titles } = await planAt(there, asked);
    expect(titles).toEqual(["keep schedule default/nightly stays as it is"]);
    expect(plan.warnings).toEqual([
      `schedule default/nightly ended at ${end}, and calls nothing any more: what is there is another one, and stays as it is`,
    ]);
    expect([plan.blocked, plan.atArm]).toEqual([[], []]);
    expect(await apply(there, asked)).toMatchObject({ enabled: false });
    expect(there.scheduler.schedules.get("default/nightly")).toEqual(before);
  },
);

test("one that is past and there as it was is not to be enabled", async () => {
  const once = { ScheduleExpression: "at(2026-01-02T00:00:00)" };
  const asked = request(await captured(await made(once)));
  const there = await made({ ...once, State: "DISABLED" });
  there.scheduler.now = Date.parse("2026-01-10");
  const { plan, titles } = await planAt(there, asked);
  expect(titles).toEqual(["keep schedule default/nightly is as it was"]);
  expect([plan.warnings, plan.atArm]).toEqual([[], []]);
});

describe("of one whose only time has been, and whose window is open", () => {
  const once = {
    ScheduleExpression: "at(2026-01-02T00:00:00)",
    FlexibleTimeWindow: { Mode: "FLEXIBLE" as const, MaximumWindowInMinutes: 120 },
  };
  const within = Date.parse("2026-01-02T00:30:00Z");
  const waits = `schedule default/nightly was to call ${FUNCTION} once between 2026-01-02T00:00:00 and 2026-01-02T02:00:00.000Z, and may not have called yet`;

  test.each([
    ["gone", undefined, `it is not made again; call ${FUNCTION} yourself if it was not called`],
    [
      "there and another",
      { Description: "theirs" },
      `what is there is another one, and stays as it is; call ${FUNCTION} yourself if it was not called`,
    ],
    [
      "disabled",
      { State: "DISABLED" as const },
      `it is disabled, and stays so; call ${FUNCTION} yourself if it was not called`,
    ],
  ])("a plan says whom it may not have called yet: %s", async (_what, is, then) => {
    const asked = request(await captured(await made(once)), { replace: true });
    const there = is === undefined ? place() : await made({ ...once, ...is });
    there.scheduler.now = within;
    const before = structuredClone([...there.scheduler.schedules]);
    expect((await planAt(there, asked)).plan.warnings).toEqual([`${waits}: ${then}`]);
    await apply(there, asked);
    expect([...there.scheduler.schedules]).toEqual(before);
  });

  test("another one in its place is disabled only after that was said", async () => {
    const asked = request(await captured(await made()), { replace: true });
    const there = await made(once);
    there.scheduler.now = within;
    expect((await planAt(there, asked)).plan.warnings).toEqual([
      `schedule default/nightly as it is there may call ${FUNCTION} until 2026-01-02T02:00:00.000Z, and may not have called yet: ` +
        "set as it was it does not; call that yourself if it was not called",
    ]);
  });

  test("arm does not say that it never ran", async () => {
    const { there, all } = await restoredWith(once);
    there.scheduler.now = within;
    await expect(all[0]?.activate()).rejects.toMatchObject({
      message: expect.stringContaining("it may have called until 2026-01-02T02:00:00.000Z"),
      hint: expect.stringContaining(`call ${FUNCTION} yourself if it was not called`),
    });
    there.scheduler.now += 2 * HOUR;
    await expect(all[0]?.activate()).rejects.toThrow("it never runs");
  });
});

const CRON = "cron(15 10 ? * MON-FRI *)";
const startOf = ({ scheduler }: ReturnType<typeof place>) =>
  scheduler.schedules.get("default/nightly")?.StartDate;

test("a start that has been is left out, since Scheduler refuses it, and makes no difference afterwards", async () => {
  const source = await captured(
    await made({ ScheduleExpression: CRON, StartDate: new Date("2026-01-01T00:30:00Z") }),
  );
  const there = place();
  there.scheduler.now = Date.parse("2026-02-01");
  await apply(there, request(source));
  expect(startOf(there)).toBeUndefined();
  expect((await planAt(there, request(source))).titles).toEqual([
    "keep schedule default/nightly is as it was",
  ]);
  const { document } = await captured(there);
  expect(schedule.differences(source.document, document, {}, { armed: false })).toEqual([]);
});

test.each([
  ["rate(1 hour)", "2026-02-01T00:10:00Z", "2026-02-01T00:30:00.000Z", HOUR],
  ["rate(7 days)", "2026-02-01T00:10:00Z", "2026-02-05T00:30:00.000Z", 7 * DAY],
  ["rate(1 minute)", "2026-02-01T00:10:30Z", "2026-02-01T00:11:00.000Z", HOUR / 60],
  ["rate(1 hour)", "2026-01-01T00:32:00Z", "2026-01-01T01:30:00.000Z", HOUR],
])(
  "%s whose start has been goes on counting from it, at %s and at arm",
  async (ScheduleExpression, at, next, pace) => {
    const source = await captured(
      await made({ ScheduleExpression, StartDate: new Date("2026-01-01T00:30:00Z") }),
    );
    const there = place();
    there.scheduler.now = Date.parse(at);
    const activation = await apply(there, request(source));
    expect(startOf(there)?.toISOString()).toBe(next);
    const { document } = await captured(there);
    expect(schedule.differences(source.document, document, {}, { armed: false })).toEqual([]);
    // Armed when that start has been as well.
    there.scheduler.now = Date.parse(next) + 1;
    expect((await planAt(there, request(source))).titles).toEqual([
      "keep schedule default/nightly is as it was",
    ]);
    const arn = there.scheduler.arn("schedule", "default/nightly");
    const notes: string[] = [];
    const asked = { arn, alongside: false, note: (text: string) => void notes.push(text) };
    await schedule.activate(ports(there), activation, asked)[0]?.activate();
    expect([Number(startOf(there)) - Date.parse(next), notes]).toEqual([pace, []]);
  },
);

test("a start at another pace, or an earlier one, is a difference", async () => {
  const of = async (StartDate: string) =>
    (await captured(await made({ StartDate: new Date(StartDate) }))).document;
  const was = await of("2026-03-01T00:30:00Z");
  for (const other of ["2026-03-01T00:31:00Z", "2026-02-01T00:30:00Z"])
    expect(schedule.differences(was, await of(other), {}, { armed: false })).toHaveLength(1);
});

test("a start that would come after the end is left out, since Scheduler refuses it", async () => {
  const parts = { StartDate: new Date("2026-01-01T01:30:00Z"), EndDate: new Date("2026-01-01T02:20:00Z") };
  const source = await captured(await made(parts));
  const there = place();
  there.scheduler.now += 2 * HOUR;
  await apply(there, request(source));
  expect(startOf(there)).toBeUndefined();
});

test("one at a rate that counts from no start may call at once, and arm says so", async () => {
  const { there, all, notes } = await restoredWith({});
  expect(await all[0]?.activate()).toBe("written");
  expect(notes).toEqual([
    "schedule default/nightly has no start date that its rate counts from: it may call at once, and goes on at that pace",
  ]);
  const other = await restoredWith({ ScheduleExpression: CRON });
  await other.all[0]?.activate();
  expect([other.notes, there === other.there]).toEqual([[], false]);
});

test("without its group it is blocked, unless that comes back with it", async () => {
  const one = await captured(await made({ GroupName: "billing" }), "billing/nightly");
  const there = place();
  expect((await planAt(there, request(one))).plan.blocked).toEqual([
    {
      because: "incomplete",
      message: "group billing of schedule billing/nightly is not there",
      hint: "restore schedule-group/billing with it, or create the group first",
    },
  ]);
  const together = new Set([there.scheduler.arn("schedule-group", "billing")]);
  expect((await planAt(there, request(one, { together }))).plan.blocked).toEqual([]);
  there.scheduler.CreateScheduleGroup({ Name: "billing" });
  expect((await planAt(there, request(one))).plan.blocked).toEqual([]);
});

test("a live one that differs is touched only where that is said, and is disabled until it is armed", async () => {
  const one = await captured(await made());
  const there = await made({ Description: "theirs" });
  expect((await planAt(there, request(one))).plan.blocked).toEqual([
    {
      because: "live",
      message: "schedule default/nightly is there and differs",
      hint: "say --replace to make it as it was captured, or restore under another name",
    },
  ]);
  await apply(there, request(one, { replace: true }));
  const now = there.scheduler.schedules.get("default/nightly");
  expect(now).toMatchObject({ State: "DISABLED" });
  expect(now).not.toHaveProperty("Description");
});

test("a lost answer to the making is no failure; another one of that name is", async () => {
  const asked = request(await captured(await made()));
  const there = place();
  const { plan } = await planAt(there, asked);
  there.scheduler.CreateSchedule({ ...there.scheduler.schedules.get("x"), ...(await theirs("DISABLED")) });
  for (const { perform } of plan.steps) await perform?.(new Map());
  there.scheduler.UpdateSchedule(await theirs("ENABLED"));
  await expect(plan.steps.at(-1)?.perform?.(new Map())).rejects.toThrow(
    "schedule default/nightly: scheduler:CreateSchedule: one of that name was made meanwhile, and is another",
  );
});

async function theirs(State: "ENABLED" | "DISABLED") {
  const { made: _, changed: __, ...one } = (await made()).scheduler.schedules.get("default/nightly") ?? {};
  return { ...one, State } as Parameters<ReturnType<typeof place>["scheduler"]["CreateSchedule"]>[0];
}

test("a result that names another schedule arms nothing", async () => {
  const there = await made({ State: "DISABLED" });
  const [arming] = schedule.activate(
    ports(there),
    { group: "default", name: "nightly", enabled: true },
    {
      arn: `arn:aws:scheduler:${HOME.region}:${HOME.account}:schedule/default/other`,
      alongside: false,
      note: () => undefined,
    },
  );
  await expect(arming?.activate()).rejects.toThrow(
    "and not arn:aws:scheduler:us-east-1:111122223333:schedule/default/other",
  );
});

test("elsewhere it is not armed while the one that was captured is enabled at home", async () => {
  const there = place(AWAY);
  const map = { [FUNCTION]: FUNCTION.replace("us-east-1", AWAY.region) };
  const activation = await apply(there, request(await captured(await made()), { map }, AWAY));
  const arming = (home: ReturnType<typeof place>) =>
    schedule.activate(
      { ...ports(there), elsewhere: (_region, question) => question(home.client) },
      activation,
      { arn: there.scheduler.arn("schedule", "default/nightly"), alongside: false, note: () => undefined },
    )[0];
  await expect(arming(await made())?.activate()).rejects.toThrow(
    "schedule/default/nightly of us-east-1, of which schedule default/nightly is a copy, is enabled, and both would run",
  );
  expect(await arming(await made({ State: "DISABLED" }))?.activate()).toBe("written");
});

/** Restored at the start of 2026 and armed by the clock of the place, which a test moves on. */
async function restoredWith(parts: Parameters<typeof made>[0]) {
  const there = place();
  const activation = await apply(there, request(await captured(await made(parts))));
  const arn = there.scheduler.arn("schedule", "default/nightly");
  const notes: string[] = [];
  const note = (text: string): unknown => notes.push(text);
  const all = schedule.activate(ports(there), activation, { arn, alongside: false, note });
  const state = () => there.scheduler.schedules.get("default/nightly")?.State;
  return { there, all, state, notes };
}

test("a start that passes between restore and arm, or between arm and disarm, holds up neither", async () => {
  const { there, all, state } = await restoredWith({ StartDate: new Date("2026-01-01T01:00:00Z") });
  there.scheduler.now += 2 * HOUR;
  expect(await all[0]?.activate()).toBe("written");
  expect(state()).toBe("ENABLED");

  const other = await restoredWith({ StartDate: new Date("2026-01-01T01:00:00Z") });
  expect(await other.all[0]?.activate()).toBe("written");
  other.there.scheduler.now += 2 * HOUR;
  expect(await takeBack(other.all)).toEqual(["disable schedule default/nightly"]);
  expect(other.state()).toBe("DISABLED");
});

test("a start that is to come stays through arm and disarm", async () => {
  const StartDate = new Date("2026-01-01T01:00:00Z");
  const { there, all } = await restoredWith({ StartDate });
  await all[0]?.activate();
  await takeBack(all);
  expect(there.scheduler.schedules.get("default/nightly")?.StartDate).toEqual(StartDate);
});

test("a start that passes between a plan and its step is left out", async () => {
  const parts = { ScheduleExpression: CRON, StartDate: new Date("2026-01-01T01:00:00Z") };
  const asked = request(await captured(await made(parts)));
  const there = place();
  const { plan } = await planAt(there, asked);
  there.scheduler.now += 2 * HOUR;
  for (const { perform } of plan.steps) await perform?.(new Map());
  expect(there.scheduler.schedules.get("default/nightly")).not.toHaveProperty("StartDate");
});

test.each([
  ["its only time, 2026-01-01T01:00:00, is past", { ScheduleExpression: "at(2026-01-01T01:00:00)" }],
  ["its end, 2026-01-01T01:00:00.000Z, is past", { EndDate: new Date("2026-01-01T01:00:00Z") }],
])("%s since it was restored: arm says that it never runs, and leaves it", async (why, parts) => {
  const { there, all, state } = await restoredWith(parts);
  there.scheduler.now += 3 * HOUR;
  await expect(all[0]?.activate()).rejects.toThrow(
    `schedule default/nightly: scheduler:UpdateSchedule: ${why}: it never runs`,
  );
  await expect(all[0]?.active()).rejects.toThrow("it never runs");
  expect(state()).toBe("DISABLED");
});

test("of one that was armed and has run, disarm has nothing to take back, once its window is over", async () => {
  const { there, all, state } = await restoredWith({
    ScheduleExpression: "at(2026-01-01T01:00:00)",
    FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 120 },
  });
  await all[0]?.activate();
  there.scheduler.now += 2 * HOUR;
  expect(await all[0]?.disarming?.inactive()).toBe(false);
  there.scheduler.now += HOUR;
  expect(await takeBack(all)).toEqual(["keep disable schedule default/nightly"]);
  expect(state()).toBe("ENABLED");
});
