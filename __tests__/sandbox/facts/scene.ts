import { randomBytes } from "node:crypto";
import { zip } from "../extension/clients.ts";
import type { Send } from "./play.ts";

/** Puts on the stage what a scenario wants to be there, and gives the names that its inputs may use. */
export async function scene(given: readonly string[], send: Send): Promise<Map<string, unknown>> {
  const made = new Map<string, unknown>([
    ["fresh", `fact-${randomBytes(4).toString("hex")}`],
    ["zip", zip({ "index.py": "def handler(event, context): return event" })],
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

async function role(made: Map<string, unknown>, send: Send, service: string, name: string): Promise<void> {
  const RoleName = `${made.get("fresh")}-${name}`;
  const statement = { Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  const { Role } = await ask(send, "iam:CreateRole", { RoleName, AssumeRolePolicyDocument });
  const reads = { Effect: "Allow", Action: "*", Resource: "*" };
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [reads] });
  await ask(send, "iam:PutRolePolicy", { RoleName, PolicyName: "everything", PolicyDocument });
  made.set(name, (Role as { Arn: string }).Arn);
}

const SCENES: Readonly<Record<string, Maker>> = {
  role: (made, send) => role(made, send, "lambda.amazonaws.com", "role"),
  statesRole: (made, send) => role(made, send, "states.amazonaws.com", "statesRole"),
  schedulerRole: (made, send) => role(made, send, "scheduler.amazonaws.com", "schedulerRole"),
  function: async (made, send) => {
    await SCENES.role?.(made, send);
    const { FunctionName } = await ask(send, "lambda:CreateFunction", {
      FunctionName: made.get("fresh"),
      Runtime: "python3.12",
      Handler: "index.handler",
      Role: made.get("role"),
      Code: { ZipFile: made.get("zip") },
    });
    await settled(made.get("fresh"), send);
    made.set("function", FunctionName);
  },
  queue: async (made, send) => {
    const { QueueUrl } = await ask(send, "sqs:CreateQueue", { QueueName: made.get("fresh") });
    made.set("queueUrl", QueueUrl);
    made.set("queueArn", `arn:aws:sqs:us-east-1:123456789012:${made.get("fresh")}`);
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

/** AWS goes on making a function after it has answered; nothing may be changed until then. */
export async function settled(FunctionName: unknown, send: Send): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const { State, LastUpdateStatus } = await ask(send, "lambda:GetFunctionConfiguration", { FunctionName });
    if (State !== "Pending" && LastUpdateStatus !== "InProgress") return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${FunctionName} does not settle`);
}
