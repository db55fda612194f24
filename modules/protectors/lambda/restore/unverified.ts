import { DeleteFunctionCommand, PutFunctionConcurrencyCommand } from "@aws-sdk/client-lambda";
import { attempt } from "../../kit/attempt.ts";
import type { FunctionRestorePorts } from "./ports.ts";

type Ports = Pick<FunctionRestorePorts, "lambda" | "sleep">;

/**
 * Takes away the function that this restore has just made of bytes that are not the point's, and keeps anybody from
 * invoking it until it is gone: it would run somebody else's code with the function's role and values.
 * @returns what became of it, for the error
 */
export async function removeUnverified(ports: Ports, name: string): Promise<string> {
  const stopped = await stopUnverified(ports, name);
  try {
    const what = { resource: name, call: "lambda:DeleteFunction" };
    await attempt(ports.sleep, what, () =>
      ports.lambda.send(new DeleteFunctionCommand({ FunctionName: name })),
    );
    return "it was deleted";
  } catch {
    return `${stopped}; delete it: \`aws lambda delete-function --function-name ${name}\``;
  }
}

/**
 * Keeps anybody from invoking a function that was there before. It stays, and so does what it holds: its versions are the
 * owner's, and what it was before is nothing that a restore has verified.
 * @returns what became of it, for the error
 */
export async function stopUnverified({ lambda, sleep }: Ports, name: string): Promise<string> {
  const input = { FunctionName: name, ReservedConcurrentExecutions: 0 };
  const what = { resource: name, call: "lambda:PutFunctionConcurrency" };
  try {
    await attempt(sleep, what, () => lambda.send(new PutFunctionConcurrencyCommand(input)));
    return "nobody can invoke it any more (reserved concurrency 0)";
  } catch {
    return `it can still be invoked: \`aws lambda put-function-concurrency --function-name ${name} --reserved-concurrent-executions 0\``;
  }
}
