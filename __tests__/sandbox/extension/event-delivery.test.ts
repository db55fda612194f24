import { PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateAliasCommand, PublishVersionCommand } from "@aws-sdk/client-lambda";
import { PutBucketNotificationConfigurationCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { CreateStateMachineCommand, ListExecutionsCommand } from "@aws-sdk/client-sfn";
import { CreateTopicCommand, SetTopicAttributesCommand, SubscribeCommand } from "@aws-sdk/client-sns";
import { expect } from "vitest";
import { eventually, fresh, HOME, makeBucket, makeFunction, makeRole, required } from "./clients.ts";
import { arnOf, got, letServiceIn, SAYS_WHAT_IT_GOT } from "./listeners.ts";
import { logLines } from "./logs.ts";
import { type Probe, probeBoth } from "./probes.ts";
import {
  aim,
  counted,
  events,
  letIn,
  letter,
  letters,
  makeMailbox,
  makeRule,
  moveClock,
  put,
} from "./rules.ts";
import { ACCOUNT } from "./servers.ts";

const probes: readonly Probe[] = [
  {
    says: "an event reaches the alias that a rule aims at, as AWS writes it",
    holds: async (aws) => {
      const name = await makeFunction(aws, SAYS_WHAT_IT_GOT);
      await aws.lambda.send(new PublishVersionCommand({ FunctionName: name }));
      await aws.lambda.send(
        new CreateAliasCommand({ FunctionName: name, Name: "live", FunctionVersion: "1" }),
      );
      const rule = await makeRule(aws, { Arn: `${arnOf(name)}:live` });
      await letServiceIn(aws, name, rule.arn, "live");
      const { Entries } = await put(aws, rule, { n: 1 });
      expect(await got(aws, name)).toEqual([
        {
          version: "0",
          id: (Entries as { EventId: string }[])[0]?.EventId,
          "detail-type": "Ordered",
          source: rule.source,
          account: ACCOUNT,
          time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
          region: HOME,
          resources: [],
          detail: { n: 1 },
        },
      ]);
    },
  },
  {
    says: "a function whose policy names another rule is not run: the event goes to the dead-letter queue with the reason",
    holds: async (aws) => {
      const name = await makeFunction(aws, SAYS_WHAT_IT_GOT);
      const dead = await makeMailbox(aws);
      const target = { Arn: arnOf(name), DeadLetterConfig: { Arn: dead.arn } };
      const rule = await makeRule(aws, target);
      await letServiceIn(aws, name, `${rule.arn}-other`);
      await put(aws, rule, { n: 1 });
      const { body, told } = await letter(aws, dead);
      expect(JSON.parse(body)).toMatchObject({ source: rule.source, detail: { n: 1 } });
      expect(told).toEqual({
        RULE_ARN: rule.arn,
        TARGET_ARN: arnOf(name),
        ERROR_CODE: "NO_PERMISSIONS",
        ERROR_MESSAGE: expect.stringContaining(rule.arn),
        RETRY_ATTEMPTS: "0",
      });
      expect(await logLines(aws.endpoint, `/aws/lambda/${name}`)).toEqual([]);
      expect(await counted(aws, rule, "FailedInvocations")).toBe(1);
      expect(await counted(aws, rule, "InvocationsSentToDlq")).toBe(1);
    },
  },
  {
    says: "a dead-letter queue that does not let EventBridge in gets nothing, which is counted",
    holds: async (aws) => {
      const dead = await makeMailbox(aws, "arn:aws:events:*:*:rule/nobody");
      const target = { Arn: arnOf(fresh("gone")), DeadLetterConfig: { Arn: dead.arn } };
      const rule = await makeRule(aws, target);
      await put(aws, rule);
      const failed = () => counted(aws, rule, "InvocationsFailedToBeSentToDlq");
      await eventually(aws, async () => ((await failed()) === 1 ? true : undefined));
      expect(await letters(aws, dead.url)).toEqual([]);
    },
  },
  {
    says: "a queue and a topic take an event when their policies let the rule in",
    holds: async (aws) => {
      const mailbox = await makeMailbox(aws, "arn:aws:events:*:*:rule/nobody");
      const rule = await makeRule(aws, { Arn: mailbox.arn });
      await put(aws, rule, { n: 1 });
      await eventually(aws, async () => ((await counted(aws, rule, "FailedInvocations")) ? true : undefined));
      await letIn(aws, mailbox, rule.arn);
      const behind = await makeMailbox(aws, "*", "sns.amazonaws.com");
      const { TopicArn } = await aws.sns.send(new CreateTopicCommand({ Name: rule.name }));
      const allow = { Effect: "Allow", Principal: { Service: "events.amazonaws.com" } };
      const statement = { ...allow, Action: "sns:Publish", Resource: TopicArn };
      const AttributeValue = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
      const AttributeName = "Policy";
      await aws.sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName, AttributeValue }));
      await aws.sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: behind.arn }));
      await events(aws, "PutTargets", { Rule: rule.name, Targets: [{ Id: "two", Arn: TopicArn }] });
      await put(aws, rule, { n: 2 });
      expect(JSON.parse((await letter(aws, mailbox)).body).detail).toEqual({ n: 2 });
      const { Message } = JSON.parse((await letter(aws, behind)).body);
      expect(JSON.parse(Message).detail).toEqual({ n: 2 });
    },
  },
  {
    says: "a state machine starts under the role of the target, and not without its permission",
    holds: async (aws) => {
      const role = await makeRole(aws, "events.amazonaws.com");
      const { stateMachineArn } = await aws.sfn.send(
        new CreateStateMachineCommand({
          name: fresh("machine"),
          definition: JSON.stringify({ StartAt: "Done", States: { Done: { Type: "Pass", End: true } } }),
          roleArn: await makeRole(aws, "states.amazonaws.com"),
        }),
      );
      const dead = await makeMailbox(aws);
      const DeadLetterConfig = { Arn: dead.arn };
      const rule = await makeRule(aws, { Arn: stateMachineArn, RoleArn: role, DeadLetterConfig });
      await put(aws, rule);
      expect((await letter(aws, dead)).told).toMatchObject({ ERROR_CODE: "NO_PERMISSIONS" });
      const may = { Effect: "Allow", Action: "states:StartExecution", Resource: stateMachineArn };
      const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [may] });
      const RoleName = required(role.split("/").at(-1));
      await aws.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "start", PolicyDocument }));
      await put(aws, rule);
      const started = await eventually(aws, async () => {
        const { executions = [] } = await aws.sfn.send(new ListExecutionsCommand({ stateMachineArn }));
        return executions.length > 0 ? executions.length : undefined;
      });
      expect(started).toBe(1);
    },
  },
  {
    says: "a disabled rule delivers nothing",
    holds: async (aws) => {
      const mailbox = await makeMailbox(aws);
      const rule = await makeRule(aws, { Arn: mailbox.arn }, { State: "DISABLED" });
      await put(aws, rule, { n: 1 });
      await events(aws, "EnableRule", { Name: rule.name });
      await put(aws, rule, { n: 2 });
      expect(JSON.parse((await letter(aws, mailbox)).body).detail).toEqual({ n: 2 });
      expect(await letters(aws, mailbox.url)).toEqual([]);
    },
  },
  {
    says: "what S3 tells the default bus reaches a function, in the form of events",
    holds: async (aws) => {
      const name = await makeFunction(aws, SAYS_WHAT_IT_GOT);
      const Bucket = await makeBucket(aws.s3);
      const EventPattern = JSON.stringify({
        source: ["aws.s3"],
        "detail-type": ["Object Created"],
        detail: { bucket: { name: [Bucket] }, object: { key: [{ prefix: "in/" }] } },
      });
      const rule = await makeRule(aws, { Arn: arnOf(name) }, { EventPattern });
      await letServiceIn(aws, name, rule.arn);
      const NotificationConfiguration = { EventBridgeConfiguration: {} };
      await aws.s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }));
      await aws.s3.send(new PutObjectCommand({ Bucket, Key: "out/b", Body: "x" }));
      const { VersionId } = await aws.s3.send(new PutObjectCommand({ Bucket, Key: "in/a b", Body: "x" }));
      const [event] = (await got(aws, name)) as [{ detail: unknown; resources: unknown }];
      expect(event).toMatchObject({ source: "aws.s3", resources: [`arn:aws:s3:::${Bucket}`] });
      expect(event.detail).toEqual({
        version: "0",
        bucket: { name: Bucket },
        object: {
          key: "in/a b",
          size: 1,
          etag: "9dd4e461268c8034f5c8564e155c67a6",
          "version-id": VersionId,
          sequencer: expect.stringMatching(/^[0-9A-F]+$/),
        },
        "request-id": expect.any(String),
        requester: ACCOUNT,
        "source-ip-address": expect.any(String),
        reason: "PutObject",
      });
    },
  },
  {
    says: "a rule with an expression fires when its time has come, and not while it is disabled",
    holds: async (aws) => {
      const mailbox = await makeMailbox(aws);
      const name = fresh("rule");
      await events(aws, "PutRule", { Name: name, ScheduleExpression: "rate(2 minutes)" });
      await aim(aws, name, { Arn: mailbox.arn });
      await moveClock(aws, 60);
      await moveClock(aws, 70);
      const first = JSON.parse((await letter(aws, mailbox)).body);
      expect(first).toMatchObject({ source: "aws.events", "detail-type": "Scheduled Event", detail: {} });
      expect(first.resources).toEqual([`arn:aws:events:${HOME}:${ACCOUNT}:rule/${name}`]);
      await events(aws, "DisableRule", { Name: name });
      await moveClock(aws, 600);
      await events(aws, "EnableRule", { Name: name });
      await moveClock(aws, 120);
      await letter(aws, mailbox);
      expect(await letters(aws, mailbox.url)).toEqual([]);
    },
  },
];

probeBoth(probes);
