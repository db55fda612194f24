import { PutFunctionConcurrencyCommand } from "@aws-sdk/client-lambda";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  ListStateMachineVersionsCommand,
  StartExecutionCommand,
  ValidateStateMachineDefinitionCommand,
} from "@aws-sdk/client-sfn";
import { CreateTopicCommand, SubscribeCommand } from "@aws-sdk/client-sns";
import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { expect } from "vitest";
import {
  type Aws,
  eventually,
  fresh,
  HOME,
  makeBucket,
  makeFunction,
  makeQueue,
  makeRole,
  required,
} from "./clients.ts";
import { type Probe, probeBoth } from "./probes.ts";
import { makeMailbox } from "./rules.ts";
import { ACCOUNT } from "./servers.ts";

type States = Readonly<Record<string, unknown>>;

/** Its ARN. */
async function makeMachine(aws: Aws, StartAt: string, States: States): Promise<string> {
  const { stateMachineArn } = await aws.sfn.send(
    new CreateStateMachineCommand({
      name: fresh("machine"),
      roleArn: await makeRole(aws, "states.amazonaws.com"),
      definition: JSON.stringify({ StartAt, States }),
    }),
  );
  return required(stateMachineArn);
}

async function execute(
  aws: Aws,
  stateMachineArn: string,
  input: unknown = {},
): Promise<DescribeExecutionCommandOutput> {
  const { executionArn } = await aws.sfn.send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
  );
  return await eventually(aws, async () => {
    const run = await aws.sfn.send(new DescribeExecutionCommand({ executionArn }));
    return run.status === "RUNNING" ? undefined : run;
  });
}

const output = ({ output: text }: DescribeExecutionCommandOutput): unknown => JSON.parse(required(text));

const invoke = (FunctionName: string, more: object = {}) => ({
  Type: "Task",
  Resource: "arn:aws:states:::lambda:invoke",
  Parameters: { FunctionName, "Payload.$": "$" },
  ...more,
});

/** A map over a list of numbers in S3, with a child that fails for numbers above one. */
async function makeMap(
  aws: Aws,
  more: object,
): Promise<{ machine: string; input: { bucket: string; key: string } }> {
  const bucket = await makeBucket(aws.s3);
  await aws.s3.send(new PutObjectCommand({ Bucket: bucket, Key: "items.json", Body: "[1, 2, 1, 1]" }));
  const machine = await makeMachine(aws, "Each", {
    Each: {
      Type: "Map",
      ItemReader: {
        Resource: "arn:aws:states:::s3:getObject",
        ReaderConfig: { InputType: "JSON" },
        Parameters: { "Bucket.$": "$.bucket", "Key.$": "$.key" },
      },
      ItemSelector: { "n.$": "$$.Map.Item.Value" },
      MaxConcurrency: 2,
      ItemProcessor: {
        ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
        StartAt: "Check",
        States: {
          Check: {
            Type: "Choice",
            Choices: [{ Variable: "$.n", NumericGreaterThan: 1, Next: "TooMuch" }],
            Default: "Fine",
          },
          TooMuch: { Type: "Fail", Error: "TooMuch", Cause: "above one" },
          Fine: { Type: "Succeed" },
        },
      },
      End: true,
      ...more,
    },
  });
  return { machine, input: { bucket, key: "items.json" } };
}

const writer = {
  Resource: "arn:aws:states:::s3:putObject",
  Parameters: { "Bucket.$": "$.bucket", Prefix: "results" },
};

