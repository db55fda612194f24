import { describe, expect, test } from "vitest";
import { awsError } from "../../support/fake-aws/error.ts";
import {
  apply,
  arm,
  captured,
  disarm,
  FUNCTION,
  HOME,
  listed,
  made,
  names,
  place,
  request,
} from "./place.ts";

const AWAY = { ...HOME, region: "eu-west-1" };
const TOPIC = `arn:aws:sns:${HOME.region}:${HOME.account}:orders`;

test("every rule of every set is listed with the functions and topics that it tells", async () => {
  const there = made("orders", {
    Actions: [
      { S3Action: { BucketName: "mail", TopicArn: TOPIC } },
      { LambdaAction: { FunctionArn: `${FUNCTION}:live` } },
      { StopAction: { Scope: "RuleSet" } },
    ],
  });
  made("rest", { Actions: [{ SNSAction: { TopicArn: TOPIC } }] }, there);
  there.ses.CreateReceiptRuleSet({ RuleSetName: "empty" });
  const { found, warned } = await listed(there);
  expect(warned).toEqual([]);
  expect(found.map(({ id, feeds }) => ({ id, feeds }))).toEqual([
    { id: "inbound/orders", feeds: [`${FUNCTION}:live`, TOPIC] },
    { id: "inbound/rest", feeds: [TOPIC] },
  ]);
});

test("where SES receives no mail there is none, and nothing to tell; any other refusal ends the list", async () => {
  const there = place();
  there.ses.wire.before = () => awsError("InvalidAction", 400, "Unavailable Operation");
  expect(await listed(there)).toEqual({ found: [], warned: [] });
  there.ses.wire.before = () => awsError("InvalidAction", 400, "The action is not valid");
  await expect(listed(there)).rejects.toThrow("ses:ListReceiptRuleSets of us-east-1");
});

test("a lost set is made empty, arm puts the rule that SES tries, and disarm disables it", async () => {
  const home = made("orders", {
    Recipients: ["orders@example.com"],
    TlsPolicy: "Require",
    ScanEnabled: true,
  });
  const kept = await captured(home, "orders");
  const there = place();
  const { plan, titles, activation } = await apply(there, request(kept));
  expect(titles).toEqual(["create create receipt rule set inbound, which is not active"]);
  expect(plan.atArm).toEqual([
    { title: "create receipt rule inbound/orders", call: "ses:CreateReceiptRule", effect: "create" },
  ]);
  expect(names(there)).toEqual([]);
  expect(await arm(there, activation)).toEqual(["written"]);
  expect(await arm(there, activation)).toEqual(["kept"]);
  expect(there.ses.sets).toEqual(home.ses.sets);
  expect(await disarm(there, activation)).toEqual(["disable receipt rule inbound/orders"]);
  expect(there.ses.rule("inbound", "orders")).toEqual({
    ...home.ses.rule("inbound", "orders"),
    Enabled: false,
  });
  expect(await arm(there, activation)).toEqual(["written"]);
  expect(there.ses.sets).toEqual(home.ses.sets);
});

test("no call says which set is active: plan and arm tell whoever has to", async () => {
  const kept = await captured(made("orders"), "orders");
  const there = place();
  there.ses.CreateReceiptRuleSet({ RuleSetName: "theirs" });
  there.ses.active = "theirs";
  const told =
    "receipt rule set inbound is not active in us-east-1, so its rules take no mail; make it active yourself " +
    "(aws ses set-active-receipt-rule-set --rule-set-name inbound): it takes the place of theirs";
  const { plan, activation } = await apply(there, request(kept));
  expect(plan.warnings).toEqual([told]);
  const notes: string[] = [];
  await arm(there, activation, notes);
  expect(notes).toEqual([told]);
  expect(there.ses.active).toBe("theirs");
});

describe("rules come back in their order", () => {
  test("whichever is armed first, and between others'", async () => {
    const home = made("b");
    for (const name of ["a", "d", "c"]) made(name, {}, home);
    const kept = await Promise.all(["b", "a", "d", "c"].map((name) => captured(home, name)));
    for (const order of [
      [0, 1, 2, 3],
      [3, 2, 1, 0],
      [1, 3, 0, 2],
    ]) {
      const there = place();
      for (const at of order) {
        const { activation } = await apply(there, request(kept[at] as (typeof kept)[0]));
        await arm(there, activation);
      }
      expect(names(there)).toEqual(["b", "a", "d", "c"]);
    }
    const there = made("b");
    made("theirs", {}, there);
    for (const at of [1, 2, 3]) {
      const { activation } = await apply(there, request(kept[at] as (typeof kept)[0]));
      await arm(there, activation);
    }
    expect(names(there)).toEqual(["b", "a", "d", "c", "theirs"]);
  });

  test("also where they are armed side by side, and a second arm puts right what came between", async () => {
    const home = made("b");
    for (const name of ["a", "d", "c"]) made(name, {}, home);
    const there = place();
    const activations: unknown[] = [];
    for (const name of ["b", "a", "d", "c"])
      activations.push((await apply(there, request(await captured(home, name)))).activation);
    await Promise.all(activations.map((one) => arm(there, one)));
    expect(names(there).toSorted()).toEqual(["a", "b", "c", "d"]);
    for (const one of activations) await arm(there, one);
    expect(names(there)).toEqual(["b", "a", "d", "c"]);
    for (const one of activations) expect(await arm(there, one)).toEqual(["kept"]);
  });

  test("one that stands elsewhere is put in its place with --replace alone; rules that the point does not know are passed over", async () => {
    const home = made("first");
    made("second", {}, home);
    const kept = await captured(home, "second");
    const there = made("second");
    made("theirs", {}, there);
    made("first", {}, there);
    const refused = await apply(there, request(kept));
    expect(refused.plan.blocked.map(({ message }) => message)).toEqual([
      "receipt rule inbound/second is there and differs in its place: arm would put it as it was",
    ]);
    const { activation } = await apply(there, request(kept, { replace: true }));
    expect(await arm(there, activation)).toEqual(["written"]);
    expect(there.ses.called()).toContain("SetReceiptRulePosition");
    expect(names(there)).toEqual(["theirs", "first", "second"]);
    const same = await apply(there, request(kept));
    expect(same.titles).toEqual(["keep receipt rule inbound/second is as it was"]);
  });
});

