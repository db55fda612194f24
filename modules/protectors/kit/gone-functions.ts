import { GetFunctionConfigurationCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { isArn, parseArn } from "../../core/arn.ts";
import type { ProtectorPorts } from "../protector.ts";
import { attemptOrNone } from "./attempt.ts";

type Ports = Pick<ProtectorPorts, "account" | "region" | "sleep"> & {
  readonly lambda: Pick<LambdaClient, "send">;
};

/** Of these ARNs, the functions of this account and region that are not there any more, or not under that qualifier. */
export async function goneFunctions(ports: Ports, arns: readonly string[]): Promise<ReadonlySet<string>> {
  const gone = new Set<string>();
  for (const arn of new Set(arns)) {
    if (!isArn(arn)) continue;
    const { service, account, region } = parseArn(arn);
    if (service !== "lambda" || account !== ports.account || region !== ports.region) continue;
    const what = { resource: arn, call: "lambda:GetFunctionConfiguration" };
    const there = await attemptOrNone(ports.sleep, what, () =>
      ports.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: arn })),
    );
    if (there === undefined) gone.add(arn);
  }
  return gone;
}
