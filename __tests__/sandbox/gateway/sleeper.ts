import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { zipSync } from "fflate";
import { FAKE_CREDENTIALS } from "../../../sandbox/environment.ts";
import { startSandbox } from "../../../sandbox/sandbox.ts";

/**
 * A program to be killed: a sandbox with a function that runs for ten minutes.
 * Arguments: the scratch folder, and the file that gets the ids of moto's process and of the function's.
 */
const [, , dir = "", pidFile = ""] = process.argv;
const sandbox = await startSandbox({ dir });
const client = { region: "us-east-1", endpoint: sandbox.endpoint, credentials: FAKE_CREDENTIALS };
const trust = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } };
const role = await new IAMClient(client).send(
  new CreateRoleCommand({
    RoleName: "sleeper",
    AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [trust] }),
  }),
);
const lambda = new LambdaClient(client);
const code = `exports.handler = async () => {
  require("node:fs").writeFileSync(${JSON.stringify(pidFile)}, process.ppid + " " + process.pid);
  await new Promise((resolve) => setTimeout(resolve, 600_000));
};`;
await lambda.send(
  new CreateFunctionCommand({
    FunctionName: "sleeper",
    Runtime: "nodejs24.x",
    Handler: "index.handler",
    Timeout: 900,
    Role: role.Role?.Arn,
    Code: { ZipFile: zipSync({ "index.js": new TextEncoder().encode(code) }) },
  }),
);
await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 30 }, { FunctionName: "sleeper" });
await lambda.send(new InvokeCommand({ FunctionName: "sleeper" }));
