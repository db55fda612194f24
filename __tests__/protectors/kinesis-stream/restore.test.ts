import { expect, test } from "vitest";
import { kinesisStream } from "../../../modules/protectors/kinesis-stream/protector.ts";
import { functionIds, resolve } from "../../../modules/protectors/lambda/restore/ids.ts";
import { thingAt } from "../../../modules/protectors/thing-at.ts";
import { inWaves } from "../../../modules/restore/order.ts";
import { arnOf, consumerOf, evenly, policyOf, shardsAt, streamOf } from "../../support/arbitrary-stream.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import { perform } from "../../support/made-plan.ts";
import { capture, captured, placeOf, planned } from "./place.ts";

const SHARDS = shardsAt([4711n, 2n ** 127n]);

test("a stream is made with the shards that need the fewest splits, and says that it comes back empty", async () => {
  const place = placeOf();
  const plan = await planned(place, streamOf("clicks", { shards: SHARDS, retentionPeriodHours: 48 }));
  expect(plan.steps.map(({ title }) => title)).toEqual([
    "create stream clicks, with 2 shards",
    "split 1 shard of stream clicks",
    "set retention of 48 hours of stream clicks",
    "unmark stream clicks: it is restored",
  ]);
  expect(plan.warnings).toEqual([
    "stream clicks comes back empty: its records are not in the point (zonekeep archive keeps them, by hand)",
  ]);
  await perform(plan);
  expect(await captured(place)).toEqual(streamOf("clicks", { shards: SHARDS, retentionPeriodHours: 48 }));
});

test("a stream whose point holds records says how many, and the command that puts them back", async () => {
  const kept = { since: "2026-11-28T10:00:00.000Z", until: "2026-11-29T10:00:00.000Z", bytes: 90_000 };
  const records = { ...kept, records: 1200 };
  const plan = await planned(placeOf(), streamOf("clicks"), { records });
  expect(plan.warnings).toEqual([
    "stream clicks comes back empty: its point holds 1200 records from 2026-11-28T10:00:00.000Z to 2026-11-29T10:00:00.000Z, which npx zonekeep replay kinesis-stream/clicks --point 20260101T000000Z-0badcafe --site us-east-1 --region us-east-1 puts into it, before arm (with --from REGION out of a copy)",
  ]);
});

test("a stream that is being deleted is waited for, and made anew", async () => {
  const place = placeOf();
  const stream = place.put(streamOf("clicks"));
  stream.status = "DELETING";
  const plan = await planned(place, streamOf("clicks"));
  expect(plan.live).toBe("absent");
  expect(plan.warnings).toContain("stream clicks is being deleted: it is made again when that is done");
  let refusals = 0;
  place.kinesis.wire.before = ({ name }) => {
    if (name === "CreateStream" && ++refusals === 3) place.kinesis.streams.delete("clicks");
    return undefined;
  };
  await perform(plan);
  expect(refusals).toBe(3);
  expect(await captured(place)).toEqual(streamOf("clicks"));
});

test("a stream that somebody made meanwhile is not taken for ours", async () => {
  const place = placeOf();
  const plan = await planned(place, streamOf("clicks"));
  place.put(streamOf("clicks", { retentionPeriodHours: 72 }));
  await expect(perform(plan)).rejects.toThrow("one of that name was made meanwhile, and is another");
  expect(await captured(place)).toMatchObject({ retentionPeriodHours: 72 });
});

test("a request whose answer was lost has made it once, consumer included", async () => {
  const place = placeOf();
  const document = streamOf("clicks", { consumers: [consumerOf("clicks", "intake")] });
  const plan = await planned(place, document);
  const lost = new Set(["CreateStream", "RegisterStreamConsumer"]);
  const { kinesis } = place;
  for (const name of ["CreateStream", "RegisterStreamConsumer"] as const) {
    const real = kinesis[name].bind(kinesis) as (input: object) => object;
    Object.assign(kinesis, {
      [name]: (input: object) => {
        const answer = real(input);
        if (lost.delete(name)) throw awsError("ServiceUnavailable", 503);
        return answer;
      },
    });
  }
  const ids = await perform(plan);
  expect(ids.get(consumerOf("clicks", "intake").arn)).toMatch(/consumer\/intake:\d+$/);
  expect((await captured(place))?.consumers).toHaveLength(1);
});

