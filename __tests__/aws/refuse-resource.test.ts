import { describe, expect, test } from "vitest";
import { refuseResource } from "../../modules/aws/refuse-resource.ts";
import type { Kind } from "../../modules/contract/kinds.ts";
import { mayName, namedAt } from "../../modules/protectors/named-resource.ts";

const refused = (one: string) => refuseResource(one, { account: "123456789012", partition: "aws" });

test("a word of a kind is told as that kind", () => {
  expect(refused("dynamodb/table")).toEqual({
    code: "VALUE",
    message: '"dynamodb/table" in select.resources is of no kind that runs keep',
    hint: "did you mean dynamodb-table?",
  });
  expect(refused("sqs-queu/orders")?.hint).toBe("did you mean sqs-queue?");
  expect(refused("schedul/orders")?.hint).toBe("did you mean schedule?");
});

test("what has no form is left to the schema, which tells it once", () => {
  expect(refused("sqs-queue/bad name")).toBeUndefined();
});

test("a log group of AWS's own without its first slash is warned of, for another may be called so", () => {
  expect(refused("log-filter/aws/lambda/orders")).toEqual({
    code: "VALUE",
    message:
      '"log-filter/aws/lambda/orders" in select.resources is a log group whose name begins without a slash',
    hint: "AWS's own are log-filter//aws/lambda/orders",
    warns: true,
  });
  expect(refused("log-filter//aws/lambda/orders")).toBeUndefined();
});

const at = (service: string, resource: string) => `arn:aws:${service}:us-east-1:123456789012:${resource}`;
/** As AWS's own calls tell them. */
const ARNS: Readonly<Record<Exclude<Kind, "lambda">, string>> = {
  "api-destination": at("events", "api-destination/shop/1a2b3c4d-0000-4000-8000-000000000001"),
  "cloudfront-distribution": "arn:aws:cloudfront::123456789012:distribution/E1A2B3C4D5E6F7",
  "config-rule": at("config", "config-rule/config-rule-a1b2c3"),
  "dynamodb-table": at("dynamodb", "table/orders"),
  "event-archive": at("events", "archive/orders"),
  "event-bus": at("events", "event-bus/orders"),
  "event-connection": at("events", "connection/shop/1a2b3c4d-0000-4000-8000-000000000002"),
  "event-rule": at("events", "rule/orders/nightly"),
  "http-api": "arn:aws:apigateway:us-east-1::/apis/a1b2c3d4e5",
  "kinesis-stream": at("kinesis", "stream/orders"),
  "log-filter": at("logs", "log-group:/aws/lambda/orders"),
  pipe: at("pipes", "pipe/orders"),
  "receipt-rule": at("ses", "receipt-rule-set/inbound:receipt-rule/orders"),
  "rest-api": "arn:aws:apigateway:us-east-1::/restapis/a1b2c3d4e5",
  "s3-notifications": "arn:aws:s3:::orders-intake",
  schedule: at("scheduler", "schedule/default/nightly"),
  "schedule-group": at("scheduler", "schedule-group/orders"),
  "secret-rotation": at("secretsmanager", "secret:orders/db-a1B2c3"),
  "sns-topic": at("sns", "orders.fifo"),
  "sqs-queue": at("sqs", "orders.fifo"),
  "state-machine": at("states", "stateMachine:orders"),
  "target-group": at("elasticloadbalancing", "targetgroup/orders/73e2d6bc24d8a067"),
  "topic-rule": at("iot", "rule/orders"),
  "user-pool-triggers": at("cognito-idp", "userpool/us-east-1_aB3dE5fG7"),
  "websocket-api": "arn:aws:apigateway:us-east-1::/apis/a1b2c3d4e5",
};

describe("an ARN as AWS tells it names the thing", () => {
  test.each(Object.entries(ARNS))("of a %s", (kind, arn) => {
    expect(refused(arn)).toBeUndefined();
    expect(mayName(arn, kind as Kind)).toBe(true);
    expect(namedAt([arn], arn)).toMatch(/^(whole|part)$/);
  });
});

test("a config rule that a service keeps, or that lies elsewhere, is refused by its ARN", () => {
  const theirs = at("config", "config-rule/aws-service-rule/securityhub.amazonaws.com/config-rule-a1b2c3");
  expect(refused(theirs)?.message).toMatch(/" in select\.resources is the ARN of no config rule$/);
  const foreign = ARNS["config-rule"].replace("123456789012", "210987654321");
  expect(refused(foreign)?.message).toMatch(
    /" in select\.resources lies in another account than the estate$/,
  );
  expect(namedAt([ARNS["config-rule"]], at("config", "config-rule/config-rule-ffffff"))).toBeUndefined();
});
