import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { logFilter } from "../../../modules/protectors/log-filter/protector.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import { POINT, perform, reasons, titles } from "../../support/made-plan.ts";
import {
  arm,
  arnOf,
  calling,
  ELSEWHERE,
  FUNCTION,
  filters,
  groupOf,
  made,
  NAME,
  OTHER,
  PATTERN,
  placeOf,
  plan,
  ROLE,
  STREAM,
} from "./place.ts";

const MARK = "zonekeep:restore";

describe("a group that is gone", () => {
  test("is made step by step, calls nobody until it is armed, and keeps no mark", async () => {
    const place = placeOf();
    const planned = await plan(place, groupOf());
    expect(titles(planned)).toEqual([
      `create: create log group ${NAME}`,
      `create: set retentionInDays of log group ${NAME}`,
      `create: put metric filter errors of log group ${NAME}`,
      `create: take the mark of the restore off log group ${NAME}`,
    ]);
    const title = `put subscription filter to-orders of log group ${NAME}, which calls ${FUNCTION}`;
    expect(planned.atArm).toEqual([{ title, call: "logs:PutSubscriptionFilter", effect: "create" }]);
    const ids = await perform(planned);
    expect(filters(place)).toEqual([]);
    expect(await arm(place, planned, ids)).toEqual([`written: ${title}`]);
    expect(filters(place)).toEqual(["to-orders"]);
    expect(await arm(place, planned, ids)).toEqual([`kept: ${title}`]);
    expect(place.logs.groups.get(NAME)?.tags).toEqual({ team: "shop" });
  });

  test("is gone on with by its mark, unless it is older than its point: whoever may tag can write that", async () => {
    const place = placeOf();
    place.logs.CreateLogGroup({
      logGroupName: NAME,
      tags: { [MARK]: createHash("sha256").update(POINT).digest("hex") },
    });
    expect(await plan(place, groupOf())).toMatchObject({ live: "ours", blocked: [] });
    place.logs.made = Date.UTC(2025, 11, 31);
    const planned = await plan(place, groupOf());
    expect(planned.live).toBe("there");
    expect(new Set(planned.blocked.map(({ because }) => because))).toEqual(new Set(["live"]));
  });

  test("has filters of any name, also one that every object has", async () => {
    const planned = await plan(
      placeOf(),
      groupOf({ subscriptionFilters: [calling(FUNCTION, { filterName: "constructor" })] }),
    );
    expect(planned.blocked).toEqual([]);
    expect(planned.atArm?.map(({ effect }) => effect)).toEqual(["create"]);
  });

  test("is made in one call, without a mark, where that is all of it", async () => {
    const place = placeOf();
    const planned = await plan(place, groupOf({ settings: {}, metricFilters: [] }));
    expect(titles(planned)).toEqual([`create: create log group ${NAME}`]);
    await perform(planned);
    expect(place.logs.writes().filter((name) => !/^Describe/.test(name))).toEqual(["CreateLogGroup"]);
  });

  test("gets fifty tags, the last one when the mark has gone", async () => {
    const place = placeOf();
    const tags = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`tag-${n}`, `${n}`]));
    await perform(await plan(place, groupOf({ tags })));
    expect(place.logs.groups.get(NAME)?.tags).toEqual(tags);
  });

  test("is continued without --replace by the restore that began it, and by no other", async () => {
    const place = placeOf();
    const { steps, ids } = await plan(place, groupOf());
    await steps[0]?.perform?.(new Map(ids));
    expect(place.logs.groups.get(NAME)?.tags[MARK]).toMatch(/^[0-9a-f]{64}$/);
    const again = await plan(place, groupOf());
    expect([again.live, again.blocked]).toEqual(["ours", []]);
    const other = await plan(place, groupOf(), { point: "another" });
    expect(other.live).toBe("there");
    expect(reasons(other)).toContain(
      `live: log group ${NAME} is there and differs: set retentionInDays of log group ${NAME}`,
    );
    await perform(again);
    expect(place.logs.groups.get(NAME)?.tags).toEqual({ team: "shop" });
  });
});

