import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import type { JsonObject } from "../../contract/json.ts";
import { isArn, parseArn } from "../../core/arn.ts";
import { attemptOrNone } from "../kit/attempt.ts";
import { destinationOf } from "./entry.ts";
import type { Gone } from "./merge.ts";
import type { BucketPorts } from "./read.ts";

/** Of these entries, the functions of this account and region that are not there any more, or not under that qualifier. */
export async function goneFunctions(ports: BucketPorts, entries: readonly JsonObject[]): Promise<Gone> {
  const gone = new Set<string>();
  for (const arn of new Set(entries.flatMap((entry) => destinationOf(entry) ?? []))) {
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
