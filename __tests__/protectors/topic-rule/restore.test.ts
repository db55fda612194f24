import { describe, expect, test } from "vitest";
import { topicRule } from "../../../modules/protectors/topic-rule/protector.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import {
  AWAY,
  apply,
  arm,
  captured,
  disarm,
  FUNCTION,
  HOME,
  here,
  made,
  place,
  planAt,
  ROLE,
  request,
} from "./place.ts";

test("a lost rule is made whole in one call, disabled, and only arm enables it", async () => {
  const home = made({
    description: "takes orders",
    errorAction: {
      sqs: { queueUrl: "https://sqs.us-east-1.amazonaws.com/111122223333/dead", roleArn: ROLE },
    },
  });
  const kept = await captured(home);
  const there = place();
  const { plan, activation } = await apply(there, request(kept));
  expect(there.iot.writes()).toEqual(["CreateTopicRule"]);
  const { payload, tags } = there.iot.rules.get("orders") ?? {};
  const { payload: was } = home.iot.rules.get("orders") ?? {};
  expect({ payload, tags }).toEqual({ payload: { ...was, ruleDisabled: true }, tags: { team: "shop" } });
  expect(plan.atArm).toEqual([
    { title: "enable topic rule orders", call: "iot:EnableTopicRule", effect: "create" },
  ]);
  expect(await arm(there, activation)).toEqual(["written"]);
  expect(await arm(there, activation)).toEqual(["kept"]);
  expect(there.iot.rules.get("orders")?.payload).toEqual(was);
  expect(await disarm(there, activation)).toEqual(["disable topic rule orders"]);
  expect(there.iot.rules.get("orders")?.payload.ruleDisabled).toBe(true);
});

test("one that was disabled stays so", async () => {
  const kept = await captured(made({ ruleDisabled: true }));
  const there = place();
  const { plan, activation } = await apply(there, request(kept));
  expect(plan.atArm).toEqual([]);
  expect(await arm(there, activation)).toEqual([]);
});

test("a live one that is the same is kept; one that differs is replaced whole with --replace alone, and disabled until arm", async () => {
  const there = made();
  const kept = await captured(there);
  expect((await planAt(there, request(kept))).titles).toEqual(["keep topic rule orders is as it was"]);
  there.iot.ReplaceTopicRule({
    ruleName: "orders",
    topicRulePayload: { sql: "SELECT * FROM 'others'", description: "theirs", actions: [] },
  });
  const { plan } = await planAt(there, request(kept));
  expect(plan.blocked.map(({ message }) => message)).toEqual([
    "topic rule orders is there and differs: set topic rule orders as it was, disabled",
  ]);
  await apply(there, request(kept, { replace: true }));
  expect(there.iot.rules.get("orders")?.payload).toEqual({
    ...{ sql: "SELECT * FROM 'orders'", awsIotSqlVersion: "2015-10-08", ruleDisabled: true },
    actions: [{ lambda: { functionArn: FUNCTION } }],
  });
});

test("what an answer to our own call was lost of is ours; another rule of that name is not", async () => {
  const kept = await captured(made());
  const there = place();
  const asked = request(kept);
  const { plan } = await planAt(there, asked);
  made({ ruleDisabled: true }, there);
  for (const { perform } of plan.steps) await perform?.(new Map());
  there.iot.rules.clear();
  made({ sql: "SELECT * FROM 'others'", ruleDisabled: true }, there);
  const [step] = plan.steps.filter(({ effect }) => effect === "create");
  await expect(step?.perform?.(new Map())).rejects.toThrow(
    "one of that name was made meanwhile, and is another",
  );
});

test("a role that is gone blocks, and what waits for another update is tried again", async () => {
  const kept = await captured(
    made({ actions: [{ sns: { targetArn: here("sns", "orders"), roleArn: ROLE } }] }),
  );
  const there = place();
  there.absent.add(ROLE);
  const { plan } = await planAt(there, request(kept));
  expect(plan.blocked.map(({ message }) => message)).toEqual([
    `role ${ROLE} of topic rule orders does not exist`,
  ]);
  there.absent.clear();
  there.iot.wire.refusals.set("CreateTopicRule", [awsError("ConflictingResourceUpdateException", 409)]);
  await apply(there, request(kept));
  expect(there.iot.rules.has("orders")).toBe(true);
});

