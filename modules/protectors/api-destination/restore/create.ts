import {
  CreateApiDestinationCommand,
  type CreateApiDestinationCommandInput,
} from "@aws-sdk/client-eventbridge";
import { attempt } from "../../kit/attempt.ts";
import { AGAIN, RestoreError } from "../../kit/restore-error.ts";
import type { DestinationDocument } from "../document.ts";
import { changesOf, type DestinationRestorePorts, liveDestination } from "./live.ts";

/**
 * Makes it, and gives the ARN that AWS has drawn. One that was made meanwhile with all of this is ours: the answer to our
 * own call may have been lost.
 */
export async function createDestination(
  ports: DestinationRestorePorts,
  document: DestinationDocument,
): Promise<string> {
  const { name, connection: ConnectionArn, settings } = document;
  const what = { resource: `API destination ${name}`, call: "events:CreateApiDestination" };
  const input = { ...settings, Name: name, ConnectionArn } as CreateApiDestinationCommandInput;
  return attempt(ports.sleep, what, async () => {
    try {
      const { ApiDestinationArn: arn } = await ports.events.send(new CreateApiDestinationCommand(input));
      if (arn === undefined)
        throw new RestoreError(what.resource, what.call, "it answered without an ARN", AGAIN);
      return arn;
    } catch (error) {
      if (!(error instanceof Error && error.name === "ResourceAlreadyExistsException")) throw error;
      const live = await liveDestination(ports, name);
      if (live !== undefined && changesOf(document, live, false).length === 0) return live.arn;
      throw new RestoreError(
        what.resource,
        what.call,
        "one of that name was made meanwhile, and is another",
        AGAIN,
      );
    }
  });
}
