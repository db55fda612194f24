import type { CreateEventBusRequest } from "@aws-sdk/client-eventbridge";
import { expect, test } from "vitest";
import { parseArn } from "../../../modules/core/arn.ts";
import type { BusDocument } from "../../../modules/protectors/event-bus/document.ts";
import { eventBus } from "../../../modules/protectors/event-bus/protector.ts";
import { eventBusSpec } from "../../../modules/protectors/event-bus/spec.ts";
import type { PlanRequest } from "../../../modules/protectors/protector.ts";
import type { EventsPlace } from "../../support/conforming/events-place.ts";
import { takeBack } from "../../support/take-back.ts";
import { HOME, place, ports } from "../event-rule/place.ts";

const ARN = `arn:aws:events:us-east-1:${HOME.account}:event-bus/shop`;

function policyOf(...principals: readonly unknown[]): string {
  const Statement = principals.map((Principal, at) => ({
    ...{ Sid: `s${at}`, Effect: "Allow", Principal, Action: "events:PutEvents", Resource: ARN },
  }));
  return JSON.stringify({ Version: "2012-10-17", Statement });
}

const PARTNER = { AWS: "arn:aws:iam::444455556666:root" };

function made(parts: Partial<CreateEventBusRequest> = {}, policy?: string): EventsPlace {
  const there = place();
  there.events.CreateEventBus({ Name: "shop", ...parts });
  if (policy !== undefined) there.events.PutPermission({ EventBusName: "shop", Policy: policy });
  return there;
}

async function captured(there: EventsPlace): Promise<BusDocument> {
  const item = { kind: "event-bus" as const, id: "shop", name: "shop", arn: ARN, related: [] };
  const found = await eventBus.capture(ports(there) as never, item, {
    scope: { code: "published", triggers: "all" },
    today: "2026-01-01",
    keep: async (one) => one,
  });
  if (found === undefined) throw new Error("the bus is gone");
  return found.document;
}

async function planAt(
  there: EventsPlace,
  document: BusDocument,
  more: Partial<PlanRequest<BusDocument>> = {},
) {
  return eventBus.plan(ports(there), {
    point: "point",
    translation: eventBus.translate(document, undefined, { target: HOME, map: {} }),
    target: HOME,
    together: new Set(),
    today: "2026-01-01",
    replace: false,
    allowPublic: false,
    ...more,
  });
}

async function apply(there: EventsPlace, document: BusDocument, more?: Partial<PlanRequest<BusDocument>>) {
  const plan = await planAt(there, document, more);
  for (const { perform } of plan.steps) await perform?.(new Map());
  return plan.activation(new Map());
}

function arm(there: EventsPlace, activation: unknown) {
  const asked = { arn: ARN, alongside: false, note: () => undefined };
  return eventBus.activate(ports(there), activation as never, asked);
}

test("a bus comes back letting nobody in, and lets in whom it did once it is armed", async () => {
  const source = made({ Description: "orders", Tags: [{ Key: "team", Value: "a" }] }, policyOf(PARTNER));
  const there = place();
  const activation = await apply(there, await captured(source));
  expect(there.events.buses.get("shop")).toMatchObject({ Description: "orders", tags: { team: "a" } });
  expect(there.events.buses.get("shop")).not.toHaveProperty("policy");
  const [arming] = arm(there, activation);
  expect(await arming?.active()).toBe(false);
  expect(await arming?.activate()).toBe("written");
  expect(there.events.buses.get("shop")?.policy).toBe(policyOf(PARTNER));
  expect(await arming?.activate()).toBe("kept");
});

test("a policy that anybody may use needs a word, and one that names who was deleted leaves them out", async () => {
  const open = await captured(made({}, policyOf("*")));
  expect((await planAt(place(), open)).blocked).toEqual([
    {
      because: "public",
      message: "statement s0 of the policy of event bus shop lets anybody use it",
      hint: "say --allow-public if that is meant",
    },
  ]);
  expect((await planAt(place(), open, { allowPublic: true })).blocked).toEqual([]);
  const dead = await captured(made({}, policyOf(PARTNER, { AWS: "AROAEXAMPLE" })));
  const plan = await planAt(place(), dead);
  expect(plan.warnings).toEqual([
    "the policy of event bus shop names AROAEXAMPLE: roles or users that were deleted are left out",
  ]);
  expect(plan.activation(new Map())).toMatchObject({ policy: { Statement: [{ Principal: PARTNER }] } });
});