describe("a metric filter that counts into the namespace of zonekeep's own metrics", () => {
  const feeding = groupOf({
    metricFilters: [
      {
        filterName: "feeding",
        filterPattern: PATTERN,
        metricTransformations: [{ metricName: "RunsBegun", metricNamespace: "zonekeep", metricValue: "1" }],
      },
    ],
  });
  const said =
    `own: metric filter feeding of log group ${NAME} counts into the namespace zonekeep, which zonekeep's own alarms ` +
    "look at: they would ring, or miss no run, by what is logged there";

  test("holds up the restore by name, also with --replace, and --skip is the way out", async () => {
    const place = placeOf();
    const planned = await plan(place, feeding);
    expect(reasons(planned)).toEqual([said]);
    expect(planned.blocked[0]?.hint).toContain("say --skip metric-filter/feeding");
    expect(planned.parts).toEqual(["metric-filter/feeding"]);
    const there = await made(groupOf({ metricFilters: [] }));
    expect(reasons(await plan(there, feeding, { replace: true }))).toEqual([said]);

    const skipped = await plan(place, feeding, { skip: new Set(["metric-filter/feeding"]) });
    expect(skipped.blocked).toEqual([]);
    expect(skipped.warnings).toContain(
      `metric filter feeding of log group ${NAME} is left out, as --skip metric-filter/feeding says`,
    );
    await perform(skipped);
    expect([...(place.logs.groups.get(NAME)?.metricFilters.keys() ?? [])]).toEqual([]);
  });

  test("and is there as it was is nothing that the restore writes", async () => {
    const place = await made(groupOf({ metricFilters: [] }));
    for (const one of feeding.metricFilters)
      place.logs.PutMetricFilter({ ...one, logGroupName: NAME } as never);
    expect((await plan(place, feeding)).blocked).toEqual([]);
  });
});