test("one that lives and differs is left alone, each difference named", async () => {
  const place = placeOf();
  place.put(streamOf("clicks", { shards: evenly(3), keyId: "alias/other" }));
  const { blocked, warnings } = await planned(place, streamOf("clicks", { shards: evenly(2) }));
  expect(blocked.map(({ message }) => message)).toEqual([
    "stream clicks is there and differs: split 1 shard of stream clicks",
    "stream clicks is there and differs: merge 2 pairs of shards of stream clicks",
    "stream clicks is there and differs: stop the encryption of stream clicks",
  ]);
  expect(warnings).toContain(
    "shards of stream clicks are split and merged 3 times, one after the other: each may take AWS a minute",
  );
});

test("a shorter retention says which records expire", async () => {
  const place = placeOf();
  place.put(streamOf("clicks", { retentionPeriodHours: 168 }));
  const { warnings } = await planned(place, streamOf("clicks"), { replace: true });
  expect(warnings).toContain(
    "stream clicks keeps records for 168 hours now: those older than 24 hours will expire",
  );
});

test("warm throughput comes back where the account has committed to a minimum, and is told elsewhere", async () => {
  const document = streamOf("clicks", { mode: "ON_DEMAND", warmThroughputMiBps: 100 });
  const committed = placeOf();
  await perform(await planned(committed, document));
  expect(await captured(committed)).toEqual(document);
  const other = placeOf();
  other.kinesis.commitment = "DISABLED";
  const plan = await planned(other, document);
  expect(plan.warnings.join()).toContain("comes back without its warm throughput of 100 MiB/s");
  await perform(plan);
  expect(await captured(other)).not.toHaveProperty("warmThroughputMiBps");
});

test("an on-demand stream comes back with who says where its records go, and a live one is told what its producers will notice", async () => {
  const document = streamOf("clicks", { mode: "ON_DEMAND", recordDistributionStrategy: "AUTO" });
  const place = placeOf();
  place.put(document);
  expect(await captured(place)).toEqual(document);
  const lost = placeOf();
  await perform(await planned(lost, document));
  expect(await captured(lost)).toEqual(document);
  const keyed = streamOf("clicks", { mode: "ON_DEMAND" });
  expect((await planned(lost, keyed)).blocked.map(({ message }) => message)).toEqual([
    "stream clicks is there and differs: set record distribution USER_PARTITION_KEY of stream clicks",
  ]);
  const plan = await planned(lost, keyed, { replace: true });
  expect(plan.warnings).toEqual([
    "stream clicks takes records without a partition key now: from then on Kinesis refuses them",
  ]);
  await perform(plan);
  expect(await captured(lost)).toEqual(keyed);
  await perform(await planned(lost, document, { replace: true }));
  expect(await captured(lost)).toEqual(document);
});

test("a point that does not know who says where records go leaves it as it is", async () => {
  const { recordDistributionStrategy: _, ...older } = streamOf("clicks", { mode: "ON_DEMAND" });
  const place = placeOf();
  place.put(streamOf("clicks", { mode: "ON_DEMAND", recordDistributionStrategy: "AUTO" }));
  expect((await planned(place, older)).steps.map(({ title }) => title)).toEqual([
    "stream clicks is as it was",
  ]);
  const now = await captured(place);
  if (now === undefined) throw new Error("it is gone");
  expect(kinesisStream.differences(older, now, {}, { armed: true })).toEqual([]);
});

test("channels that deliver its records to S3 are told by a capture and by the plan of one that is lost, for none is made", async () => {
  const document = streamOf("clicks", { channels: 2 });
  const place = placeOf();
  place.put(document);
  expect(await capture(place)).toMatchObject({
    document: { channels: 2 },
    warnings: [
      "stream clicks delivers its records to S3 by channels (2), which are not kept: a restore makes none",
    ],
  });
  const lost = placeOf();
  const plan = await planned(lost, document);
  expect(plan.warnings).toContain(
    "stream clicks comes back without the channels that delivered its records to S3 (2): they are not in the point; make them again (aws kinesis create-channel)",
  );
  await perform(plan);
  expect(await capture(lost)).toMatchObject({ warnings: [] });
  expect((await planned(place, document)).warnings).toEqual([]);
});

test("a policy that anybody may use comes back only when that is said", async () => {
  const open = { ...policyOf(arnOf("clicks"), "all") };
  const Statement = [{ Sid: "all", Effect: "Allow", Principal: "*", Action: "*", Resource: arnOf("clicks") }];
  const document = streamOf("clicks", { policy: { ...open, Statement } });
  expect((await planned(placeOf(), document)).blocked).toMatchObject([{ because: "public" }]);
  expect((await planned(placeOf(), document, { allowPublic: true })).blocked).toEqual([]);
});

