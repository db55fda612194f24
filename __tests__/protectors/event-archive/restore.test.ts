import { expect, test } from "vitest";
import { eventArchive } from "../../../modules/protectors/event-archive/protector.ts";
import { eventBus } from "../../../modules/protectors/event-bus/protector.ts";
import { eventRule } from "../../../modules/protectors/event-rule/protector.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import { listedBy } from "../../support/listed-by.ts";
import { perform, reasons, titles, trying } from "../../support/made-plan.ts";
import { AWAY, HOME, place, ports } from "../event-rule/place.ts";
import { ARCHIVE, busAt, captured, documentOf, empty, made } from "./place.ts";

const { plan } = trying(eventArchive, ports);
const EMPTY =
  "event archive orders comes back empty, and keeps from then on what comes to event bus shop, events that somebody puts again too";

test("an archive comes back on the bus of its name, before anything is armed, and says that it is empty", async () => {
  const there = empty();
  const planned = await plan(there, await documentOf({ RetentionDays: 30, Description: "orders" }));
  expect(titles(planned)).toEqual(["create: create event archive orders of event bus shop"]);
  expect(planned.warnings).toEqual([EMPTY]);
  await perform(planned);
  expect(there.events.archives.get("orders")).toEqual({
    ArchiveName: "orders",
    EventSourceArn: busAt(AWAY),
    Description: "orders",
    RetentionDays: 30,
    State: "ENABLED",
  });
  expect(
    eventArchive.activate(ports(there), null, { arn: ARCHIVE, alongside: false, note: () => undefined }),
  ).toEqual([]);
  expect(titles(await plan(there, await documentOf({ RetentionDays: 30, Description: "orders" })))).toEqual([
    "keep: event archive orders is as it was",
  ]);
});

test("what a pattern looks for in the detail of events is sealed, and comes back; its region becomes that of the destination", async () => {
  const EventPattern = '{"region":["us-east-1"],"source":["orders"],"detail":{"n":[4.0,"canary-4711"]}}';
  const kept = await captured(made({ EventPattern }));
  expect(JSON.stringify(kept.document)).not.toContain("canary");
  const there = empty();
  const { secrets } = kept;
  await perform(await plan(there, kept.document, secrets === undefined ? {} : { secrets }));
  expect(there.events.archives.get("orders")?.EventPattern).toBe(
    EventPattern.replace("us-east-1", "eu-west-1"),
  );
});

test("the rule that EventBridge makes for an archive is never listed, and a run captures the archive with its bus", async () => {
  const there = made();
  there.events.PutRule({ Name: "ours", EventBusName: "shop", EventPattern: '{"source":["orders"]}' });
  expect([...there.events.rules.keys()]).toEqual(["shop/Events-Archive-orders", "shop/ours"]);
  const { found, warned } = await listedBy(eventRule, ports(there));
  expect({ ids: found.map(({ id }) => id), warned }).toEqual({ ids: ["shop/ours"], warned: [] });

  const warn = (text: string): void => void warned.push(text);
  const bus = { kind: "event-bus" as const, id: "shop", arn: busAt() };
  expect(await eventBus.related?.(ports(there), bus, { triggers: "all", warn })).toEqual([
    { kind: "event-archive", id: "orders", arn: ARCHIVE },
  ]);
  const archive = { kind: "event-archive" as const, id: "orders", arn: ARCHIVE };
  expect(await eventArchive.related?.(ports(there), archive, { triggers: "all", warn })).toEqual([bus]);
  const denied = awsError("AccessDeniedException", 400, "not authorized");
  there.events.wire.refusals.set("ListArchives", [denied]);
  expect(await eventBus.related?.(ports(there), bus, { triggers: "all", warn })).toEqual([]);
  expect(warned).toEqual([
    expect.stringMatching(
      /^event buses whose archives may not be listed, so that they come with none: shop /,
    ),
  ]);
});

test("an archive of the default bus needs no other bus, and one of a bus that is not there is blocked", async () => {
  const own = await documentOf({ EventSourceArn: busAt(HOME, "default") });
  expect(reasons(await plan(place(AWAY), own))).toEqual([]);
  const shop = await documentOf();
  expect(reasons(await plan(place(AWAY), shop))).toEqual([
    "incomplete: event bus shop of event archive orders is not there",
  ]);
  expect(reasons(await plan(place(AWAY), shop, { together: new Set([busAt(AWAY)]) }))).toEqual([]);
  const other = empty();
  other.events.CreateEventBus({ Name: "other" });
  expect(titles(await plan(other, shop, { map: { [busAt()]: busAt(AWAY, "other") } }))).toEqual([
    "create: create event archive orders of event bus other",
  ]);
  expect(reasons(await plan(empty(), shop, { map: { [busAt()]: busAt(HOME, "other") } }))).toEqual([
    expect.stringMatching(/^untranslated: bus: .*: an archive keeps the events of a bus of its own region/),
  ]);
});

test("one that is being made or changed is read again; one that failed is captured with its reason", async () => {
  const there = made();
  there.events.settling = "UPDATING";
  there.events.UpdateArchive({ ArchiveName: "orders", RetentionDays: 3 });
  await expect(captured(there)).rejects.toThrow(
    "event archive orders keeps changing, seen in 4 reads: it is UPDATING; the next run tries again",
  );
  there.events.settling = "ENABLED";
  expect((await captured(there)).document.settings).toEqual({ RetentionDays: 3 });
  const failed = there.events.archives.get("orders");
  if (failed) Object.assign(failed, { State: "UPDATE_FAILED", StateReason: "no key" });
  expect((await captured(there)).warnings).toEqual([
    "event archive orders is UPDATE_FAILED, so that it may keep no event (no key): it is captured as it was asked for",
  ]);
});