describe("a group that is there", () => {
  test("and is the same is left alone", async () => {
    const place = await made(groupOf());
    const planned = await plan(place, groupOf());
    expect(titles(planned)).toEqual([`keep: log group ${NAME} is as it was`]);
    expect([planned.blocked, planned.atArm]).toEqual([[], []]);
  });

  test("of another retention is changed only where that is said, for a shorter one deletes events", async () => {
    const place = await made(groupOf({ settings: { retentionInDays: 3653 } }));
    expect(reasons(await plan(place, groupOf()))).toEqual([
      `live: log group ${NAME} is there and differs: set retentionInDays of log group ${NAME}`,
    ]);
    await perform(await plan(place, groupOf(), { replace: true }));
    expect(place.logs.groups.get(NAME)?.settings.retentionInDays).toBe(14);
    await perform(await plan(place, groupOf({ settings: {} }), { replace: true }));
    expect(place.logs.groups.get(NAME)?.settings.retentionInDays).toBeUndefined();
  });

  test("keeps its own retention where the account's policy tells one, then or now: no event goes by the account's days", async () => {
    const ruled = groupOf({ settings: { retentionPolicyName: "baseline" } });
    const place = await made(groupOf({ settings: { retentionInDays: 3653 } }));
    const then = await plan(place, ruled, { replace: true });
    expect(titles(then)).toEqual([`keep: log group ${NAME} is as it was`]);
    expect(then.warnings).toEqual([
      `log group ${NAME} kept its events as long as the account's retention policy baseline said: days of its own are not in the point, and none are written`,
    ]);
    place.logs.retention = { retentionPolicyName: "longer", retentionInDays: 365 };
    const now = await plan(place, groupOf(), { replace: true });
    expect(titles(now)).toEqual([`keep: log group ${NAME} is as it was`]);
    expect(now.warnings).toEqual([
      `log group ${NAME} keeps its events as long as the account's retention policy longer says: its own 14 days are not compared, and not written`,
    ]);
    expect(place.logs.groups.get(NAME)?.settings.retentionInDays).toBe(3653);
    expect(
      logFilter.differences(
        groupOf(),
        { ...groupOf(), settings: { retentionPolicyName: "longer" } },
        {},
        { armed: true },
      ),
    ).toEqual([]);
  });

  test("that is gone comes back with its own days also where the account's policy has others: they count once it is gone", async () => {
    const place = placeOf();
    place.logs.retention = { retentionPolicyName: "longer", retentionInDays: 365 };
    await made(groupOf(), place);
    expect(place.logs.groups.get(NAME)?.settings.retentionInDays).toBe(14);
    expect(titles(await plan(place, groupOf()))).toEqual([`keep: log group ${NAME} is as it was`]);
  });

  test("keeps what the point does not have, and the plan says so", async () => {
    const kmsKeyId = arnOf("kms", "key/1");
    const place = await made(
      groupOf({
        settings: { kmsKeyId, deletionProtectionEnabled: true },
        dataProtectionPolicy: { Name: "masked" },
      }),
    );
    const planned = await plan(place, groupOf({ settings: {}, metricFilters: [] }), { replace: true });
    expect(titles(planned)).toEqual([`keep: log group ${NAME} is as it was`]);
    expect(planned.warnings).toEqual(
      ["kmsKeyId", "deletionProtectionEnabled", "dataProtectionPolicy", "metric filter errors"].map(
        (what) => `${what} of log group ${NAME} is not in the point; it stays`,
      ),
    );
  });

  test("of another class is another group", async () => {
    const place = await made(
      groupOf({
        settings: { logGroupClass: "INFREQUENT_ACCESS" },
        metricFilters: [],
        subscriptionFilters: [],
      }),
    );
    const planned = await plan(place, groupOf({ settings: {}, metricFilters: [] }), { replace: true });
    expect(reasons(planned)).toContain(
      `inexpressible: log group ${NAME} is there, and its logGroupClass cannot be changed`,
    );
  });

  test("gets a key, a policy and a protection that it lacks where that is said", async () => {
    const place = await made(groupOf({ settings: {}, metricFilters: [] }));
    const wanted = groupOf({
      settings: {
        kmsKeyId: arnOf("kms", "key/1"),
        deletionProtectionEnabled: true,
        bearerTokenAuthenticationEnabled: true,
      },
      dataProtectionPolicy: { Name: "masked" },
      indexPolicy: { Fields: ["id"] },
      transformer: [{ parseJSON: {} }],
      metricFilters: [],
    });
    await perform(await plan(place, wanted, { replace: true }));
    expect(titles(await plan(place, wanted))).toEqual([`keep: log group ${NAME} is as it was`]);
    expect(place.logs.called()).toContain("AssociateKmsKey");
  });
});

describe("filters of others", () => {
  const theirs = (filterName: string) => ({
    ...{ logGroupName: NAME, filterName, filterPattern: "theirs", destinationArn: OTHER },
  });

  test("stay, beside ours where there is room", async () => {
    const place = await made(groupOf({ subscriptionFilters: [] }));
    place.logs.PutSubscriptionFilter(theirs("theirs"));
    const before = structuredClone(place.logs.groups.get(NAME)?.subscriptionFilters.get("theirs"));
    const planned = await plan(place, groupOf(), { together: new Set([FUNCTION]) });
    expect(planned.blocked).toEqual([]);
    await arm(place, planned, await perform(planned));
    expect(filters(place)).toEqual(["theirs", "to-orders"]);
    expect(place.logs.groups.get(NAME)?.subscriptionFilters.get("theirs")).toEqual(before);
  });

  test("leave no room where they are five: the plan says so, and so does arm", async () => {
    const place = await made(groupOf({ subscriptionFilters: [] }));
    for (const name of ["a", "b", "c", "d", "e"]) place.logs.PutSubscriptionFilter(theirs(name));
    const planned = await plan(place, groupOf());
    const why =
      "room for 5 subscription filters, and others' are there (a, b, c, d, e): to-orders cannot come back";
    expect(reasons(planned)).toEqual([`quota: log group ${NAME} has ${why}`]);
    await expect(arm(place, planned, new Map(planned.ids))).rejects.toThrow(why);
    expect(filters(place)).toEqual(["a", "b", "c", "d", "e"]);
  });

  test("that are gone stay gone where only the function comes back", async () => {
    const place = await made(groupOf({ subscriptionFilters: [] }));
    place.logs.PutSubscriptionFilter(theirs("kept"));
    const both = groupOf({ subscriptionFilters: [calling(OTHER), calling(FUNCTION)] });
    const planned = await plan(place, both, { together: new Set([FUNCTION]) });
    expect(planned.atArm?.map(({ title }) => title)).toEqual([
      `put subscription filter to-orders of log group ${NAME}, which calls ${FUNCTION}`,
    ]);
    expect(planned.warnings).toEqual([
      `filter to-billing of log group ${NAME} called ${OTHER} and is gone: that is left, for it is not restored with it`,
    ]);
  });
});