const probes: readonly Probe[] = [
  {
    says: "a machine runs again and again, and nameless executions get a name",
    holds: async (aws) => {
      const machine = await makeMachine(aws, "Done", { Done: { Type: "Pass", End: true } });
      const runs = [await execute(aws, machine), await execute(aws, machine), await execute(aws, machine)];
      expect(runs.map(({ status }) => status)).toEqual(["SUCCEEDED", "SUCCEEDED", "SUCCEEDED"]);
      for (const { name } of runs) expect(name).toMatch(/^[0-9a-f-]{36}$/);
      expect(new Set(runs.map(({ executionArn }) => executionArn)).size).toBe(3);
    },
  },
  {
    says: "the context names the execution and its start as text",
    holds: async (aws) => {
      const machine = await makeMachine(aws, "Tell", {
        Tell: {
          Type: "Pass",
          Parameters: {
            "id.$": "$$.Execution.Id",
            "name.$": "$$.Execution.Name",
            "at.$": "$$.Execution.StartTime",
          },
          End: true,
        },
      });
      const run = await execute(aws, machine);
      expect(output(run)).toEqual({
        id: run.executionArn,
        name: run.name,
        at: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/),
      });
    },
  },
  {
    says: "an error is retried, then caught by its name: the function's own, or Lambda's",
    holds: async (aws) => {
      const broken = await makeFunction(
        aws,
        "exports.handler = async () => { throw Object.assign(new Error('no'), { name: 'Broken' }); };",
      );
      const full = await makeFunction(aws, "exports.handler = async () => 1;");
      await aws.lambda.send(
        new PutFunctionConcurrencyCommand({ FunctionName: full, ReservedConcurrentExecutions: 0 }),
      );
      const attempt = async (name: string, ErrorEquals: string) => {
        const machine = await makeMachine(aws, "Try", {
          Try: invoke(name, {
            Retry: [{ ErrorEquals: [ErrorEquals], IntervalSeconds: 1, MaxAttempts: 1, BackoffRate: 1 }],
            Catch: [{ ErrorEquals: [ErrorEquals], ResultPath: "$.error", Next: "Caught" }],
            End: true,
          }),
          Caught: { Type: "Pass", End: true },
        });
        return output(await execute(aws, machine, { a: 1 }));
      };
      const Cause = expect.stringContaining('"errorMessage":"no"');
      expect(await attempt(broken, "Broken")).toMatchObject({ a: 1, error: { Error: "Broken", Cause } });
      expect(await attempt(full, "Lambda.TooManyRequestsException")).toMatchObject({
        error: { Error: "Lambda.TooManyRequestsException" },
      });
    },
  },
  {
    says: "tasks are called as the machine's role",
    holds: async (aws) => {
      const { arn } = await makeQueue(aws);
      const machine = await makeMachine(aws, "Who", {
        Who: {
          Type: "Task",
          Resource: "arn:aws:states:::aws-sdk:sts:getCallerIdentity",
          Parameters: {},
          End: true,
        },
      });
      expect(output(await execute(aws, machine, { arn }))).toMatchObject({
        Arn: expect.stringMatching(
          new RegExp(`^arn:aws:sts::${ACCOUNT}:assumed-role/role-[0-9a-f]+/states$`),
        ),
      });
    },
  },
  {
    says: "a function, a queue and a topic are reached in one run",
    holds: async (aws) => {
      const name = await makeFunction(aws, "exports.handler = async ({ n }) => ({ n: n + 1 });");
      const { url, arn } = await makeMailbox(aws, "*", "sns.amazonaws.com");
      const { TopicArn } = await aws.sns.send(new CreateTopicCommand({ Name: fresh("topic") }));
      await aws.sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: arn }));
      const machine = await makeMachine(aws, "Add", {
        Add: invoke(name, { OutputPath: "$.Payload", Next: "Queue" }),
        Queue: {
          Type: "Task",
          Resource: "arn:aws:states:::sqs:sendMessage",
          Parameters: { QueueUrl: url, "MessageBody.$": "States.JsonToString($)" },
          ResultPath: null,
          Next: "Tell",
        },
        Tell: {
          Type: "Task",
          Resource: "arn:aws:states:::sns:publish",
          Parameters: { TopicArn, Subject: "s", "Message.$": "States.JsonToString($)" },
          ResultPath: null,
          End: true,
        },
      });
      expect(output(await execute(aws, machine, { n: 41 }))).toEqual({ n: 42 });
      const { Messages = [] } = await aws.sqs.send(
        new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10 }),
      );
      const bodies = Messages.map(({ Body }) => JSON.parse(required(Body)));
      expect(bodies).toContainEqual({ n: 42 });
      expect(bodies).toContainEqual(expect.objectContaining({ Message: '{"n":42}' }));
    },
  },
  {
    says: "a distributed map with one failure too many fails by name",
    holds: async (aws) => {
      const { machine, input } = await makeMap(aws, {});
      expect(await execute(aws, machine, input)).toMatchObject({
        status: "FAILED",
        error: "States.ExceedToleratedFailureThreshold",
      });
    },
  },
  {
    says: "a distributed map tolerates a whole percentage, and writes each item's outcome",
    holds: async (aws) => {
      const { machine, input } = await makeMap(aws, { ToleratedFailurePercentage: 25, ResultWriter: writer });
      const run = await execute(aws, machine, input);
      expect([run.status, run.error, run.cause]).toEqual(["SUCCEEDED", undefined, undefined]);
      const { ResultWriterDetails } = output(run) as { ResultWriterDetails: { Bucket: string; Key: string } };
      const read = async (Key: string) => {
        const { Body } = await aws.s3.send(new GetObjectCommand({ Bucket: input.bucket, Key }));
        return JSON.parse(await required(Body).transformToString());
      };
      const { ResultFiles } = await read(ResultWriterDetails.Key);
      const [succeeded] = await Promise.all([read(ResultFiles.SUCCEEDED[0].Key)]);
      const failed = await read(ResultFiles.FAILED[0].Key);
      expect(ResultFiles.PENDING).toEqual([]);
      expect(succeeded.map((each: { Input: string; Output: string }) => [each.Input, each.Output])).toEqual(
        Array.from({ length: 3 }, () => ['{"n":1}', '{"n":1}']),
      );
      expect(failed).toMatchObject([
        { Input: '{"n":2}', Status: "FAILED", Error: "TooMuch", Cause: "above one" },
      ]);
    },
  },
  {
    says: "as many failures as a path says are tolerated",
    holds: async (aws) => {
      const { machine, input } = await makeMap(aws, {
        ToleratedFailureCountPath: "$.most",
        ResultWriter: writer,
      });
      expect((await execute(aws, machine, { ...input, most: 1 })).status).toBe("SUCCEEDED");
    },
  },
  {
    says: "a definition is judged, and versions are listed",
    holds: async (aws) => {
      const judge = async (definition: string) =>
        (await aws.sfn.send(new ValidateStateMachineDefinitionCommand({ definition }))).result;
      expect(await judge('{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}')).toBe("OK");
      expect(await judge('{"StartAt":"A"}')).toBe("FAIL");
      const stateMachineArn = await makeMachine(aws, "A", { A: { Type: "Succeed" } });
      const { stateMachineVersions } = await aws.sfn.send(
        new ListStateMachineVersionsCommand({ stateMachineArn }),
      );
      expect(stateMachineVersions).toEqual([]);
      expect(stateMachineArn).toContain(`arn:aws:states:${HOME}:${ACCOUNT}:stateMachine:`);
    },
  },
];

probeBoth(probes);
