import { describe, expect, test } from "vitest";
import { withSecretMark } from "../../../modules/protectors/event-connection/mark.ts";
import { eventRule } from "../../../modules/protectors/event-rule/protector.ts";
import { withoutTold, withTold } from "../../../modules/protectors/event-rule/told.ts";
import type { PlanPorts } from "../../../modules/protectors/protector.ts";
import type { EventsPlace } from "../../support/conforming/events-place.ts";
import { haveDestination } from "../../support/have-destination.ts";
import {
  AWAY,
  apply,
  arm,
  captured,
  disarm,
  FUNCTION,
  HOME,
  made,
  place,
  planAt,
  ports,
  RULE,
  request,
} from "./place.ts";

const DESTINATION = `arn:aws:events:us-east-1:${HOME.account}:api-destination/partner/1111`;
const TRANSFORMED = {
  InputTransformer: { InputPathsMap: { id: "$.detail.id" }, InputTemplate: '{"id": <id>}' },
};

test("of a rule at a rate arm says that it counts anew; of one that looks for events it says nothing", async () => {
  const noted = async (parts: Parameters<typeof made>[0]) => {
    const there = place();
    const { activation } = await apply(there, request(await captured(await made(parts))));
    const notes: string[] = [];
    const asked = { arn: RULE, alongside: false, note: (text: string) => void notes.push(text) };
    for (const one of eventRule.activate(ports(there), activation as never, asked)) await one.activate();
    return notes;
  };
  expect(await noted({ EventPattern: undefined, ScheduleExpression: "rate(1 day)" })).toEqual([
    "event rule default/nightly counts its rate from when it was made or enabled here: it may call at other times than before",
  ]);
  expect(await noted({ EventPattern: undefined, ScheduleExpression: "cron(0 2 * * ? *)" })).toEqual([]);
  expect(await noted({})).toEqual([]);
});

test("a rule that was enabled comes back disabled, whole, and is enabled by arm", async () => {
  const source = await made({ Description: "orders", Tags: [{ Key: "team", Value: "a" }] }, [
    TRANSFORMED,
    { Input: '{"n":1}' },
  ]);
  const asked = request(await captured(source));
  const there = place();
  expect((await planAt(there, asked)).titles).toEqual([
    "create create event rule default/nightly, disabled",
    "create put targets t0, t1 of event rule default/nightly",
  ]);
  const { plan, activation } = await apply(there, asked);
  expect(plan.atArm).toEqual([
    { title: "enable event rule default/nightly", call: "events:EnableRule", effect: "create" },
  ]);
  expect(there.events.rules.get("default/nightly")?.State).toBe("DISABLED");
  expect(await arm(there, activation)).toEqual(["written"]);
  expect(there.events.DescribeRule({ Name: "nightly" })).toEqual(
    source.events.DescribeRule({ Name: "nightly" }),
  );
  expect(there.events.rules.get("default/nightly")?.targets).toEqual(
    source.events.rules.get("default/nightly")?.targets,
  );
  expect((await planAt(there, asked)).plan.atArm).toEqual([]);
});

test("one for all management events is enabled so by a whole PutRule, since EnableRule knows one way alone", async () => {
  const State = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" as const;
  const there = place();
  const { activation } = await apply(there, request(await captured(await made({ State, Description: "x" }))));
  const before = there.events.calls.length;
  await arm(there, activation);
  expect(there.events.calls.slice(before).map(({ name }) => name)).not.toContain("EnableRule");
  expect(there.events.rules.get("default/nightly")).toMatchObject({ State, Description: "x" });
});

test("numbers of a pattern come back to the letter, and make a difference by it", async () => {
  const text = '{"detail":{"severity":[4,4.0,4.1,7.0e0],"account":[12345678901234567890,9007199254740993]}}';
  const one = await captured(await made({ EventPattern: text }));
  const there = place();
  await apply(there, request(one));
  expect(there.events.DescribeRule({ Name: "nightly" })).toMatchObject({ EventPattern: text });
  const kept = async (live: string) =>
    (await planAt(await made({ EventPattern: live }), request(one))).titles;
  expect(await kept(text)).toEqual(["keep event rule default/nightly is as it was"]);
  expect(await kept(text.replace("0993", "0992"))).not.toEqual(await kept(text));
  expect(await kept(text.replace("4.0", "4.00"))).not.toEqual(await kept(text));
});

