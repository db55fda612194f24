import { expect, test } from "vitest";
import type { JsonObject } from "../../../modules/contract/json.ts";
import { logFilter } from "../../../modules/protectors/log-filter/protector.ts";
import type { Captured } from "../../../modules/protectors/protector.ts";
import type { LogsPlace } from "../../support/conforming/logs-place.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import { perform } from "../../support/made-plan.ts";
import { noBytes } from "../../support/no-bytes.ts";
import { OPTIONS } from "../../support/sample-request.ts";
import {
  arnOf,
  calling,
  FUNCTION,
  GROUP,
  groupOf,
  made,
  NAME,
  PATTERN,
  placeOf,
  plan,
  portsOf,
} from "./place.ts";

function capture(place: LogsPlace, id = NAME): Promise<Captured<unknown> | undefined> {
  const arn = arnOf("logs", `log-group:${id}`);
  const item = { kind: "log-filter" as const, id, name: id, arn, related: [] };
  const ports = { ...portsOf(place), download: noBytes, spool: undefined, known: async () => undefined };
  return logFilter.capture(ports as never, item, OPTIONS);
}

test("a group is kept with its settings, policies, filters and tags, as they are written; what it looks for is sealed", async () => {
  const document = groupOf({
    settings: { kmsKeyId: arnOf("kms", "key/1"), retentionInDays: 14, deletionProtectionEnabled: true },
    transformer: [{ parseJSON: {} }],
    dataProtectionPolicy: { Name: "masked", Configuration: { CustomDataIdentifier: [{ Regex: "x-4711" }] } },
    indexPolicy: { Fields: ["id"] },
    subscriptionFilters: [
      calling(FUNCTION, { applyOnTransformedLogs: true, emitSystemFields: ["@aws.region"] }),
    ],
  });
  const captured = await capture(await made(document));
  const { transformer: _, ...clear } = document;
  const withoutPattern = ({ filterPattern: _, ...one }: JsonObject) => one;
  expect(captured?.document).toEqual({
    ...clear,
    dataProtectionPolicy: { Name: "masked" },
    metricFilters: document.metricFilters.map((one) => ({
      ...withoutPattern(one),
      applyOnTransformedLogs: false,
    })),
    subscriptionFilters: document.subscriptionFilters.map(withoutPattern),
  });
  expect(captured?.secrets).toEqual({
    sealed: {
      "metricFilters[errors].filterPattern": PATTERN,
      "subscriptionFilters[to-orders].filterPattern": PATTERN,
      transformer: [{ parseJSON: {} }],
      "dataProtectionPolicy.Configuration": { CustomDataIdentifier: [{ Regex: "x-4711" }] },
    },
  });
  expect(captured?.warnings).toEqual([]);
});

test("a group that never was is no error: Lambda makes a function's when it first runs", async () => {
  expect(await capture(placeOf())).toBeUndefined();
  // Another one's name begins like it.
  const place = placeOf();
  place.logs.CreateLogGroup({ logGroupName: `${NAME}-api` });
  expect(await capture(place)).toBeUndefined();
});

test("what the account gives every group is not the group's", async () => {
  const captured = await capture(await made(groupOf()));
  expect(captured?.document).not.toHaveProperty("indexPolicy");
});

test("of a group of another class only what it can have is asked", async () => {
  const place = placeOf();
  place.logs.CreateLogGroup({ logGroupName: NAME, logGroupClass: "DELIVERY" });
  place.logs.PutRetentionPolicy({ logGroupName: NAME, retentionInDays: 1 });
  const captured = await capture(place);
  // AWS keeps its events for a time of its own.
  expect(captured?.document).toMatchObject({ settings: { logGroupClass: "DELIVERY" }, metricFilters: [] });
  expect(captured?.document).not.toHaveProperty("settings.retentionInDays");
});

test("a class that is not known to have none is asked for filters and policies, and AWS's own refusal alone is none", async () => {
  const settings = { logGroupClass: "ESSENTIALS" };
  const bare = placeOf();
  bare.logs.CreateLogGroup({ logGroupName: NAME, logGroupClass: "ESSENTIALS" });
  expect((await capture(bare))?.document).toEqual({
    ...groupOf({ settings, metricFilters: [], subscriptionFilters: [], tags: {} }),
  });
  const whole = placeOf();
  whole.logs.whole.add("ESSENTIALS");
  await made(groupOf({ settings, transformer: [{ parseJSON: {} }] }), whole);
  expect((await capture(whole))?.document).toMatchObject({
    settings,
    metricFilters: [{ filterName: "errors" }],
    subscriptionFilters: [{ destinationArn: FUNCTION }],
  });
  const answer = awsError("ValidationException", 400, "Member must have length less than or equal to 512");
  whole.logs.wire.refusals.set("GetTransformer", [answer]);
  await expect(capture(whole)).rejects.toThrow("logs:GetTransformer");
});

test("days of a retention policy of the account are not kept as the group's own, and that is told", async () => {
  const place = await made(groupOf());
  for (const days of [30, undefined]) {
    place.logs.retention = { retentionPolicyName: "baseline", ...(days && { retentionInDays: days }) };
    const captured = await capture(place);
    expect(captured?.document).toMatchObject({ settings: { retentionPolicyName: "baseline" } });
    expect(captured?.document).not.toHaveProperty("settings.retentionInDays");
    expect(captured?.warnings).toEqual([
      `log group ${NAME} keeps its events as long as the account's retention policy baseline says: AWS tells no days of its own meanwhile, so none are in the point`,
    ]);
  }
});

test("a restore that has begun and not finished is told, and its mark is no tag of the group", async () => {
  const place = placeOf();
  const { steps, ids } = await plan(place, groupOf());
  await steps[0]?.perform?.(new Map(ids));
  const captured = await capture(place);
  expect(captured?.document).toMatchObject({ tags: { team: "shop" } });
  expect(captured?.warnings).toEqual([
    `a restore of log group ${NAME} has begun and not finished: what it has not made yet is not in the point`,
  ]);
  await perform(await plan(place, groupOf()));
  expect((await capture(place))?.warnings).toEqual([]);
});

test("a policy that is not JSON fails the capture, and is not shown", async () => {
  const place = await made(groupOf());
  const group = place.logs.groups.get(NAME);
  if (group !== undefined) group.dataProtectionPolicy = "canary-4711";
  await expect(capture(place)).rejects.toThrow(
    `logs:GetDataProtectionPolicy of ${NAME}: its policy is not a JSON object`,
  );
});

test("an ARN names a group with its streams or without, and nothing else is one", () => {
  const idOf = (arn: string) => {
    const [, partition = "", service = "", region = "", account = "", ...rest] = arn.split(":");
    return logFilter.spec.idOf({ partition, service, region, account, resource: rest.join(":") });
  };
  expect([GROUP, `${GROUP}:*`].map(idOf)).toEqual([NAME, NAME]);
  const others = [`${GROUP}:log-stream:x`, `${GROUP}*`, arnOf("logs", "destination:central"), FUNCTION];
  expect(others.map(idOf)).toEqual([undefined, undefined, undefined, undefined]);
});
