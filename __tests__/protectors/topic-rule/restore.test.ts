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

test("IoT tries the role of a function of the SQL too, and what it cannot assume is tried again, then said", async () => {
  const sql = `SELECT * FROM 'orders' WHERE get_dynamodb("t", "k", 1, "${ROLE}").id = 1`;
  const kept = await captured(made({ sql, ruleDisabled: true }));
  const there = place();
  there.absent.add(ROLE);
  expect((await planAt(there, request(kept))).plan.blocked.map(({ message }) => message)).toEqual([
    `role ${ROLE} of topic rule orders does not exist`,
  ]);
  there.absent.clear();
  const refused = () =>
    awsError(
      ...(["InvalidRequestException", 400] as const),
      `AWS IoT (iot.amazonaws.com) is unable to assume role (sts:AssumeRole) on resource: ${ROLE}.`,
    );
  there.iot.wire.refusals.set("CreateTopicRule", [refused()]);
  await apply(there, request(kept));
  expect(there.iot.rules.has("orders")).toBe(true);
  there.iot.rules.clear();
  there.iot.wire.before = ({ name }) => (name === "CreateTopicRule" ? refused() : undefined);
  await expect(apply(there, request(kept))).rejects.toThrow(
    "let iot.amazonaws.com assume that role (sts:AssumeRole) in the role's trust policy",
  );
});