test("one that was disabled stays so", async () => {
  const there = place();
  const { plan, activation } = await apply(there, request(await captured(await made({ State: "DISABLED" }))));
  expect(plan.atArm).toEqual([]);
  expect(await arm(there, activation)).toEqual([]);
});

test("without its bus it is blocked, unless that comes back with it", async () => {
  const one = await captured(await made({ EventBusName: "shop" }), "shop/nightly");
  expect((await planAt(place(), request(one))).plan.blocked).toEqual([
    {
      because: "incomplete",
      message: "event bus shop of event rule shop/nightly is not there",
      hint: "restore event-bus/shop with it, or create the bus first",
    },
  ]);
  const together = new Set([`arn:aws:events:us-east-1:${HOME.account}:event-bus/shop`]);
  expect((await planAt(place(), request(one, { together }))).plan.blocked).toEqual([]);
});

test("an API destination that is neither there nor restored with it is to be mapped", async () => {
  const source = await made({}, [{ Arn: DESTINATION }]);
  haveDestination(source.events, DESTINATION);
  const one = await captured(source);
  const there = place();
  expect((await planAt(there, request(one))).plan.blocked).toMatchObject([
    {
      because: "prerequisite",
      message: `API destination ${DESTINATION} of event rule default/nightly is not there`,
      hint: "restore api-destination/partner with it, or create one and map it to the new ARN",
    },
  ]);
  haveDestination(there.events, `${DESTINATION}2`);
  expect((await planAt(there, request(one))).plan.blocked).toMatchObject([
    { hint: `map it to ${DESTINATION}2` },
  ]);
  const map = { [DESTINATION]: `${DESTINATION}2` };
  expect((await planAt(there, request(one, { map }))).plan.blocked).toEqual([]);
});

test("an API destination that comes back with it is called by the ARN that it has then, also by a rule that lives on", async () => {
  const source = await made({}, [{ Arn: DESTINATION, HttpParameters: { PathParameterValues: ["a"] } }]);
  haveDestination(source.events, DESTINATION);
  const one = await captured(source);
  const map = { [DESTINATION]: DESTINATION };
  expect((await planAt(source, request(one, { map }))).titles).toEqual([
    "keep event rule default/nightly is as it was",
  ]);
  source.events.destinations.clear();
  const { plan } = await planAt(source, request(one, { map }));
  expect(plan.blocked).toMatchObject([{ because: "live" }, { because: "live" }]);
  for (const there of [place(), source]) {
    await apply(there, request(one, { map, replace: true }), new Map([[DESTINATION, `${DESTINATION}2`]]));
    expect([...(there.events.rules.get("default/nightly")?.targets.values() ?? [])]).toEqual([
      { Id: "t0", Arn: `${DESTINATION}2`, HttpParameters: { PathParameterValues: ["a"] } },
    ]);
  }
});

test("a rule is not enabled while the secret of a connection that it calls by is not given again", async () => {
  const source = await made({}, [{ Arn: DESTINATION }]);
  haveDestination(source.events, DESTINATION);
  const one = await captured(source);
  const there = place();
  haveDestination(there.events, DESTINATION);
  const connection = there.events.connections.get("partner");
  if (connection === undefined) throw new Error("there is no connection");
  const Description = withSecretMark("");
  there.events.connections.set("partner", { ...connection, Description });
  const { activation } = await apply(there, request(one));
  await expect(arm(there, activation)).rejects.toThrow(
    /event rule default\/nightly: events:EnableRule: its target t0 calls API destination partner by connection partner, whose secret is not given again yet: events would be lost\n {2}help: aws events update-connection --name partner .*; then arm again/,
  );
  expect(there.events.rules.get("default/nightly")?.State).toBe("DISABLED");
  there.events.UpdateConnection({ Name: "partner", AuthParameters: {} });
  expect(await arm(there, activation)).toEqual(["written"]);
});

test("a live one that differs is touched only where that is said, and is disabled until it is armed", async () => {
  const one = await captured(await made());
  const there = await made({ Description: "theirs" });
  const { plan } = await planAt(there, request(one));
  expect(plan.blocked).toEqual([
    {
      because: "live",
      message:
        "event rule default/nightly is there and differs: set event rule default/nightly as it was, disabled",
      hint: "say --replace to make it as it was captured, or restore under another name",
    },
  ]);
  await apply(there, request(one, { replace: true }));
  expect(there.events.rules.get("default/nightly")).toMatchObject({ State: "DISABLED" });
  expect(there.events.rules.get("default/nightly")).not.toHaveProperty("Description");
});

