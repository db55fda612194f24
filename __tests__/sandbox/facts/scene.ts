import { randomBytes } from "node:crypto";
import { zip } from "../extension/clients.ts";
import type { Send } from "./play.ts";

/** Puts on the stage what a scenario wants to be there, and gives the names that its inputs may use. */
export async function scene(given: readonly string[], send: Send): Promise<Map<string, unknown>> {
  const made = new Map<string, unknown>([
    ["fresh", `fact-${randomBytes(4).toString("hex")}`],
    ["zip", zip({ "index.py": "def handler(event, context): return event" })],
    ["bytes", new TextEncoder().encode("what is kept secret")],
    ["past", new Date("2020-01-01T00:00:00Z")],
    ["soon", new Date(Date.now() + 3_600_000)],
    ["later", new Date(Date.now() + 86_400_000)],
    ["otherZip", zip({ "index.py": "def handler(event, context): return 1" })],
  ]);
  for (const each of given) await SCENES[each]?.(made, send);
  return made;
}

type Maker = (made: Map<string, unknown>, send: Send) => Promise<void>;

async function ask(send: Send, call: string, input: unknown): Promise<Readonly<Record<string, unknown>>> {
  const { answer, refused } = await send(call, input);
  if (answer === undefined) throw new Error(`the scene: ${call} is refused: ${JSON.stringify(refused)}`);
  return answer;
}

async function role(
  made: Map<string, unknown>,
  send: Send,
  Principal: Readonly<Record<string, string>>,
  name: string,
): Promise<void> {
  const RoleName = `${made.get("fresh")}-${name}`;
  const statement = { Effect: "Allow", Principal, Action: "sts:AssumeRole" };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  const { Role } = await ask(send, "iam:CreateRole", { RoleName, AssumeRolePolicyDocument });
  const reads = { Effect: "Allow", Action: "*", Resource: "*" };
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [reads] });
  await ask(send, "iam:PutRolePolicy", { RoleName, PolicyName: "everything", PolicyDocument });
  made.set(name, (Role as { Arn: string }).Arn);
}

const SCENES: Readonly<Record<string, Maker>> = {
  role: (made, send) => role(made, send, { Service: "lambda.amazonaws.com" }, "role"),
  statesRole: (made, send) => role(made, send, { Service: "states.amazonaws.com" }, "statesRole"),
  schedulerRole: (made, send) => role(made, send, { Service: "scheduler.amazonaws.com" }, "schedulerRole"),
  accountRole: (made, send) => role(made, send, { AWS: "123456789012" }, "accountRole"),
  function: async (made, send) => {
    await SCENES.role?.(made, send);
    const { FunctionName } = await ask(send, "lambda:CreateFunction", {
      FunctionName: made.get("fresh"),
      Runtime: "python3.12",
      Handler: "index.handler",
      Role: made.get("role"),
      Code: { ZipFile: made.get("zip") },
    });
    await settled("lambda:CreateFunction", { FunctionName }, send);
    made.set("function", FunctionName);
  },
  queue: async (made, send) => {
    const { QueueUrl } = await ask(send, "sqs:CreateQueue", { QueueName: made.get("fresh") });
    made.set("queueUrl", QueueUrl);
    made.set("queueArn", `arn:aws:sqs:us-east-1:123456789012:${made.get("fresh")}`);
  },
  stream: async (made, send) => {
    await send("kinesis:CreateStream", { StreamName: made.get("fresh"), ShardCount: 1 });
    made.set("streamArn", `arn:aws:kinesis:us-east-1:123456789012:stream/${made.get("fresh")}`);
  },
  table: async (made, send) => {
    const { TableDescription } = await ask(send, "dynamodb:CreateTable", {
      TableName: made.get("fresh"),
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      BillingMode: "PAY_PER_REQUEST",
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
    });
    made.set("tableStreamArn", (TableDescription as { LatestStreamArn: string }).LatestStreamArn);
  },
  bucket: async (made, send) => {
    await ask(send, "s3:CreateBucket", { Bucket: made.get("fresh") });
    made.set("bucket", made.get("fresh"));
  },
  key: async (made, send) => {
    const { KeyMetadata } = await ask(send, "kms:CreateKey", {});
    made.set("key", (KeyMetadata as { KeyId: string }).KeyId);
  },
};

/** What AWS goes on doing after it has answered; nothing may be changed until it is done. */
export async function settled(
  call: string,
  { FunctionName, UUID, executionArn }: Readonly<Record<string, unknown>>,
  send: Send,
): Promise<void> {
  if (/^lambda:(CreateFunction|UpdateFunctionCode|UpdateFunctionConfiguration|PublishVersion)$/.test(call))
    await until(async () => {
      const { State, LastUpdateStatus } = await ask(send, "lambda:GetFunctionConfiguration", {
        FunctionName,
      });
      return State !== "Pending" && LastUpdateStatus !== "InProgress";
    });
  if (/^lambda:(Create|Update)EventSourceMapping$/.test(call))
    await until(async () => {
      const { State } = await ask(send, "lambda:GetEventSourceMapping", { UUID });
      return !/ing$/.test(String(State));
    });
  if (call === "states:StartExecution")
    await until(async () => {
      const { status } = await ask(send, "states:DescribeExecution", { executionArn });
      return status !== "RUNNING";
    });
}

async function until(done: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await done()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("it does not settle");
}
