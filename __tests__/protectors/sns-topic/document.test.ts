import { describe, expect, test } from "vitest";
import { parseArn } from "../../../modules/core/arn.ts";
import { compareText } from "../../../modules/core/source-order.ts";
import { parseTopic } from "../../../modules/protectors/sns-topic/document.ts";
import { snsTopic } from "../../../modules/protectors/sns-topic/protector.ts";
import { snsTopicSpec } from "../../../modules/protectors/sns-topic/spec.ts";
import { arnOf, ELSEWHERE, FUNCTION, SOURCE, told, topicOf } from "./place.ts";

test.each<[string, unknown, string]>([
  ["is a text", "orders", "the document of a topic cannot be read: it must be object"],
  ["has a field more", { ...topicOf(), messages: [] }, "it must NOT have additional properties"],
  [
    "tells by mail what arming would make",
    topicOf({ subscriptions: [{ protocol: "email", endpoint: "arn:x", attributes: {} }] }),
    "/subscriptions/0/protocol must be equal to one of the allowed values",
  ],
])("a document that %s is refused", (_title, document, message) => {
  expect(() => parseTopic(JSON.parse(JSON.stringify(document)))).toThrow(message);
});

test("references tell what SNS looks for, whom it tells, and what policies only name", () => {
  const key = arnOf("kms", "key/1");
  const role = "arn:aws:iam::111122223333:role/logs";
  const dead = arnOf("sqs", "dead");
  const document = topicOf({
    attributes: { KmsMasterKeyId: key, SQSFailureFeedbackRoleArn: role },
    policy: { Statement: [{ Principal: { AWS: role }, Resource: arnOf("sns", "orders") }] },
    subscriptions: [told(FUNCTION, { redrivePolicy: { deadLetterTargetArn: dead } })],
  });
  const found = snsTopic.references(document).toSorted((a, b) => compareText(a.path, b.path));
  expect(found).toEqual([
    { path: "attributes.KmsMasterKeyId", to: key, needs: "before" },
    { path: "attributes.SQSFailureFeedbackRoleArn", to: role, needs: "before" },
    { path: "policy.Statement[0].Principal.AWS", to: role, needs: "named" },
    { path: "subscriptions[0].endpoint", to: FUNCTION, needs: "at-activation" },
    { path: "subscriptions[0].redrivePolicy.deadLetterTargetArn", to: dead, needs: "at-activation" },
  ]);
});

describe("in another place", () => {
  const moved = (document: ReturnType<typeof topicOf>, target = ELSEWHERE, map = {}) =>
    snsTopic.translate(document, undefined, { target, map });

  test("SNS's own statement names the account that the topic has there", () => {
    const statement = (account: string) => ({
      Sid: "__default_statement_ID",
      Condition: { StringEquals: { "AWS:SourceOwner": account } },
    });
    const document = topicOf({ policy: { Statement: [statement(SOURCE.account)] }, subscriptions: [] });
    const { document: found, missing } = moved(document, { ...SOURCE, account: "444455556666" });
    expect([found.policy, missing]).toEqual([{ Statement: [statement("444455556666")] }, []]);
  });

  test("AWS's kinds of data are those of that region, and whom a filter names is the map's to say", () => {
    const source = arnOf("s3", "x").replace(":s3:", ":events:");
    const document = topicOf({
      dataProtectionPolicy: {
        Statement: [{ DataIdentifier: ["arn:aws:dataprotection:us-east-1::data-identifier/Name"] }],
      },
      subscriptions: [told(FUNCTION, { filterPolicy: { from: [source] } })],
    });
    const map = { [FUNCTION]: "arn:aws:lambda:eu-west-1:111122223333:function:orders", [source]: "there" };
    const { document: found, secrets, missing } = moved(document, ELSEWHERE, map);
    expect(missing).toEqual([]);
    expect(JSON.stringify(found)).not.toContain("us-east-1");
    expect(secrets).toEqual({ sealed: { "subscriptions[0].filterPolicy": { from: ["there"] } } });
  });

  test("a key by its id has no counterpart, and one by an alias has to be there", () => {
    const byId = moved(topicOf({ attributes: { KmsMasterKeyId: "0b1e5f6a" }, subscriptions: [] }));
    expect(byId.missing.map(({ path }) => path)).toEqual(["attributes.KmsMasterKeyId"]);
    const byAlias = moved(topicOf({ attributes: { KmsMasterKeyId: "alias/orders" }, subscriptions: [] }));
    expect([byAlias.missing, byAlias.warnings]).toEqual([
      [],
      ["key alias/orders is kept; it has to be there in eu-west-1 of account 111122223333"],
    ]);
  });
});

test("differences are of what came back, without what is filtered: others' subscriptions are none, and before arm nobody is told", () => {
  const was = topicOf();
  const is = topicOf({ subscriptions: [told(FUNCTION), told(arnOf("lambda", "function:new"))] });
  const paths = (armed: boolean) => snsTopic.differences(was, is, {}, { armed }).map(({ path }) => path);
  expect(paths(false)).toEqual([]);
  expect(paths(true)).toEqual([
    "subscriptions.lambda arn:aws:lambda:us-east-1:111122223333:function:billing",
    "subscriptions.sqs arn:aws:sqs:us-east-1:111122223333:orders",
  ]);
});

describe("a topic's permissions", () => {
  const all = Object.values(snsTopicSpec.permissions).flat();

  test("publish nothing, delete no topic, and end a subscription at a disarm alone", () => {
    const { activate: _, ...before } = snsTopic.spec.permissions;
    expect(
      Object.values(before)
        .flat()
        .filter(({ action }) => action === "sns:Unsubscribe"),
    ).toEqual([]);
    expect(all.filter(({ action }) => /Publish|Delete|\*/.test(action))).toEqual([]);
  });

  test("subscribe at activation alone", () => {
    const subscribe = ({ action }: { readonly action: string }) => action === "sns:Subscribe";
    expect(snsTopicSpec.permissions.restore.filter(subscribe)).toEqual([]);
    expect(snsTopicSpec.permissions.activate.filter(subscribe)).toHaveLength(1);
  });
});

test("an ARN of SNS names a topic; a subscription's and an application's endpoint's do not", () => {
  const idOf = (arn: string) => snsTopicSpec.idOf(parseArn(arn));
  expect(idOf(arnOf("sns", "orders.fifo"))).toBe("orders.fifo");
  expect(idOf(arnOf("sns", "orders:0b1e5f6a"))).toBeUndefined();
  expect(idOf(arnOf("sns", "endpoint/GCM/app/1"))).toBeUndefined();
  expect(idOf(arnOf("sqs", "orders"))).toBeUndefined();
});
