import { beforeAll, describe, expect, test } from "vitest";
import { KINDS, type ThingId } from "../../../modules/contract/kinds.ts";
import { thingName } from "../../../modules/core/thing-name.ts";
import { planRestore, type RestorePlan, thingsOf } from "../../../modules/restore/plan.ts";
import type { RestoreAsked } from "../../../modules/restore/restore-asked.ts";
import { AWAY, destination, HOME, type Region, restorePorts } from "../../support/application.ts";
import { away, DISTRIBUTION, everyKind, FUNCTION, keptEveryKind, MAP } from "../../support/every-kind.ts";
import type { MemoryStore } from "../../support/memory-store.ts";

let home: Region;
let store: MemoryStore;
let things: readonly ThingId[];
let all: readonly ThingId[];
const there = new Map<string, Region>();

beforeAll(async () => {
  home = everyKind();
  ({ store, things, all } = await keptEveryKind(home));
  there.set(AWAY, await away(home, store));
  const lost = await destination(store, HOME);
  there.set(HOME, lost);
});

function planned(region: string, change: Partial<RestoreAsked>): Promise<RestorePlan> {
  const map = region === AWAY ? MAP : {};
  const at = there.get(region) ?? home;
  return planRestore(restorePorts(at, store), {
    ...{ things: region === AWAY ? things : all, map, alone: false, replace: false, allowPublic: false },
    ...change,
  });
}

/** The ways to say what is of a kind: the kind, each by its name, and the beginning of those. */
function words(kind: string): readonly (readonly string[])[] {
  const own = all.filter((one) => one.kind === kind);
  return [[kind], own.map(thingName), own.map((one) => `${thingName(one).slice(0, -1)}*`)];
}
const names = (of: RestorePlan): string[] =>
  thingsOf(of)
    .map(({ thing }) => thingName(thing))
    .toSorted();

const BUS =
  /^(event-(rule\/orders\/rule-0|archive\/archive-0): )?event bus orders of event (rule orders\/rule-0|archive archive-0) is not there$/;
const CALLED =
  /^(state-machine\/machine-0: )?current\.definition\.States\.Call\.Resource, .*:function:fn-0:live: it lies in /;

const CONNECTION =
  /^(api-destination\/partner-0: )?connection: arn:[^ ]+:connection\/partner-0\/[^ ]+: it lies in /;

/** What no restore elsewhere can do without what is left out: told by name, with the way out. */
const WITHOUT: Readonly<Record<string, RegExp>> = {
  "event-bus": BUS,
  "event-connection": CONNECTION,
  "schedule-group":
    /^schedule\/nightly\/schedule-0: group nightly of schedule nightly\/schedule-0 is not there$/,
  lambda: CALLED,
};
const ALONE: Readonly<Record<string, RegExp>> = {
  "api-destination": CONNECTION,
  "event-archive": BUS,
  "event-rule": BUS,
  "state-machine": CALLED,
};

describe.each([AWAY, HOME])("in %s, of an application with all kinds,", (region) => {
  test.each(KINDS)("--skip leaves %s away, by kind, by name and by the beginning of a name", async (kind) => {
    for (const said of words(kind))
      for (const of of [region === AWAY ? things : all, [FUNCTION]]) {
        // Named alone, a function that stays away leaves nothing; what comes along with it goes by the same words.
        if (of.length === 1 && (kind === "lambda" || said[0] !== kind)) continue;
        const plan = await planned(region, { things: of, skip: new Set(said) });
        expect(
          names(plan).filter((name) => name.startsWith(`${kind}/`)),
          said.join(),
        ).toEqual([]);
        if (region === AWAY)
          for (const { message } of plan.blocked)
            expect(message, said.join()).toMatch(WITHOUT[kind] ?? "none");
      }
  });

  const kinds = KINDS.filter((kind) => region === HOME || kind !== DISTRIBUTION.kind);
  test.each(kinds)("--only takes %s alone, by kind, by name and by the beginning of a name", async (kind) => {
    const own = all.filter((one) => one.kind === kind).map(thingName);
    for (const said of words(kind)) {
      const plan = await planned(region, { only: said });
      // Elsewhere a pipe, an API, a schedule or a topic rule that calls a function which is left out stays away with it.
      const isAway =
        region === AWAY &&
        ["config-rule", "pipe", "receipt-rule", "rest-api", "schedule", "topic-rule"].includes(kind);
      expect(names(plan), said.join()).toEqual(isAway ? [] : own.toSorted());
      const told =
        kind === "rest-api"
          ? "REST API rest-0"
          : own[0]?.replace(/(config|receipt|topic)-rule/, "$1 rule").replace("/", " ");
      if (isAway) expect(plan.skipped).toContain(told);
      if (region === AWAY)
        for (const { message } of plan.blocked) expect(message, said.join()).toMatch(ALONE[kind] ?? "none");
    }
  });
});

test("a part that comes along with a function alone may be left out beside it, and so may what would come along with that", async () => {
  const selected = things.filter(({ kind }) => kind !== "s3-notifications");
  const skip = new Set(["lambda", "s3-notifications/bucket-0", "state-machine"]);
  const plan = await planned(AWAY, { things: selected, skip });
  expect(names(plan).filter((name) => /^(lambda|s3-)/.test(name))).toEqual([]);
  const without = await planned(AWAY, {
    things: [FUNCTION],
    skip: new Set(["sqs-queue/queue-0", "sqs-queue/dead-0", "sqs-queue/letters", "sqs-queue/piped-0"]),
  });
  expect(names(without).filter((name) => name.startsWith("sqs-"))).toEqual([]);
  await expect(
    planned(AWAY, { things: [FUNCTION], skip: new Set(["sqs-queue/queue-0", "sqs-queue/ded-0"]) }),
  ).rejects.toThrow("nothing of this restore is called sqs-queue/ded-0, as --skip says");
});

test("a word of policies for what calls a function is answered with the kinds that it means", async () => {
  for (const [word, kinds] of [
    ["sqs", "sqs-queue"],
    ["logs", "log-filter"],
    ["alb", "target-group"],
    ["eventbridge", "api-destination or event-archive or event-bus or event-connection or event-rule"],
  ])
    await expect(planned(HOME, { skip: new Set([word ?? ""]) })).rejects.toMatchObject({
      hint: expect.stringMatching(new RegExp(`^did you mean ${kinds}\\? It has `)),
    });
});
