import { expect, test } from "vitest";
import { AWAY, apply, captured, FUNCTION, HOME, listed, made, place, RULE, request } from "./place.ts";

const QUEUE = "https://sqs.us-east-1.amazonaws.com/111122223333/orders";
const MAP = { [FUNCTION]: FUNCTION.replace("us-east-1", "eu-west-1") };

test("names stay, and ARNs become those of the destination", async () => {
  const source = await made({ EventBusName: "shop" });
  const { translation } = request(await captured(source, "shop/nightly"), { map: MAP }, AWAY);
  expect(translation).toMatchObject({
    missing: [],
    document: {
      arn: `arn:aws:events:eu-west-1:${HOME.account}:rule/shop/nightly`,
      busArn: `arn:aws:events:eu-west-1:${HOME.account}:event-bus/shop`,
      targets: [{ Id: "t0", Arn: MAP[FUNCTION] }],
    },
  });
});

test("a rule comes back on the bus of its bus's name; another bus is said by the rule's own name", async () => {
  const one = await captured(await made({ EventBusName: "shop" }), "shop/nightly");
  const bus = `arn:aws:events:us-east-1:${HOME.account}:event-bus/shop`;
  const moved = request(one, { map: { [bus]: `${bus}-2` } }).translation;
  expect(moved.missing).toMatchObject([{ path: "busArn", value: bus }]);
  expect(request(one, { name: "shop-2/nightly" }).translation.document).toMatchObject({
    bus: "shop-2",
    busArn: `${bus}-2`,
  });
});

test("a pattern looks for events of its own region and account there, and for named things that the map knows", async () => {
  const pattern = { region: ["us-east-1", "ap-south-1"], account: [HOME.account], resources: [FUNCTION] };
  const source = await made({ EventPattern: JSON.stringify(pattern) });
  const { translation } = request(await captured(source), { map: MAP }, { ...AWAY, account: "444455556666" });
  expect(translation.missing).toEqual([]);
  expect(translation.document.settings.EventPattern).toEqual({
    region: ["eu-west-1", "ap-south-1"],
    account: ["444455556666"],
    resources: [MAP[FUNCTION]],
  });
});

test("a pattern takes the events of the bucket that the map names, and without one the rule is blocked", async () => {
  const detail = { bucket: { name: ["in", { prefix: "in" }] }, object: { key: ["in"] } };
  const source = await made({ EventPattern: JSON.stringify({ source: ["aws.s3"], detail }) });
  const one = await captured(source);
  const { document, secrets, missing } = request(
    one,
    { map: { ...MAP, "arn:aws:s3:::in": "arn:aws:s3:::in-eu" } },
    AWAY,
  ).translation;
  expect(missing).toEqual([]);
  expect(document.settings.EventPattern).toEqual({ source: ["aws.s3"] });
  expect(secrets).toEqual({
    sealed: {
      "settings.EventPattern.detail": { ...detail, bucket: { name: ["in-eu", { prefix: "in" }] } },
    },
  });
  expect(request(one, { map: MAP }, AWAY).translation.missing).toEqual([
    {
      path: "settings.EventPattern.detail.bucket.name",
      value: "in",
      reason:
        "S3 hands events to EventBridge of the bucket's own region; name the bucket that stands for it in eu-west-1",
    },
  ]);
  expect(request(one).translation.secrets).toEqual({ sealed: { "settings.EventPattern.detail": detail } });
});

test("a template keeps all but the texts that the map has, and what is bound to the source is warned of and not shown", async () => {
  const template = `{ "to": "${FUNCTION}", "${FUNCTION}": <id>,\n "of": "a ${QUEUE} b", "n": 12345678901234567890 }`;
  const source = await made({}, [
    { InputTransformer: { InputPathsMap: { id: "$.id" }, InputTemplate: template } },
  ]);
  const { secrets, warnings } = request(await captured(source), { map: MAP }, AWAY).translation;
  expect(secrets?.targets.t0).toEqual({
    InputTransformer: { InputTemplate: template.replace(`"to": "${FUNCTION}"`, `"to": "${MAP[FUNCTION]}"`) },
  });
  expect(warnings).toEqual([
    "what target t0 of event rule default/nightly is told still names something of us-east-1 or its account; if that is lost too, map the value it has",
  ]);
});

test("a text that is no JSON is one value, and a template of a text is another", async () => {
  const source = await made({}, [
    { Input: QUEUE },
    { InputTransformer: { InputPathsMap: {}, InputTemplate: `"${RULE}"\n"<aws.events.rule-arn>"` } },
  ]);
  const to = QUEUE.replace("us-east-1", "eu-west-1");
  const { secrets, warnings, used } = request(
    await captured(source),
    { map: { ...MAP, [QUEUE]: to } },
    AWAY,
  ).translation;
  expect(secrets?.targets).toEqual({
    t0: { Input: to },
    t1: {
      InputTransformer: {
        InputTemplate: `"${RULE.replace("us-east-1", "eu-west-1")}"\n"<aws.events.rule-arn>"`,
      },
    },
  });
  expect({ warnings, used }).toEqual({ warnings: [], used: [FUNCTION, QUEUE].sort() });
});

test("what a target is told, of every kind of target, is in no document", async () => {
  const secret = "canary-1234";
  const told = [
    { Input: `"${secret}"` },
    { InputTransformer: { InputTemplate: `"${secret}"` } },
    { HttpParameters: { QueryStringParameters: { key: secret } } },
    { RedshiftDataParameters: { Database: "shop", Sql: secret } },
    { AppSyncParameters: { GraphQLOperation: secret } },
  ];
  const { document, secrets } = await captured(await made({}, told));
  expect(JSON.stringify(document)).not.toContain(secret);
  expect(JSON.stringify(document)).toContain('"RedshiftDataParameters":{"Database":"shop"}');
  expect(JSON.stringify(secrets).split(secret)).toHaveLength(told.length + 1);
});

test("alternatives of a pattern, and names that are joined by dots, mean what they mean beside them", async () => {
  const other = { source: ["shop"], detail: { bucket: { name: ["in"] } } };
  const either = [{ source: ["aws.s3"] }, { account: [HOME.account] }];
  const pattern = {
    $or: [
      { source: ["aws.s3"], "detail.bucket.name": ["in"], region: ["us-east-1"] },
      {
        $or: either,
        detail: { $or: [{ bucket: { name: ["in"] } }] },
      },
      other,
    ],
  };
  const there = await made({ EventPattern: JSON.stringify(pattern) });
  const one = await captured(there);
  expect((await listed(there)).found[0]?.related.map(({ arn }) => arn)).toEqual(["arn:aws:s3:::in"]);
  const shown = { source: ["aws.s3"], region: ["us-east-1"] };
  expect(one.document.settings.EventPattern).toEqual({
    $or: [shown, { $or: either }, { source: ["shop"] }],
  });
  const map = { ...MAP, "arn:aws:s3:::in": "arn:aws:s3:::in-eu" };
  const asked = request(one, { map }, { ...AWAY, account: "444455556666" });
  expect(asked.translation.missing).toEqual([]);
  const away = place({ ...AWAY, account: "444455556666" });
  await apply(away, asked);
  expect(JSON.parse(away.events.rules.get("default/nightly")?.EventPattern ?? "")).toEqual({
    $or: [
      { source: ["aws.s3"], "detail.bucket.name": ["in-eu"], region: ["eu-west-1"] },
      {
        $or: [{ source: ["aws.s3"] }, { account: ["444455556666"] }],
        detail: { $or: [{ bucket: { name: ["in-eu"] } }] },
      },
      other,
    ],
  });
});
