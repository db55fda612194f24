import { PutFunctionRecursionConfigCommand } from "@aws-sdk/client-lambda";
import type { Draft } from "./draft.ts";
import { planSetting } from "./setting.ts";

/** What Lambda does about a loop that it detects. Every function begins with `Terminate`. */
export function planRecursion(draft: Draft): void {
  const { ports, document, live } = draft;
  const RecursiveLoop = document.recursiveLoop ?? "Terminate";
  const now = live?.recursiveLoop ?? "Terminate";
  if (RecursiveLoop === now && now === "Terminate") return;
  planSetting(draft, {
    title: `recursive loops to ${RecursiveLoop}`,
    read: "lambda:GetFunctionRecursionConfig",
    write: "lambda:PutFunctionRecursionConfig",
    same: RecursiveLoop === now,
    there: live !== undefined,
    send: () =>
      ports.lambda.send(
        new PutFunctionRecursionConfigCommand({ FunctionName: document.name, RecursiveLoop }),
      ),
  });
}
