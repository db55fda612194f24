import { expect, test } from "vitest";
import { awsError } from "../../support/fake-aws/error.ts";
import { capturedOrNone, FUNCTION, HOME, here, listed, made, place, ROLE } from "./place.ts";

const queueUrl = `https://sqs.${HOME.region}.amazonaws.com/${HOME.account}/dead`;

test("every topic rule is listed with all that it tells, by ARN or by name, and with the queue of what failed", async () => {
  const there = made({
    sql: `SELECT aws_lambda('${FUNCTION}:live', *) AS seen FROM 'orders'`,
    actions: [
      { kinesis: { streamName: "orders", roleArn: ROLE } },
      { sns: { targetArn: here("sns", "orders"), roleArn: ROLE } },
      { dynamoDBv2: { putItem: { tableName: "$" + "{topic()}" }, roleArn: ROLE } },
    ],
    errorAction: { sqs: { queueUrl, roleArn: ROLE } },
  });
  made({}, there, "plain");
  made({ actions: [] }, there, "none");
  const { found, warned } = await listed(there);
  expect(warned).toEqual([]);
  expect(
    found.map(({ id, feeds, related }) => ({ id, feeds, related: related.map(({ arn }) => arn) })),
  ).toEqual([
    {
      id: "orders",
      feeds: [
        here("kinesis", "stream/orders"),
        here("sns", "orders"),
        here("sqs", "dead"),
        `${FUNCTION}:live`,
      ],
      related: [here("sqs", "dead")],
    },
    { id: "plain", feeds: [FUNCTION], related: [] },
    { id: "none", feeds: [], related: [] },
  ]);
});

test("one that refuses the question is listed all the same, and told", async () => {
  const there = made();
  there.iot.wire.before = ({ name }) =>
    name === "GetTopicRule"
      ? awsError("UnauthorizedException", 401, "Access to topic rule 'orders' was denied")
      : undefined;
  const { found, warned } = await listed(there);
  expect(found).toMatchObject([{ id: "orders", feeds: [] }]);
  expect(warned).toEqual([
    expect.stringMatching(
      /^topic rules that may not be asked whom they tell, so that they come with nobody: orders /,
    ),
  ]);
});

test("where AWS has no IoT Core there is none, which is told; any other failure ends the list", async () => {
  const there = place();
  const unknown = Object.assign(new Error("getaddrinfo ENOTFOUND iot.af-south-1.amazonaws.com"), {
    code: "ENOTFOUND",
  });
  there.iot.wire.before = () => unknown;
  expect(await listed(there)).toEqual({
    found: [],
    warned: ["AWS IoT Core has no host in us-east-1, so no topic rules are looked for there"],
  });
  there.iot.wire.before = () => Object.assign(new Error("getaddrinfo EAI_AGAIN"), { code: "EAI_AGAIN" });
  await expect(listed(there)).rejects.toThrow("iot:ListTopicRules of us-east-1");
});

test("IoT refuses a question about a rule that is gone: the list says whether it is, and an answer that the list contradicts is a failure", async () => {
  expect(await capturedOrNone(place())).toBeUndefined();
  const there = made();
  there.iot.wire.before = ({ name }) =>
    name === "GetTopicRule"
      ? awsError("UnauthorizedException", 401, "Access to topic rule 'orders' was denied")
      : undefined;
  await expect(capturedOrNone(there)).rejects.toThrow("iot:GetTopicRule of orders");
  const silent = place();
  silent.iot.wire.before = ({ name }) =>
    name === "ListTopicRules" ? awsError("AccessDeniedException", 403) : undefined;
  await expect(capturedOrNone(silent)).rejects.toThrow("iot:ListTopicRules of us-east-1");
});