test("numbers of a policy are captured and put again to the letter", async () => {
  const text = `{"Version":"2012-10-17","Statement":[{"Sid":"late","Effect":"Deny","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kinesis:PutRecord","Resource":"${arnOf("clicks")}","Condition":{"NumericGreaterThan":{"aws:MultiFactorAuthAge":9007199254740993,"aws:TokenIssueTime":4.0}}}]}`;
  const place = placeOf();
  place.put(streamOf("clicks"));
  place.kinesis.PutResourcePolicy({ ResourceARN: arnOf("clicks"), Policy: text });
  const document = await captured(place);
  if (document === undefined) throw new Error("it is gone");
  const there = placeOf();
  await perform(await planned(there, document));
  const { Policy } = there.kinesis.GetResourcePolicy({ ResourceARN: arnOf("clicks") });
  expect(Policy.match(/"Numeric.*?\}/)?.[0]).toBe(
    '"NumericGreaterThan":{"aws:MultiFactorAuthAge":9007199254740993,"aws:TokenIssueTime":4.0}',
  );
});

test("a throttled call is repeated, and a quota is not", async () => {
  const place = placeOf();
  const plan = await planned(place, streamOf("clicks"));
  let asked = 0;
  place.kinesis.wire.before = ({ name }) =>
    name === "CreateStream" && ++asked < 3
      ? awsError("LimitExceededException", 400, "Rate exceeded for account 111122223333.")
      : undefined;
  await perform(plan);
  expect(asked).toBe(3);
  const full = placeOf();
  const other = await planned(full, streamOf("clicks"));
  full.kinesis.wire.before = ({ name }) =>
    name === "CreateStream"
      ? awsError("LimitExceededException", 400, "This request would exceed the shard limit for the account")
      : undefined;
  await expect(perform(other)).rejects.toThrow("would exceed the shard limit");
  expect(full.kinesis.called().filter((name) => name === "CreateStream")).toHaveLength(1);
});

test("a consumer is its stream: followed to it, made after it, and bound to the ARN that it got", () => {
  const { arn } = consumerOf("clicks", "intake");
  const stream = arnOf("clicks");
  expect(thingAt(arn)).toEqual({ kind: "kinesis-stream", id: "clicks", arn: stream });
  const own = "arn:aws:lambda:us-east-1:111122223333:function:orders";
  const reader = { arn: own, references: [{ path: "mappings[0]", to: arn, needs: "before" as const }] };
  const other = { arn: `${stream}-other`, references: [] };
  const order = inWaves([reader, other, { arn: stream, references: [] }]).map((wave) =>
    wave.map((one) => one.arn),
  );
  expect(order).toEqual([[other.arn, stream], [own]]);
  const ids = functionIds(new Map([[arn, `${stream}/consumer/intake:1800000000`]]), own, own);
  expect(resolve({ EventSourceArn: arn }, own, ids)).toEqual({
    EventSourceArn: `${stream}/consumer/intake:1800000000`,
  });
});

test("a consumer that is being deregistered is no part of a point, and is registered anew once it is gone", async () => {
  const place = placeOf();
  const document = streamOf("clicks", { consumers: [consumerOf("clicks", "intake")] });
  place.put(document);
  const consumers = place.kinesis.streams.get("clicks")?.consumers ?? new Map();
  const old = consumers.get("intake");
  if (old !== undefined) old.deleting = true;
  expect((await captured(place))?.consumers).toEqual([]);
  const plan = await planned(place, document, { replace: true });
  expect(plan.steps.map(({ title }) => title)).toContain("register consumer intake of stream clicks");
  let refusals = 0;
  place.kinesis.wire.before = ({ name }) => {
    if (name === "RegisterStreamConsumer" && ++refusals === 3) consumers.delete("intake");
    return undefined;
  };
  await perform(plan);
  expect(refusals).toBe(3);
  expect(consumers.get("intake")?.arn).not.toBe(old?.arn);
});

test("a throttle of KMS is waited for", async () => {
  const place = placeOf();
  const throttled = awsError("KMSThrottlingException", 400, "slow down");
  place.kinesis.wire.refusals.set("CreateStream", [throttled, throttled]);
  await perform(await planned(place, streamOf("clicks")));
  expect(await captured(place)).toEqual(streamOf("clicks"));
});
