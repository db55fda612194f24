import { gunzipSync } from "node:zlib";
import * as L from "@aws-sdk/client-cloudwatch-logs";
import { AddPermissionCommand, CreateAliasCommand, PublishVersionCommand } from "@aws-sdk/client-lambda";
import { expect } from "vitest";
import { type Aws, fresh, HOME, makeFunction } from "./clients.ts";
import { arnOf, got, SAYS_WHAT_IT_GOT } from "./listeners.ts";
import { type Probe, probeBoth } from "./probes.ts";
import { ACCOUNT } from "./servers.ts";

const logsOf = ({ endpoint }: Aws) =>
  new L.CloudWatchLogsClient({
    ...{ endpoint, region: HOME, maxAttempts: 1 },
    credentials: { accessKeyId: "sandbox", secretAccessKey: "sandbox" },
  });

async function group(aws: Aws, more: Partial<L.CreateLogGroupCommandInput> = {}): Promise<string> {
  const logGroupName = fresh("/shop");
  await logsOf(aws).send(new L.CreateLogGroupCommand({ logGroupName, ...more }));
  return logGroupName;
}

const put = (aws: Aws, logGroupName: string, more: Partial<L.PutSubscriptionFilterCommandInput> = {}) =>
  logsOf(aws).send(
    new L.PutSubscriptionFilterCommand({
      ...{ logGroupName, filterName: "f", filterPattern: "", destinationArn: arnOf("none") },
      ...more,
    }),
  );

async function filters(aws: Aws, logGroupName: string): Promise<L.SubscriptionFilter[]> {
  const { subscriptionFilters = [] } = await logsOf(aws).send(
    new L.DescribeSubscriptionFiltersCommand({ logGroupName }),
  );
  return subscriptionFilters;
}

const letIn = (aws: Aws, FunctionName: string, name: string, Qualifier?: string) =>
  aws.lambda.send(
    new AddPermissionCommand({
      ...{ FunctionName, Qualifier, StatementId: "logs", Action: "lambda:InvokeFunction" },
      Principal: "logs.amazonaws.com",
      SourceArn: `arn:aws:logs:${HOME}:${ACCOUNT}:log-group:${name}:*`,
    }),
  );

async function say(aws: Aws, logGroupName: string, ...messages: string[]): Promise<void> {
  const at = { logGroupName, logStreamName: "s" };
  await logsOf(aws)
    .send(new L.CreateLogStreamCommand(at))
    .catch(() => undefined);
  const timestamp = Date.now();
  const logEvents = messages.map((message) => ({ timestamp, message }));
  await logsOf(aws).send(new L.PutLogEventsCommand({ ...at, logEvents }));
}

const heard = (events: readonly unknown[]): string[] =>
  events.flatMap((event) => {
    const { data } = (event as { awslogs: { data: string } }).awslogs;
    const told = JSON.parse(String(gunzipSync(Buffer.from(data, "base64"))));
    return (told.logEvents as { message: string }[]).map(({ message }) => message);
  });

const probes: Probe[] = [
  {
    says: "a filter is put only where the function's policy lets Logs in, and calls the qualifier that it names",
    holds: async (aws) => {
      const name = await makeFunction(aws, SAYS_WHAT_IT_GOT);
      const made = await group(aws);
      const { Version } = await aws.lambda.send(new PublishVersionCommand({ FunctionName: name }));
      await aws.lambda.send(
        new CreateAliasCommand({ FunctionName: name, Name: "live", FunctionVersion: Version }),
      );
      const destinationArn = `${arnOf(name)}:live`;
      await expect(put(aws, made, { destinationArn })).rejects.toMatchObject({
        name: "InvalidParameterException",
        message:
          "Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute your function.",
      });
      await letIn(aws, name, made, "live");
      await put(aws, made, { destinationArn, filterPattern: 'ERROR -"not me"' });
      await say(aws, made, "all is well", "ERROR not me", "ERROR me");
      expect(heard(await got(aws, name))).toEqual(["ERROR me"]);
    },
  },
  {
    says: "an update sets what it leaves out to its default, but for the fields of the system, which an empty list takes away",
    holds: async (aws) => {
      const name = await makeFunction(aws, SAYS_WHAT_IT_GOT);
      const made = await group(aws);
      await letIn(aws, name, made);
      const destinationArn = arnOf(name);
      await put(aws, made, { destinationArn, distribution: "Random", emitSystemFields: ["@aws.region"] });
      expect(await filters(aws, made)).toMatchObject([
        { distribution: "Random", emitSystemFields: ["@aws.region"] },
      ]);
      await put(aws, made, { destinationArn });
      expect(await filters(aws, made)).toMatchObject([
        { distribution: "ByLogStream", emitSystemFields: ["@aws.region"] },
      ]);
      await put(aws, made, { destinationArn, emitSystemFields: [] });
      expect(await filters(aws, made)).toMatchObject([{ emitSystemFields: [] }]);
    },
  },
  {
    says: "a group takes the days that AWS takes, and goes with its tags and filters",
    holds: async (aws) => {
      const logs = logsOf(aws);
      const made = await group(aws, { tags: { team: "shop" } });
      const of = { logGroupName: made };
      await expect(
        logs.send(new L.PutRetentionPolicyCommand({ ...of, retentionInDays: 15 })),
      ).rejects.toMatchObject({ name: "InvalidParameterException" });
      await logs.send(
        new L.PutMetricFilterCommand({
          ...{ ...of, filterName: "f", filterPattern: "" },
          metricTransformations: [{ metricName: "m", metricNamespace: "n", metricValue: "1" }],
        }),
      );
      await logs.send(new L.DeleteLogGroupCommand(of));
      await logs.send(new L.CreateLogGroupCommand(of));
      expect((await logs.send(new L.DescribeMetricFiltersCommand(of))).metricFilters).toEqual([]);
      const resourceArn = `arn:aws:logs:${HOME}:${ACCOUNT}:log-group:${made}`;
      expect((await logs.send(new L.ListTagsForResourceCommand({ resourceArn }))).tags).toEqual({});
    },
  },
  {
    says: "a protected group is not deleted, and one of another class has no filters",
    holds: async (aws) => {
      const logs = logsOf(aws);
      const kept = await group(aws, { deletionProtectionEnabled: true });
      await expect(logs.send(new L.DeleteLogGroupCommand({ logGroupName: kept }))).rejects.toMatchObject({
        name: "InvalidOperationException",
      });
      const rare = await group(aws, { logGroupClass: "INFREQUENT_ACCESS" });
      await expect(put(aws, rare)).rejects.toMatchObject({ name: "InvalidOperationException" });
      const asked = logs.send(new L.DescribeSubscriptionFiltersCommand({ logGroupName: rare }));
      await expect(asked).rejects.toMatchObject({
        name: "ValidationException",
        message: "This operation is only supported on the Standard log class.",
      });
    },
  },
];

probeBoth(probes);