test("a live policy that differs is written over only where that is said, and never where it was changed since", async () => {
  const document = await captured(made({}, policyOf(PARTNER)));
  const there = made({}, policyOf(PARTNER, { AWS: "arn:aws:iam::777788889999:root" }));
  expect((await planAt(there, document)).blocked).toMatchObject([
    { message: "event bus shop is there and differs: write the policy of event bus shop" },
  ]);
  const activation = await apply(there, document, { replace: true });
  there.events.PutPermission({ EventBusName: "shop", Policy: policyOf("*") });
  await expect(arm(there, activation)[0]?.activate()).rejects.toThrow(
    "event bus shop: events:PutPermission: its policy was changed since the restore, and is not written over",
  );
});

test("a policy that the point does not have stays", async () => {
  const there = made({}, policyOf(PARTNER));
  const activation = await apply(there, await captured(made()));
  expect(arm(there, activation)).toEqual([]);
  expect(there.events.buses.get("shop")?.policy).toBe(policyOf(PARTNER));
});

test("an update is whole: a description that was not there goes, and so does a log", async () => {
  const there = made({ Description: "theirs", LogConfig: { Level: "INFO", IncludeDetail: "FULL" } });
  const document = await captured(made());
  await apply(there, document, { replace: true });
  expect(await captured(there)).toEqual({
    ...document,
    settings: { LogConfig: { Level: "OFF", IncludeDetail: "NONE" } },
  });
  expect(eventBus.differences(document, await captured(there), {}, { armed: true })).toEqual([]);
});

test("a lost answer to the making is no failure; another bus of that name is", async () => {
  const document = await captured(made({ Description: "orders" }));
  const there = place();
  const plan = await planAt(there, document);
  there.events.CreateEventBus({ Name: "shop", Description: "orders" });
  await plan.steps[0]?.perform?.(new Map());
  there.events.UpdateEventBus({ Name: "shop", Description: "theirs" });
  await expect(plan.steps[0]?.perform?.(new Map())).rejects.toThrow(
    "event bus shop: events:CreateEventBus: one of that name was made meanwhile, and is another",
  );
});

test.each([
  ["event-bus/shop", "shop"],
  ["event-bus/default", undefined],
  ["event-bus/aws.partner/x/y", undefined],
  ["rule/shop", undefined],
])("%s is the bus %s: no call makes the others", (resource, id) => {
  expect(eventBusSpec.idOf(parseArn(`arn:aws:events:us-east-1:${HOME.account}:${resource}`))).toBe(id);
});

test("disarmed, its policy goes; one that was changed since is left and named", async () => {
  const there = place();
  const activation = await apply(there, await captured(made({}, policyOf(PARTNER))));
  const bus = () => there.events.buses.get("shop");
  await arm(there, activation)[0]?.activate();
  expect(await takeBack(arm(there, activation))).toEqual(["remove the policy of event bus shop"]);
  expect(bus()).not.toHaveProperty("policy");
  expect(await takeBack(arm(there, activation))).toEqual(["keep remove the policy of event bus shop"]);

  expect(await arm(there, activation)[0]?.activate()).toBe("written");
  const other = policyOf(PARTNER, "*");
  there.events.PutPermission({ EventBusName: "shop", Policy: other });
  expect((await takeBack(arm(there, activation)))[0]).toMatch(
    /^event bus shop: events:RemovePermission: its policy was changed since, and is left as it is\n/,
  );
  expect(bus()?.policy).toBe(other);
});

test("a bus that a service of AWS keeps is not listed, not captured, and not touched where it is there", async () => {
  const document = await captured(made({ Description: "ours" }));
  const there = made({ Description: "theirs" });
  const bus = there.events.buses.get("shop");
  if (bus !== undefined) bus.ManagedBy = "apigateway.amazonaws.com";
  const listed: string[] = [];
  const options = { triggers: "all", needsTags: () => false, warn: () => undefined } as const;
  for await (const { id } of eventBus.inventory(ports(there), options)) listed.push(id);
  expect(listed).toEqual([]);
  await expect(captured(there)).rejects.toThrow(
    "event bus shop is made and kept by apigateway.amazonaws.com: no restore can make it, so it is not captured",
  );
  expect((await planAt(there, document, { replace: true })).blocked).toEqual([
    {
      because: "live",
      message: "event bus shop is there, and is made and kept by apigateway.amazonaws.com",
      hint: "restore under another name",
    },
  ]);
});

test("of a bus that logs the plan says that where its logs go does not come back", async () => {
  const logging = await captured(made({ LogConfig: { Level: "INFO", IncludeDetail: "FULL" } }));
  expect((await planAt(place(), logging)).warnings).toEqual([
    "where event bus shop sends its logs does not come back, only what it logs: give it its deliveries again (logs:PutDeliverySource, logs:CreateDelivery)",
  ]);
  const silent = await captured(made({ LogConfig: { Level: "OFF", IncludeDetail: "NONE" } }));
  expect((await planAt(place(), silent)).warnings).toEqual([]);
});
