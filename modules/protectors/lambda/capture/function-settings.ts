import {
  GetFunctionCodeSigningConfigCommand,
  GetFunctionRecursionConfigCommand,
  ListProvisionedConcurrencyConfigsCommand,
  type ProvisionedConcurrencyStatusEnum,
} from "@aws-sdk/client-lambda";
import { call, whereOffered } from "../../kit/calls.ts";
import { everyPage } from "../../kit/pages.ts";
import { parseFunctionArn } from "../arn.ts";
import type { FunctionDocument, QualifiedDocument } from "../document.ts";
import type { LambdaReads } from "../ports.ts";

/** What was asked for, with what became of it. */
export interface Allocated extends QualifiedDocument {
  /** Environments that are there. */
  readonly allocated: number;
  readonly status: ProvisionedConcurrencyStatusEnum | undefined;
  /** Why it is `FAILED`. */
  readonly reason: string | undefined;
}

/** By alias or version. What is allocated changes by the minute, and is not kept. */
export async function readAllocated(
  { lambda }: Pick<LambdaReads, "lambda">,
  name: string,
): Promise<readonly Allocated[]> {
  const found: Allocated[] = [];
  const pages = everyPage(
    "lambda:ListProvisionedConcurrencyConfigs",
    name,
    (Marker) => lambda.send(new ListProvisionedConcurrencyConfigsCommand({ FunctionName: name, Marker })),
    ({ NextMarker }) => NextMarker,
  );
  for await (const { ProvisionedConcurrencyConfigs = [] } of pages)
    for (const {
      FunctionArn = "",
      RequestedProvisionedConcurrentExecutions: asked,
      AllocatedProvisionedConcurrentExecutions: allocated = 0,
      Status: status,
      StatusReason: reason,
    } of ProvisionedConcurrencyConfigs)
      found.push({
        qualifier: parseFunctionArn(FunctionArn).qualifier ?? "",
        settings: { ...(asked !== undefined && { ProvisionedConcurrentExecutions: asked }) },
        allocated,
        status,
        reason,
      });
  return found.sort((a, b) => (a.qualifier < b.qualifier ? -1 : 1));
}

/** ARN of the configuration that checks who signed the code; `undefined` when none does: Lambda answers with nothing. */
export async function readCodeSigning({ lambda }: LambdaReads, name: string): Promise<string | undefined> {
  const answer = await whereOffered(() =>
    call("lambda:GetFunctionCodeSigningConfig", name, () =>
      lambda.send(new GetFunctionCodeSigningConfigCommand({ FunctionName: name })),
    ),
  );
  return answer?.CodeSigningConfigArn || undefined;
}

/** `undefined` is `Terminate`, which every function begins with. */
export async function readRecursion(
  { lambda }: LambdaReads,
  name: string,
): Promise<FunctionDocument["recursiveLoop"]> {
  const answer = await whereOffered(() =>
    call("lambda:GetFunctionRecursionConfig", name, () =>
      lambda.send(new GetFunctionRecursionConfigCommand({ FunctionName: name })),
    ),
  );
  return answer?.RecursiveLoop === "Allow" ? "Allow" : undefined;
}
