import {
  PutFunctionEventInvokeConfigCommand,
  type PutFunctionEventInvokeConfigCommandInput,
} from "@aws-sdk/client-lambda";
import type { JsonObject } from "../../../contract/json.ts";
import { attempt } from "../../kit/attempt.ts";
import { canonical, isObject, sameJson } from "../../kit/canonical.ts";
import { comesBack, type Draft, lacksWhatIsGone, overwriting } from "./draft.ts";
import { goneAmong } from "./gone.ts";
import { resolve, toQualifier } from "./ids.ts";

/** Retries, age and destinations of asynchronous invocations; a put replaces all of one qualifier's. */
export async function planAsyncConfigs(draft: Draft): Promise<void> {
  const { ports, document, live, steps, warnings, ids } = draft;
  const wanted = new Set<string | undefined>();
  for (const { qualifier, settings } of document.asyncConfigs) {
    const label = qualifier === "$LATEST" ? document.name : `${document.name}:${qualifier}`;
    const now = toQualifier(qualifier, ids);
    wanted.add(now);
    const part = `async/${qualifier}`;
    const name = `the asynchronous invocation of ${label}`;
    if (!comesBack(draft, part, name)) continue;
    const gone = await goneAmong(draft, destinationsIn(settings));
    if (gone !== undefined) {
      lacksWhatIsGone(draft, part, name, gone);
      continue;
    }
    const there = live?.asyncConfigs.find((config) => config.qualifier === now);
    const same =
      there !== undefined &&
      sameJson(canonical(there.settings), canonical(resolve(settings, document.arn, ids)));
    if (same) {
      steps.push({
        title: `asynchronous invocation of ${label} is as it was`,
        call: "lambda:ListFunctionEventInvokeConfigs",
        effect: "keep",
      });
      continue;
    }
    const call = "lambda:PutFunctionEventInvokeConfig";
    steps.push({
      title: `set asynchronous invocation of ${label}`,
      call,
      effect: there === undefined ? "create" : overwriting(draft),
      part,
      perform: async (later) => {
        const Qualifier = qualifier === "$LATEST" ? undefined : toQualifier(qualifier, later);
        const input = {
          ...canonical(resolve(settings, document.arn, later)),
          FunctionName: document.name,
          ...(Qualifier !== undefined && { Qualifier }),
        } as unknown as PutFunctionEventInvokeConfigCommandInput;
        await attempt(ports.sleep, { resource: label, call }, () =>
          ports.lambda.send(new PutFunctionEventInvokeConfigCommand(input)),
        );
      },
    });
  }
  for (const { qualifier } of live?.asyncConfigs ?? [])
    if (!wanted.has(qualifier))
      warnings.push(
        `asynchronous settings of ${document.name} (${qualifier}) are not in the point; they stay`,
      );
}

/** ARNs that failures and results go to. */
function destinationsIn({ DestinationConfig }: JsonObject): readonly string[] {
  const all = isObject(DestinationConfig) ? Object.values(DestinationConfig) : [];
  return all.flatMap((one) =>
    isObject(one) && typeof one.Destination === "string" ? [one.Destination] : [],
  );
}