test("a restore waits until the archive is there, and tells why one does not come to be", async () => {
  const document = await documentOf();
  const there = empty();
  there.events.settling = "CREATE_FAILED";
  await expect(plan(there, document).then(perform)).rejects.toThrow(
    "event archive orders: events:CreateArchive: it is CREATE_FAILED: AWS gives no reason",
  );
  expect(reasons(await plan(there, document))).toEqual([
    "live: event archive orders is there and is CREATE_FAILED: AWS gives no reason",
  ]);
});

test("an update that AWS gives up leaves the events: nobody is told to delete them, and it is tried again", async () => {
  const document = await documentOf({ RetentionDays: 7 });
  const there = made();
  there.events.settling = "UPDATE_FAILED";
  const failed = plan(there, document, { replace: true }).then(perform);
  await expect(failed).rejects.toThrow(
    "event archive orders: events:UpdateArchive: it is UPDATE_FAILED: AWS gives no reason\n  help: correct what the reason says, and run the restore again with --replace: the events in it stay",
  );
  there.events.settling = "ENABLED";
  const again = await plan(there, document, { replace: true });
  expect([titles(again), again.warnings]).toEqual([
    ["replace: set event archive orders as it was"],
    ["event archive orders is there and is UPDATE_FAILED, so that it may keep no event: AWS gives no reason"],
  ]);
  await perform(again);
  expect(there.events.archives.get("orders")).toMatchObject({ RetentionDays: 7, State: "ENABLED" });
});

test("one that is there as it was and keeps nothing is told, and one that changes holds the restore", async () => {
  const document = await documentOf();
  const there = made();
  const live = there.events.archives.get("orders");
  Object.assign(live ?? {}, { State: "DISABLED", StateReason: "no key" });
  const disabled = await plan(there, document);
  expect([titles(disabled), disabled.warnings]).toEqual([
    ["keep: event archive orders is as it was"],
    ["event archive orders is there and is DISABLED, so that it may keep no event: no key"],
  ]);
  for (const State of ["CREATING", "UPDATING"] as const) {
    Object.assign(live ?? {}, { State });
    there.events.settling = State;
    expect(reasons(await plan(there, document))).toEqual([
      `held: event archive orders is ${State}: AWS takes no change of it meanwhile`,
    ]);
  }
});

test("a live archive that differs is changed with a word, and what that deletes is told before", async () => {
  const document = await documentOf({ RetentionDays: 7 });
  const there = made({ Description: "theirs", KmsKeyIdentifier: "alias/theirs" });
  expect(reasons(await plan(there, document))).toEqual([
    "live: event archive orders is there and differs: set event archive orders as it was",
  ]);
  const planned = await plan(there, document, { replace: true });
  expect(planned.warnings).toEqual([
    "event archive orders keeps events for ever now, and 7 days as it was: what is older is deleted",
  ]);
  await perform(planned);
  expect((await captured(there)).document).toEqual(document);
});

test("no update takes a pattern away or moves an archive to another bus", async () => {
  const there = made({ EventPattern: '{"source":["orders"]}' });
  expect(reasons(await plan(there, await documentOf(), { replace: true }))).toEqual([
    "inexpressible: event archive orders is there and has a pattern, which no call takes away; the point has none",
  ]);
  const own = await documentOf({ EventSourceArn: busAt(HOME, "default") });
  expect(reasons(await plan(made(), own, { replace: true }))).toEqual([
    `live: event archive orders is there and keeps the events of ${busAt()}, not of ${busAt(HOME, "default")}: an archive stays with its bus`,
  ]);
});

test("a lost answer to the making is no failure; another archive of that name is", async () => {
  const document = await documentOf({ RetentionDays: 7 });
  const there = empty(HOME);
  const [step] = (await plan(there, document)).steps;
  there.events.CreateArchive({ ArchiveName: "orders", EventSourceArn: busAt(), RetentionDays: 7 });
  await step?.perform?.(new Map());
  there.events.UpdateArchive({ ArchiveName: "orders", RetentionDays: 1 });
  await expect(step?.perform?.(new Map())).rejects.toThrow(
    "event archive orders: events:CreateArchive: one of that name was made meanwhile, and is another",
  );
});

test("an archive whose point holds events says how many, and the command that puts them on its bus", async () => {
  const records = {
    ...{ since: "2026-11-28T10:00:00.000Z", until: "2026-11-29T10:00:00.000Z" },
    ...{ bytes: 90_000, records: 1200 },
  };
  const { warnings } = await plan(empty(), await documentOf(), { records });
  expect(warnings).toEqual([
    EMPTY,
    expect.stringMatching(
      /^the point of event archive orders holds 1200 events from 2026-11-28T10:00:00.000Z to 2026-11-29T10:00:00.000Z, which npx zonekeep replay event-archive\/orders --point \S+ --site \S+ --region eu-west-1 puts on event bus shop, after arm/,
    ),
  ]);
});

test("what a run has made to read an archive is no rule and no queue of anybody's", async () => {
  const there = made();
  const name = "replay-for-zonekeep-20261129T101500Z-1f2e3d4c";
  for (const Name of [name, "replay-for-zonekeep-by-hand"])
    there.events.PutRule({ Name, EventBusName: "shop", EventPattern: '{"replay-name":["x"]}' });
  const { found } = await listedBy(eventRule, ports(there));
  expect(found.map(({ id }) => id)).toEqual(["shop/replay-for-zonekeep-by-hand"]);
});