test("a plan says whom IoT asks to be confirmed before anything is armed, and how to see and change that", async () => {
  const to = (http: { url: string; confirmationUrl?: string }) =>
    captured(made({ actions: [{ http }] })).then(async (kept) => {
      const { plan } = await planAt(place(), request(kept));
      return plan.warnings;
    });
  const [told = ""] = await to({
    url: "https://shop.example.com/in?token=canary",
    confirmationUrl: "https://shop.example.com/confirm",
  });
  expect(told).toContain("IoT asks shop.example.com at once to confirm one, before arm");
  expect(told).toContain("aws iot list-topic-rule-destinations --region us-east-1");
  expect(told).toContain("aws iot update-topic-rule-destination --arn ARN --status IN_PROGRESS");
  expect(told).not.toContain("canary");
  const drawn = "https://shop.example.com/$" + "{id}";
  expect(await to({ url: drawn, confirmationUrl: drawn })).toEqual([
    expect.stringContaining("aws iot create-topic-rule-destination --region us-east-1"),
  ]);
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
      expect.stringMatching(
        /^topic rule orders sends to def.execute-api.eu-west-1.amazonaws.com: IoT does so once a topic rule destination in eu-west-1 is confirmed for it; where there is none, IoT asks def/,
      ),
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
      "settings.sql.aws_lambda[0]",
    ]);
    expect(plan.warnings).toEqual(
      expect.arrayContaining([
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

  test("its SQL calls the version that a function has there, and one that did not come back is said", async () => {
    const calling = `SELECT aws_lambda("${FUNCTION}:7", *) AS seen, aws_lambda('${FUNCTION}:7', 1) FROM 'orders'`;
    const kept = await captured(made({ sql: calling, actions: [] }));
    // By that the function is made first, and keeps the version.
    const named = topicRule.references(kept.document).filter(({ to }) => to === `${FUNCTION}:7`);
    expect(named.map(({ path, needs }) => `${path} ${needs}`)).toEqual([
      "called[0] at-activation",
      "called[1] at-activation",
    ]);
    const to = here("lambda", "function:orders", AWAY.region);
    const map = { [FUNCTION]: to };
    const alone = await planAt(place(AWAY), request(kept, { map }, AWAY));
    expect(alone.plan.blocked.flatMap(({ missing = [] }) => missing.map(({ path }) => path))).toEqual([
      "settings.sql.aws_lambda[0]",
      "settings.sql.aws_lambda[1]",
    ]);
    const there = place(AWAY);
    const asked = request(kept, { map, together: new Set([to]) }, AWAY);
    await expect(apply(there, asked)).rejects.toThrow("version 7 that it calls did not come back");
    await apply(there, asked, { [`${FUNCTION}:7`]: `${to}:2` });
    expect(there.iot.rules.get("orders")?.payload.sql).toBe(calling.replaceAll(`${FUNCTION}:7`, `${to}:2`));
    const known = { known: new Map([[`${FUNCTION}:7`, `${to}:2`]]) };
    const again = await planAt(there, { ...asked, ...known });
    expect(again.titles).toEqual(["keep topic rule orders is as it was"]);
    const is = await captured(there);
    const differ = (ids: Record<string, string>) => topicRule.secretsDiffer?.(kept, is, ids);
    const own = { [here("iot", "rule/orders")]: is.document.arn };
    expect(differ({ ...own, [FUNCTION]: to, [`${FUNCTION}:7`]: `${to}:2` })).toBe(false);
    expect(differ({ ...own, [FUNCTION]: to, [`${FUNCTION}:7`]: `${to}:3` })).toBe(true);
  });

  test("one whose SQL calls a function that is left out stays away with it", async () => {
    const kept = await captured(
      made({ sql, actions: [{ kinesis: { streamName: "orders", roleArn: ROLE } }] }),
    );
    const away = (arn: string) => (arn === FUNCTION ? "lambda/orders" : undefined);
    const left = topicRule.translate(kept.document, kept.secrets, { target: AWAY, map: {}, away });
    expect(left.away).toEqual([{ what: "topic rule orders", with: "lambda/orders", whole: true }]);
  });

  test("what its SQL reads by name, and what goes by a name of other services, has to be there too, which is told", async () => {
    const kept = await captured(
      made({
        sql: `SELECT get_secret('token', 'SecretString', '${ROLE}') AS t, decode(*, 'proto', 'schemas', 'a.desc', 'a', 'A') AS d, decode(x, 'base64') FROM 'orders'`,
        actions: [
          { iotEvents: { inputName: "orders", roleArn: ROLE } },
          { iotAnalytics: { channelName: "clicks", roleArn: ROLE } },
          { location: { trackerName: "vans", deviceId: "1", latitude: "1", longitude: "1", roleArn: ROLE } },
          {
            timestream: { databaseName: "metrics", tableName: "orders", dimensions: [], roleArn: ROLE },
          },
        ],
      }),
    );
    const { plan } = await planAt(place(AWAY), request(kept, {}, AWAY));
    expect(plan.warnings).toEqual([
      "the SQL of topic rule orders reads by decode, get_secret: what it names there has to be in eu-west-1 too",
      ...[
        ["clicks", "iotanalytics", "channel/clicks"],
        ["metrics", "timestream", "database/metrics"],
        ["orders", "iotevents", "input/orders"],
        ["orders", "timestream", "database/metrics/table/orders"],
        ["vans", "geo", "tracker/vans"],
      ].map(
        ([name, service = "", resource = ""]) =>
          `topic rule orders names ${name} by its name alone: there has to be one in eu-west-1, or map ${here(service, resource)} to another one`,
      ),
    ]);
    const map = {
      [here("timestream", "database/metrics")]: here("timestream", "database/metrics-eu", AWAY.region),
      [here("timestream", "database/metrics/table/orders")]: here(
        ...(["timestream", "database/metrics-eu/table/clicks", AWAY.region] as const),
      ),
    };
    const there = place(AWAY);
    await apply(there, request(kept, { map }, AWAY));
    expect(there.iot.rules.get("orders")?.payload.actions?.[3]?.timestream).toMatchObject({
      databaseName: "metrics-eu",
      tableName: "clicks",
    });
  });

  test("ids of SiteWise, which draws others there, are to be mapped, and an alias has to be there", async () => {
    const drawn = "$" + "{id}";
    const entry = { propertyValues: [] };
    const kept = await captured(
      made({
        actions: [
          {
            iotSiteWise: {
              putAssetPropertyValueEntries: [
                { assetId: "a-1", propertyId: "p-1", ...entry },
                { assetId: drawn, propertyId: drawn, ...entry },
                { propertyAlias: "/plant/1", ...entry },
              ],
              roleArn: ROLE,
            },
          },
        ],
      }),
    );
    const at = "settings.actions[0].iotSiteWise.putAssetPropertyValueEntries[0]";
    const { plan } = await planAt(place(AWAY), request(kept, {}, AWAY));
    expect(plan.blocked.flatMap(({ missing = [] }) => missing.map(({ path }) => path))).toEqual([
      `${at}.assetId`,
      `${at}.propertyId`,
    ]);
    expect(plan.warnings).toEqual([
      "topic rule orders names a property of SiteWise by its alias: there has to be one of that alias in eu-west-1",
    ]);
    const there = place(AWAY);
    await apply(there, request(kept, { map: { "a-1": "a-2", "p-1": "p-2" } }, AWAY));
    const [action] = there.iot.rules.get("orders")?.payload.actions ?? [];
    expect(action?.iotSiteWise?.putAssetPropertyValueEntries?.slice(0, 2)).toEqual([
      { assetId: "a-2", propertyId: "p-2", ...entry },
      { assetId: drawn, propertyId: drawn, ...entry },
    ]);
    expect((await planAt(place(), request(kept))).plan.blocked).toEqual([]);
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
