import { GetCodeSigningConfigCommand, PutFunctionCodeSigningConfigCommand } from "@aws-sdk/client-lambda";
import { attemptOrNone } from "../../kit/attempt.ts";
import type { Draft } from "./draft.ts";
import { planSetting } from "./setting.ts";

/**
 * Last of the settings: one that enforces signatures would refuse the older versions, which were deployed before it was
 * bound. The configuration itself is not made: whom to trust is nothing that a restore decides.
 */
export async function planCodeSigning(draft: Draft): Promise<void> {
  const { ports, document, live, blocked, warnings } = draft;
  const { name: FunctionName, codeSigningConfig: CodeSigningConfigArn } = document;
  const there = live?.codeSigningConfig;
  if (CodeSigningConfigArn === undefined) {
    if (there !== undefined)
      warnings.push(`${FunctionName} is checked by ${there}, which is not in the point; it stays`);
    return;
  }
  const { lambda, sleep } = ports;
  const what = { resource: CodeSigningConfigArn, call: "lambda:GetCodeSigningConfig" };
  const found =
    there === CodeSigningConfigArn ||
    (await attemptOrNone(sleep, what, () =>
      lambda.send(new GetCodeSigningConfigCommand({ CodeSigningConfigArn })),
    ));
  if (found === undefined)
    blocked.push({
      because: "prerequisite",
      message: `code-signing configuration ${CodeSigningConfigArn} does not exist`,
      hint: "create it first, or map it to one that exists",
    });
  planSetting(draft, {
    title: `code signing by ${CodeSigningConfigArn}`,
    read: "lambda:GetFunctionCodeSigningConfig",
    write: "lambda:PutFunctionCodeSigningConfig",
    same: there === CodeSigningConfigArn,
    there: there !== undefined,
    send: () => lambda.send(new PutFunctionCodeSigningConfigCommand({ FunctionName, CodeSigningConfigArn })),
  });
}