test("a filter of ours that was changed is put as it was where that is said, and arm tells what differed", async () => {
  const place = await made(groupOf());
  const live = place.logs.groups.get(NAME)?.subscriptionFilters;
  live?.set("to-orders", { ...live.get("to-orders"), distribution: "Random" });
  const refused = await plan(place, groupOf());
  expect(reasons(refused)).toEqual([
    `live: subscription filter to-orders of log group ${NAME} is there and differs`,
  ]);
  await expect(arm(place, refused, new Map(refused.ids))).rejects.toThrow(
    "subscription filter to-orders is there, and its distribution differs",
  );
  const notes: string[] = [];
  const planned = await plan(place, groupOf(), { replace: true });
  await arm(place, planned, await perform(planned), notes);
  expect(notes).toEqual([
    `log group ${NAME}: distribution of subscription filter to-orders differed, and is as it was`,
  ]);
  expect(live?.get("to-orders")?.distribution).toBe("ByLogStream");
});

test("what a filter emits and the point does not have is taken away, though a put that leaves it out keeps it", async () => {
  const [metric = {}] = groupOf().metricFilters;
  const more = { emitSystemFields: ["@aws.account"], fieldSelectionCriteria: '@aws.region = "us-east-1"' };
  const place = await made(
    groupOf({
      subscriptionFilters: [calling(FUNCTION, more)],
      metricFilters: [{ ...metric, emitSystemFieldDimensions: ["@aws.account"] }],
    }),
  );
  const planned = await plan(place, groupOf(), { replace: true });
  await arm(place, planned, await perform(planned));
  const again = await plan(place, groupOf());
  expect([reasons(again), again.atArm, again.steps.map(({ effect }) => effect)]).toEqual([[], [], ["keep"]]);
});

test("a version that did not come back is not called, and arm says which filter called it", async () => {
  const place = placeOf();
  const document = groupOf({ subscriptionFilters: [calling(`${FUNCTION}:7`, { filterName: "pinned" })] });
  const planned = await plan(place, document, { together: new Set([FUNCTION]) });
  await perform(planned);
  await arm(place, planned, new Map([[`${FUNCTION}:7`, `${FUNCTION}:9`]]));
  const put = place.logs.groups.get(NAME)?.subscriptionFilters.get("pinned");
  expect(put?.destinationArn).toBe(`${FUNCTION}:9`);
  await expect(arm(place, planned, new Map([[`${FUNCTION}:6`, `${FUNCTION}:1`]]))).rejects.toThrow(
    "the version that filter pinned called did not come back",
  );
});

test("a function that its own log group calls calls itself for ever: the plan warns", async () => {
  const name = "/aws/lambda/orders";
  const { warnings } = await plan(placeOf(), groupOf({ name }));
  expect(warnings).toEqual([
    `filter to-orders of log group ${name} calls function orders, which writes there: it calls itself for ever, ` +
      "unless the filter takes no line that comes of such a call",
  ]);
});