test("one that differs is set whole with --replace alone, and one that somebody made meanwhile is left", async () => {
  const home = made("orders", { Recipients: ["orders@example.com"] });
  const kept = await captured(home, "orders");
  const there = made("orders", { Recipients: ["theirs@example.com"], ScanEnabled: true });
  const refused = await apply(there, request(kept));
  expect(refused.plan.blocked.map(({ because }) => because)).toEqual(["live"]);
  const { activation } = await apply(there, request(kept, { replace: true }));
  expect(await arm(there, activation)).toEqual(["written"]);
  expect(there.ses.sets).toEqual(home.ses.sets);
  const empty = place();
  const first = await apply(empty, request(kept));
  made("orders", { ScanEnabled: true }, empty);
  await expect(arm(empty, first.activation)).rejects.toThrow(
    "one of that name was made meanwhile, and is another",
  );
});

test("one that was as captured and that somebody changed since the restore is left, unless that was replaced", async () => {
  const theirs = (there: ReturnType<typeof place>) =>
    there.ses.UpdateReceiptRule({
      RuleSetName: "inbound",
      Rule: { ...there.ses.rule("inbound", "orders"), Name: "orders", Recipients: ["theirs@example.com"] },
    });
  for (const Enabled of [true, false]) {
    const there = made("orders");
    const kept = await captured(there, "orders");
    there.ses.UpdateReceiptRule({
      RuleSetName: "inbound",
      Rule: { ...there.ses.rule("inbound", "orders"), Name: "orders", Enabled },
    });
    const { activation } = await apply(there, request(kept, { replace: true }));
    theirs(there);
    await expect(arm(there, activation)).rejects.toThrow("it was changed since it was restored");
    expect(there.ses.rule("inbound", "orders")?.Recipients).toEqual(["theirs@example.com"]);
    const replacing = await apply(there, request(kept, { replace: true }));
    expect(await arm(there, replacing.activation)).toEqual(["written"]);
    expect(there.ses.rule("inbound", "orders")?.Recipients).toBeUndefined();
  }
});

test.each([
  ["InvalidLambdaFunction", `Could not invoke Lambda function: ${FUNCTION}`, "lets ses.amazonaws.com"],
  ["InvalidSnsTopic", `Could not publish to SNS topic: ${TOPIC}`, "see that the topic is there"],
  ["InvalidS3Configuration", "Could not write to bucket: mail", "see that the bucket is there"],
])("where SES refuses a rule with %s, arm says what has to let it in", async (name, message, hint) => {
  const { activation } = await apply(place(), request(await captured(made("orders"), "orders")));
  const there = made("theirs");
  there.ses.wire.before = (call) =>
    call.name === "CreateReceiptRule" ? awsError(name, 400, message) : undefined;
  await expect(arm(there, activation)).rejects.toThrow(hint);
  await expect(arm(there, activation)).rejects.toThrow("then arm again");
});

test("elsewhere its function, topic and bucket are followed in the map, at the version that came back", async () => {
  const Actions = [
    { S3Action: { BucketName: "mail", TopicArn: TOPIC } },
    { LambdaAction: { FunctionArn: `${FUNCTION}:7` } },
  ];
  const kept = await captured(made("orders", { Actions, Recipients: ["example.com"] }), "orders");
  const there = place(AWAY);
  const [to, topic] = [FUNCTION, TOPIC].map((one) => one.replace(HOME.region, AWAY.region)) as [
    string,
    string,
  ];
  const map = { [FUNCTION]: to, [TOPIC]: topic, "arn:aws:s3:::mail": "arn:aws:s3:::mail-eu" };
  const asked = request(kept, { map, together: new Set([to]) }, AWAY);
  const lost = await apply(there, asked);
  await expect(arm(there, lost.activation)).rejects.toThrow("version 7 that it calls did not come back");
  const { activation } = await apply(there, asked, { [`${FUNCTION}:7`]: `${to}:2` });
  await arm(there, activation);
  expect(there.ses.rule("inbound", "orders")).toMatchObject({
    Recipients: ["example.com"],
    Actions: [
      { S3Action: { BucketName: "mail-eu", TopicArn: topic } },
      { LambdaAction: { FunctionArn: `${to}:2`, InvocationType: "Event" } },
    ],
  });
  const { plan } = await apply(place(AWAY), request(kept, {}, AWAY));
  expect(plan.blocked.flatMap(({ missing = [] }) => missing.map(({ path }) => path)).sort()).toEqual([
    "settings.Actions[0].S3Action.BucketName",
    "settings.Actions[0].S3Action.TopicArn",
    "settings.Actions[1].LambdaAction.FunctionArn",
  ]);
});
