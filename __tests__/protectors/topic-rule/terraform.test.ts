import { expect, test } from "vitest";
import { Given, WhenArmed } from "../../../modules/protectors/kit/terraform/argument.ts";
import type { TopicRuleDocument } from "../../../modules/protectors/topic-rule/document.ts";
import { topicRuleInTerraform } from "../../../modules/protectors/topic-rule/terraform.ts";
import { saidInTerraform } from "../../support/said-in-terraform.ts";

const FN = "arn:aws:lambda:eu-west-1:123456789012:function:take";
const ARN = "arn:aws:iot:eu-west-1:123456789012:rule/orders";
const ROLE = "arn:aws:iam::123456789012:role/iot";

const rule = (settings: object = {}, enabled = true): TopicRuleDocument =>
  ({
    ...{
      kind: "topic-rule",
      name: "orders",
      arn: ARN,
      account: "123456789012",
      region: "eu-west-1",
      enabled,
    },
    tags: {},
    settings: { sql: "SELECT * FROM 'orders'", actions: [{ lambda: { functionArn: FN } }], ...settings },
  }) as TopicRuleDocument;

const said = (document: TopicRuleDocument, live?: TopicRuleDocument) =>
  saidInTerraform(topicRuleInTerraform, document, { live });

test("a rule says each of its actions, is disabled until somebody arms, and what it tells others lies among the values", () => {
  const { resources, left } = said(
    rule({
      actions: [
        { lambda: { functionArn: FN } },
        { dynamoDBv2: { roleArn: ROLE, putItem: { tableName: "orders" } } },
        { sqs: { roleArn: ROLE, queueUrl: "https://sqs.example.com/orders" } },
        { http: { url: "https://hooks.example.com/token", headers: [{ key: "x-key", value: "canary" }] } },
      ],
      errorAction: { republish: { roleArn: ROLE, topic: "failed", qos: 1 } },
    }),
  );
  expect(left).toEqual([]);
  expect(resources).toEqual([
    {
      type: "aws_iot_topic_rule",
      key: "",
      arguments: {
        name: "orders",
        enabled: new WhenArmed(true, false, undefined),
        sql: new Given("sql", "what it looks for in messages", "string", "SELECT * FROM 'orders'"),
        sql_version: "2015-10-08",
        lambda: [{ function_arn: FN }],
        dynamodbv2: [{ role_arn: ROLE, put_item: { table_name: "orders" } }],
        sqs: [{ role_arn: ROLE, queue_url: "https://sqs.example.com/orders", use_base64: false }],
        http: [{ url: expect.any(Given), http_header: [{ key: "x-key", value: expect.any(Given) }] }],
        error_action: { republish: { role_arn: ROLE, topic: "failed", qos: 1 } },
        tags: {},
      },
      exports: { [ARN]: "arn" },
    },
  ]);
});

test("one that is there and disabled is imported, and stays so until somebody arms", () => {
  const { resources } = said(rule(), rule({}, false));
  expect(resources).toMatchObject([
    { importId: "orders", arguments: { enabled: new WhenArmed(true, false, false) } },
  ]);
});

test("without one of its actions it would be another rule: one with an action that the provider lacks is left out by name", () => {
  const openSearch = { roleArn: ROLE, endpoint: "https://x", index: "x", type: "x", id: "x" };
  const headers = { roleArn: ROLE, topic: "x", headers: { contentType: "text/plain" } };
  const actions = [{ openSearch }, { republish: headers }];
  expect(said(rule({ actions, errorAction: { openSearch } }), rule())).toEqual({
    resources: [],
    left: [
      "action openSearch: the provider has none like it",
      "headers of action republish: the provider has no argument for it",
      "error action openSearch: the provider has none like it",
    ],
  });
  const same = { lambda: { functionArn: FN } };
  expect(said(rule({ actions: [same, same] })).left).toEqual([
    "two of its actions are the same, of which the provider has one",
  ]);
});