test("a live and enabled rule that lacks a target is disabled before it gets one", async () => {
  const one = await captured(await made({}, [{}, { Arn: `${FUNCTION}:live` }]));
  const there = await made();
  const { titles, plan } = await planAt(there, request(one, { replace: true }));
  expect(titles).toEqual([
    "replace set event rule default/nightly as it was, disabled",
    "replace put target t1 of event rule default/nightly",
  ]);
  expect(plan.atArm).toHaveLength(1);
});

test("a target that the point does not have stays, and is said", async () => {
  const one = await captured(await made());
  const theirs = { Id: "theirs", Arn: `${FUNCTION}-theirs` };
  const there = await made({ Description: "theirs" }, [{}, theirs]);
  const { plan } = await apply(there, request(one, { replace: true }));
  expect(plan.warnings).toEqual([
    "target theirs of event rule default/nightly is not in the point; it stays",
  ]);
  expect(there.events.rules.get("default/nightly")?.targets.get("theirs")).toEqual(theirs);
});

test("one that a restore has begun, disabled and without some of its targets, is gone on with", async () => {
  const one = await captured(await made({}, [{}, { Arn: `${FUNCTION}:live` }]));
  const there = await made({ State: "DISABLED" }, [{}]);
  const { plan, titles } = await planAt(there, request(one));
  expect({ live: plan.live, blocked: plan.blocked, titles }).toEqual({
    live: "ours",
    blocked: [],
    titles: ["create put target t1 of event rule default/nightly"],
  });
  const other = await made({ State: "DISABLED" }, [{ Arn: `${FUNCTION}-other` }]);
  expect((await planAt(other, request(one))).plan.live).toBe("there");
});

test("another one that was made since the plan is not written over", async () => {
  const asked = request(await captured(await made()));
  const there = place();
  const { plan } = await planAt(there, asked);
  await made({ EventPattern: '{"source":["theirs"]}', State: "DISABLED" }, [], there);
  await expect(plan.steps[0]?.perform?.(new Map())).rejects.toThrow(
    "event rule default/nightly: events:PutRule: one of that name was made meanwhile, and is another",
  );
});

test("a rule that a service of AWS keeps is never written", async () => {
  const one = await captured(await made());
  const there = await made({ Description: "x" });
  const rule = there.events.rules.get("default/nightly");
  if (rule !== undefined)
    there.events.rules.set("default/nightly", { ...rule, ManagedBy: "states.amazonaws.com" });
  expect((await planAt(there, request(one, { replace: true }))).plan.blocked).toMatchObject([
    { message: "event rule default/nightly is there, and is made and kept by states.amazonaws.com" },
  ]);
});

test("targets that fail are each named, and what they are told is not", async () => {
  const one = await captured(
    await made({}, [{ Input: '{"token":"canary-1234"}' }, { Arn: `${FUNCTION}:live` }]),
  );
  const there = place();
  const code = "ValidationException";
  there.events.failing.set("t0", { code, message: 'not {"token":"canary-1234"}' });
  there.events.failing.set("t1", { code, message: "nor this" });
  const failed = apply(there, request(one));
  await expect(failed).rejects.toThrow(
    "events:PutTargets: ValidationException: 2 of 2 targets failed: t0: ValidationException: not ***; t1: ValidationException: nor this",
  );
});

test("a target that fails because of another writer is tried again", async () => {
  const there = place();
  const one = await captured(await made());
  there.events.failing.set("t0", { code: "ConcurrentModificationException", message: "" });
  const sleep = async (): Promise<void> => there.events.failing.clear();
  const plan = await eventRule.plan({ ...ports(there), sleep }, request(one));
  for (const { perform } of plan.steps) await perform?.(new Map());
  expect(there.events.rules.get("default/nightly")?.targets.size).toBe(1);
});

