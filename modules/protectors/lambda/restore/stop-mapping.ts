import { GetEventSourceMappingCommand, UpdateEventSourceMappingCommand } from "@aws-sdk/client-lambda";
import { attemptOrNone } from "../../kit/attempt.ts";
import { RestoreError } from "../../kit/restore-error.ts";
import type { MappingDocument } from "../document.ts";
import type { Draft, FunctionStep } from "./draft.ts";
import { sourceLabel } from "./mapping-settings.ts";
import type { MappingPorts } from "./ports.ts";

const MAX_POLLS = 120;

/** Before there is a function that it would invoke. */
export function stopStep({ ports, live }: Draft, { uuid, settings }: MappingDocument): FunctionStep {
  const why =
    live === undefined ? "which outlived the function" : "which would invoke the function before arm";
  return {
    title: `disable the mapping from ${sourceLabel(settings)}, ${why}`,
    call: "lambda:UpdateEventSourceMapping",
    // It is there: the one thing of others that a restore changes without a word.
    effect: "replace",
    perform: () => stopMapping(ports, uuid),
  };
}

/** What becomes of a mapping that the point does not have, of a function that is made anew. */
export function staysStopped({ ports: { region } }: Draft, { uuid, settings }: MappingDocument): string {
  const at = `--region ${region} --uuid ${uuid}`;
  return (
    `mapping ${uuid} from ${sourceLabel(settings)} is not in the point: it stays disabled, also after arm; ` +
    `enable it with aws lambda update-event-source-mapping ${at} --enabled, ` +
    `or delete it with aws lambda delete-event-source-mapping ${at}`
  );
}

/** Disables one and waits until Lambda says so: 10 minutes at most. One that is gone is as good. */
async function stopMapping(
  { lambda, sleep, region }: Pick<MappingPorts, "lambda" | "sleep" | "region">,
  uuid: string,
): Promise<void> {
  const resource = `mapping ${uuid}`;
  const call = "lambda:UpdateEventSourceMapping";
  let asked = false;
  for (let poll = 0; ; poll++) {
    const now = await attemptOrNone(sleep, { resource, call: "lambda:GetEventSourceMapping" }, () =>
      lambda.send(new GetEventSourceMappingCommand({ UUID: uuid })),
    );
    if (now === undefined || now.State === "Disabled" || now.State === "Deleting") return;
    if (poll === MAX_POLLS)
      throw new RestoreError(
        resource,
        call,
        `it stayed ${now.State}: ${now.StateTransitionReason ?? "Lambda does not say why"}`,
        `delete it with aws lambda delete-event-source-mapping --region ${region} --uuid ${uuid}; then run the restore again`,
      );
    if (asked || now.State === "Disabling") await sleep(Math.min(5_000, 500 * (poll + 1)));
    else {
      await attemptOrNone(sleep, { resource, call }, () =>
        lambda.send(new UpdateEventSourceMappingCommand({ UUID: uuid, Enabled: false })),
      );
      asked = true;
    }
  }
}