describe("elsewhere", () => {
  const actions = [
    { lambda: { functionArn: `${FUNCTION}:live` } },
    { sqs: { queueUrl: `https://sqs.${HOME.region}.amazonaws.com/${HOME.account}/orders`, roleArn: ROLE } },
    { s3: { bucketName: "orders", key: "all", roleArn: ROLE } },
    { kinesis: { streamName: "orders", roleArn: ROLE } },
    {
      http: {
        url: "https://abc.execute-api.us-east-1.amazonaws.com/orders?token=canary",
        auth: { sigv4: { signingRegion: "us-east-1", serviceName: "execute-api", roleArn: ROLE } },
      },
    },
  ];
  const sql = `SELECT aws_lambda("${FUNCTION}", *) FROM 'orders'`;

  test("what has a counterpart is replaced where it stands, names and addresses too", async () => {
    const kept = await captured(made({ sql, actions }));
    const map = {
      [FUNCTION]: here("lambda", "function:orders", AWAY.region),
      [here("sqs", "orders")]: here("sqs", "orders-eu", AWAY.region),
      "arn:aws:s3:::orders": "arn:aws:s3:::orders-eu",
      [here("kinesis", "stream/orders")]: here("kinesis", "stream/clicks", AWAY.region),
      "abc.execute-api.us-east-1.amazonaws.com": "def.execute-api.eu-west-1.amazonaws.com",
    };
    const there = place(AWAY);
    const { plan } = await apply(there, request(kept, { map }, AWAY));
    expect(plan.blocked).toEqual([]);
    const { payload } = there.iot.rules.get("orders") ?? {};
    expect(payload?.sql).toBe(sql.replace("us-east-1", "eu-west-1"));
    expect(payload?.actions).toEqual([
      { lambda: { functionArn: here("lambda", "function:orders:live", AWAY.region) } },
      { sqs: { queueUrl: `https://sqs.eu-west-1.amazonaws.com/${HOME.account}/orders-eu`, roleArn: ROLE } },
      { s3: { bucketName: "orders-eu", key: "all", roleArn: ROLE } },
      { kinesis: { streamName: "clicks", roleArn: ROLE } },
      {
        http: {
          url: "https://def.execute-api.eu-west-1.amazonaws.com/orders?token=canary",
          auth: { sigv4: { signingRegion: "eu-west-1", serviceName: "execute-api", roleArn: ROLE } },
        },
      },
    ]);
    expect(plan.warnings).toEqual([
      "topic rule orders sends to def.execute-api.eu-west-1.amazonaws.com: IoT does so once a topic rule destination in eu-west-1 is confirmed for it",
    ]);
  });

  test("what has none is listed by its place, or told where a name may be there", async () => {
    const kept = await captured(made({ sql, actions }));
    const { plan } = await planAt(place(AWAY), request(kept, {}, AWAY));
    expect(plan.blocked.flatMap(({ missing = [] }) => missing.map(({ path }) => path)).sort()).toEqual([
      "settings.actions[0].lambda.functionArn",
      "settings.actions[1].sqs.queueUrl",
      "settings.actions[2].s3.bucketName",
      "settings.actions[4].http.url",
    ]);
    expect(plan.warnings).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^the SQL of topic rule orders still names something of us-east-1/),
        expect.stringMatching(
          /^topic rule orders names orders by its name alone: there has to be one in eu-west-1/,
        ),
      ]),
    );
  });

  test("an action goes to the version that a function has there, and one that did not come back is said", async () => {
    const kept = await captured(made({ actions: [{ lambda: { functionArn: `${FUNCTION}:7` } }] }));
    const there = place(AWAY);
    const to = here("lambda", "function:orders", AWAY.region);
    const asked = request(kept, { map: { [FUNCTION]: to }, together: new Set([to]) }, AWAY);
    await expect(apply(there, asked)).rejects.toThrow("version 7 that it calls did not come back");
    await apply(there, asked, { [`${FUNCTION}:7`]: `${to}:2` });
    expect(there.iot.rules.get("orders")?.payload.actions).toEqual([{ lambda: { functionArn: `${to}:2` } }]);
  });

  test("what serves only a function that is left out stays away with it", async () => {
    const kept = await captured(made());
    const away = (arn: string) => (arn === FUNCTION ? "lambda/orders" : undefined);
    const leaving = (of: typeof kept) =>
      topicRule.translate(of.document, of.secrets, { target: AWAY, map: {}, away });
    expect(leaving(kept).away).toEqual([{ what: "topic rule orders", with: "lambda/orders", whole: true }]);
    const both = await captured(
      made({
        actions: [
          { lambda: { functionArn: FUNCTION } },
          { kinesis: { streamName: "orders", roleArn: ROLE } },
        ],
      }),
    );
    const left = leaving(both);
    expect(left.away).toEqual([{ what: "action lambda of topic rule orders", with: "lambda/orders" }]);
    expect(left.document.settings.actions).toHaveLength(1);
  });
});

test("a copy beside the rule that it was taken from is not armed while that one takes the same messages", async () => {
  const there = made();
  const kept = await captured(there);
  const asked = request(kept, { name: "copy" });
  const { activation } = await apply(there, asked);
  const copy = { arn: here("iot", "rule/copy") };
  await expect(arm(there, activation, copy)).rejects.toThrow("is enabled, and both would run");
  there.iot.DisableTopicRule({ ruleName: "orders" });
  expect(await arm(there, activation, copy)).toEqual(["written"]);
});

test("one that is gone since it was restored is said by arm, and lets in nothing for disarm", async () => {
  const kept = await captured(made());
  const there = place();
  const { activation } = await apply(there, request(kept));
  there.iot.rules.clear();
  await expect(arm(there, activation)).rejects.toThrow("it is gone since it was restored");
  expect(await disarm(there, activation)).toEqual(["keep disable topic rule orders"]);
});