test("a published version is called by the number that it has now; one that did not come back is left out and said", async () => {
  const one = await captured(await made({}, [{ Arn: `${FUNCTION}:7` }, { Arn: `${FUNCTION}:8` }]));
  const there = place();
  const { plan } = await apply(there, request(one), new Map([[`${FUNCTION}:7`, `${FUNCTION}:1`]]));
  expect([...(there.events.rules.get("default/nightly")?.targets.values() ?? [])]).toEqual([
    { Id: "t0", Arn: `${FUNCTION}:1` },
  ]);
  expect(plan.notes).toEqual([
    "target t1 of event rule default/nightly is left out: the version that it calls did not come back; let it call an alias",
  ]);
});

test("a result that names another rule arms nothing", async () => {
  const there = await made({ State: "DISABLED" });
  const activation = { bus: "default", name: "nightly", state: "ENABLED" };
  await expect(arm(there, activation, `${RULE}-other`)).rejects.toThrow(`and not ${RULE}-other`);
  expect(there.events.rules.get("default/nightly")?.State).toBe("DISABLED");
});

test.each(["ENABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"] as const)(
  "one that was %s is disabled by a disarm, and enabled so again",
  async (State) => {
    const there = place();
    const { activation } = await apply(there, request(await captured(await made({ State }))));
    await arm(there, activation);
    const armed = structuredClone(there.events.rules.get("default/nightly"));
    expect(await disarm(there, activation)).toEqual(["disable event rule default/nightly"]);
    expect(there.events.rules.get("default/nightly")).toEqual({ ...armed, State: "DISABLED" });
    expect(await disarm(there, activation)).toEqual(["keep disable event rule default/nightly"]);
    await arm(there, activation);
    expect(there.events.rules.get("default/nightly")).toEqual(armed);
  },
);

test("one that somebody enabled otherwise since is left and named", async () => {
  const there = place();
  const { activation } = await apply(there, request(await captured(await made())));
  await arm(there, activation);
  await made({ State: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" }, [], there);
  expect((await disarm(there, activation))[0]).toMatch(
    /^event rule default\/nightly: events:DisableRule: its state \(ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS\) was changed since/,
  );
});

describe("beside the rule that it was restored from", () => {
  const CLOCK = { EventPattern: undefined, ScheduleExpression: "rate(1 day)" };
  const elsewhere = `arn:aws:events:eu-west-1:${HOME.account}:rule/nightly`;

  /** Restored elsewhere, while the source is as `source` says. */
  async function restored(parts: object, source: EventsPlace) {
    const there = place(AWAY);
    const { activation } = await apply(
      there,
      request(
        await captured(await made(parts)),
        { map: { [FUNCTION]: FUNCTION.replace("us-east-1", AWAY.region) } },
        AWAY,
      ),
    );
    const asked = { arn: elsewhere, alongside: false, note: () => undefined };
    const asking: PlanPorts = { ...ports(there), elsewhere: (_region, question) => question(source.client) };
    const [one] = eventRule.activate(asking, activation, asked);
    return () => one?.activate();
  }

  test("one of the clock is not armed, and one of a pattern hears its own bus alone", async () => {
    const clock = await restored(CLOCK, await made(CLOCK));
    await expect(clock()).rejects.toThrow(
      "rule/nightly of us-east-1, of which event rule default/nightly is a copy, is enabled, and both would run",
    );
    expect(await (await restored({}, await made()))()).toBe("written");
  });

  test("one of the clock is armed where that is disabled or gone", async () => {
    expect(await (await restored(CLOCK, await made({ ...CLOCK, State: "DISABLED" })))()).toBe("written");
    expect(await (await restored(CLOCK, place()))()).toBe("written");
  });

  test("under another name on the same bus one of a pattern is not armed", async () => {
    const there = await made();
    const { activation } = await apply(there, request(await captured(there), { name: "other" }));
    await expect(arm(there, activation, RULE.replace("nightly", "other"))).rejects.toThrow(
      "rule/nightly of us-east-1, of which event rule default/other is a copy, is enabled",
    );
  });
});

test("of a target of any Id what it is told is kept apart, also of one that every object has", () => {
  const targets = ["__proto__", "constructor"].map((Id) => ({ Id, Arn: FUNCTION, Input: '{"canary":4711}' }));
  const parts = withoutTold(targets);
  expect(JSON.stringify(parts.targets)).not.toContain("4711");
  expect(withTold(JSON.parse(JSON.stringify(parts)))).toEqual(targets);
});