test("the role by which Logs writes to a stream, and the key, have to be there", async () => {
  const place = placeOf();
  place.absent.add(ROLE).add(arnOf("kms", "key/1"));
  const document = groupOf({
    settings: { kmsKeyId: arnOf("kms", "key/1") },
    subscriptionFilters: [calling(STREAM, { roleArn: ROLE })],
  });
  expect(reasons(await plan(place, document))).toEqual([
    `key: key ${arnOf("kms", "key/1")} of log group ${NAME} does not exist or is not enabled`,
    `role: role ${ROLE} of log group ${NAME} does not exist`,
  ]);
});

describe("elsewhere", () => {
  test("key, stream and function go by the map, and patterns stay to the letter", async () => {
    const place = placeOf(ELSEWHERE);
    const filterPattern = `"${STREAM}"`;
    const document = groupOf({
      settings: { kmsKeyId: arnOf("kms", "key/1") },
      subscriptionFilters: [
        calling(FUNCTION),
        calling(STREAM, { filterName: "to-stream", roleArn: ROLE, filterPattern }),
      ],
    });
    const blocked = await plan(place, document);
    expect(blocked.blocked.map(({ message }) => message.split(": ").slice(0, 2).join(": "))).toEqual([
      `settings.kmsKeyId: ${arnOf("kms", "key/1")}`,
      `subscriptionFilters[0].destinationArn: ${FUNCTION}`,
      `subscriptionFilters[1].destinationArn: ${STREAM}`,
    ]);
    const there = (arn: string): string => arn.replace("us-east-1", "eu-west-1");
    const map = Object.fromEntries([arnOf("kms", "key/1"), FUNCTION, STREAM].map((arn) => [arn, there(arn)]));
    const planned = await plan(place, document, { map });
    expect(planned.blocked).toEqual([]);
    await arm(place, planned, await perform(planned));
    const put = place.logs.groups.get(NAME)?.subscriptionFilters.get("to-stream");
    expect(put).toMatchObject({ destinationArn: there(STREAM), filterPattern });
  });

  test("a group that comes along calls what comes with it; the rest is said", async () => {
    const document = groupOf({ subscriptionFilters: [calling(FUNCTION), calling(OTHER)] });
    const planned = await plan(placeOf(ELSEWHERE), document, {
      restored: new Set([FUNCTION]),
      map: { [FUNCTION]: arnOf("lambda", "function:orders", ELSEWHERE) },
    });
    expect(planned.blocked).toEqual([]);
    expect(planned.atArm).toHaveLength(1);
    expect(planned.warnings).toEqual([
      `filter to-billing of log group ${NAME} called ${OTHER}, which is not restored with it: it no longer does; ` +
        "map it to what stands for it if it is to",
    ]);
  });
});

test("what people look for in their logs shows in no plan, and in no error though AWS repeats it", async () => {
  const place = placeOf();
  const planned = await plan(place, groupOf());
  const { activation: _, ...shown } = planned;
  expect(JSON.stringify(shown)).not.toContain("canary-4711");
  const why = `1 validation error detected: Value '${PATTERN}' at 'filterPattern' failed`;
  place.logs.PutMetricFilter = place.logs.PutSubscriptionFilter = () => {
    throw awsError("InvalidParameterException", 400, why);
  };
  for (const act of [() => perform(planned), () => arm(place, planned, new Map(planned.ids))]) {
    const error = await act().then(
      () => undefined,
      (thrown: Error) => thrown,
    );
    expect(error?.message).toContain("Value '***' at 'filterPattern' failed");
    expect(`${error?.message}${error?.stack}`).not.toContain("canary-4711");
  }
});

test("a name that no group can have is said before anything is asked", async () => {
  const place = placeOf();
  const planned = await plan(place, groupOf(), { name: "aws/orders" });
  expect(reasons(planned)[0]).toMatch(/^inexpressible: aws\/orders cannot be the name of a log group/);
  expect(place.logs.called()).toEqual([]);
});

test("what the map does not know of another account's is asked for", async () => {
  const destination = "arn:aws:logs:us-east-1:999988887777:destination:central";
  const document = groupOf({ subscriptionFilters: [calling(destination)] });
  expect((await plan(placeOf(), document)).blocked).toEqual([]);
  expect((await plan(placeOf(ELSEWHERE), document)).blocked).toHaveLength(1);
});
