import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import type { ActivateRequest } from "../../activating.ts";
import { attemptOrNone } from "../../kit/attempt.ts";
import { ARM_AGAIN, RestoreError } from "../../kit/restore-error.ts";
import { parseFunctionArn } from "../arn.ts";
import type { MappingPorts } from "../restore/ports.ts";

/** Whether `own` is a copy of `source`, which is there: then both read the same sources. */
export async function isBesideSource(
  ports: MappingPorts,
  source: string,
  own: string,
  again?: string,
): Promise<boolean> {
  const [from, to] = [parseFunctionArn(source), parseFunctionArn(own)];
  if (from.account !== to.account || from.region !== to.region || from.name === to.name) return false;
  const what = { resource: from.name, call: "lambda:GetFunctionConfiguration", ...(again && { again }) };
  const there = await attemptOrNone(ports.sleep, what, () =>
    ports.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: source })),
  );
  return there !== undefined;
}

/**
 * A copy beside its source would take a share of the source's messages, and nobody could say which. Only where both have
 * the same account and region, for elsewhere they read other sources. Where a person wants that, it is noted.
 * @throws RestoreError while the source is there
 */
export async function refuseBesideSource(
  ports: MappingPorts,
  source: string,
  { arn: own, alongside, note }: ActivateRequest,
): Promise<void> {
  if (!(await isBesideSource(ports, source, own, ARM_AGAIN))) return;
  const { name } = parseFunctionArn(source);
  if (alongside) {
    note(
      `function ${name}, of which ${parseFunctionArn(own).name} is a copy, is there: they share the events`,
    );
    return;
  }
  throw new RestoreError(
    parseFunctionArn(own).name,
    "lambda:UpdateEventSourceMapping",
    `function ${name}, of which it is a copy, is there and reads the same source`,
    `delete ${name} and arm again; or say --alongside, if both are to share the events`,
  );
}
