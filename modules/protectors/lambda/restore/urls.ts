import {
  CreateFunctionUrlConfigCommand,
  type CreateFunctionUrlConfigCommandInput,
  UpdateFunctionUrlConfigCommand,
} from "@aws-sdk/client-lambda";
import type { JsonObject } from "../../../contract/json.ts";
import { attempt } from "../../kit/attempt.ts";
import { canonical, sameJson } from "../../kit/canonical.ts";
import type { QualifiedDocument } from "../document.ts";
import { type Draft, overwriting } from "./draft.ts";

/** Settings and CORS come back; the address is AWS's to give, and is another one. */
export function planUrls(draft: Draft): void {
  const { ports, document, live, steps, blocked, warnings } = draft;
  for (const url of document.urls) {
    const label = url.qualifier === "$LATEST" ? document.name : `${document.name}:${url.qualifier}`;
    const there = live?.urls.find(({ qualifier }) => qualifier === url.qualifier);
    if (there !== undefined && sameJson(formOf(there), formOf(url))) {
      steps.push({
        title: `URL of ${label} is as it was`,
        call: "lambda:ListFunctionUrlConfigs",
        effect: "keep",
      });
      continue;
    }
    if (url.settings.AuthType === "NONE" && !draft.allowPublic)
      blocked.push({
        because: "public",
        message: `the URL of ${label} asks nobody who they are (AuthType NONE)`,
        hint: "say --allow-public if that is meant",
      });
    if (there === undefined) warnings.push(`the URL of ${label} gets a new address; point its clients there`);
    const call = there === undefined ? "lambda:CreateFunctionUrlConfig" : "lambda:UpdateFunctionUrlConfig";
    steps.push({
      title: `${there === undefined ? "create" : "set"} the URL of ${label}`,
      call,
      effect: there === undefined ? "create" : overwriting(draft),
      perform: async () => {
        const input = {
          FunctionName: document.name,
          ...(url.qualifier !== "$LATEST" && { Qualifier: url.qualifier }),
          ...(there !== undefined && { Cors: {} }),
          ...canonical(url.settings),
        } as unknown as CreateFunctionUrlConfigCommandInput;
        await attempt<unknown>(ports.sleep, { resource: label, call }, () =>
          there === undefined
            ? ports.lambda.send(new CreateFunctionUrlConfigCommand(input))
            : ports.lambda.send(new UpdateFunctionUrlConfigCommand(input)),
        );
      },
    });
  }
  for (const { qualifier } of live?.urls ?? [])
    if (!document.urls.some((url) => url.qualifier === qualifier))
      warnings.push(`the URL of ${document.name} (${qualifier}) is not in the point; it stays`);
}

/** BUFFERED is what an absent mode means. */
function formOf({ settings }: QualifiedDocument): JsonObject {
  return canonical({ ...settings, InvokeMode: settings.InvokeMode ?? "BUFFERED" });
}
