import { CreateConnectionCommand, type CreateConnectionCommandInput } from "@aws-sdk/client-eventbridge";
import { attempt } from "../../kit/attempt.ts";
import { AGAIN, RestoreError } from "../../kit/restore-error.ts";
import type { ConnectionDocument } from "../document.ts";
import { withSecretMark } from "../mark.ts";
import { withPlaceholders } from "../secret.ts";
import { type ConnectionRestorePorts, changesOf, isOtherwise, liveConnection } from "./live.ts";

/**
 * Makes it, marked, with a placeholder for each secret, and gives the ARN that AWS has drawn. One that was made meanwhile
 * with all of this is ours: the answer to our own call may have been lost.
 */
export async function createConnection(
  ports: ConnectionRestorePorts,
  document: ConnectionDocument,
): Promise<string> {
  const { name, settings, authorization } = document;
  const what = { resource: `connection ${name}`, call: "events:CreateConnection", hint: ofOwnRole };
  return attempt(ports.sleep, what, async () => {
    try {
      const { ConnectionArn: arn } = await ports.events.send(
        new CreateConnectionCommand({
          ...settings,
          ...withPlaceholders(authorization),
          Name: name,
          Description: withSecretMark(String(settings.Description ?? "")),
        } as unknown as CreateConnectionCommandInput),
      );
      if (arn === undefined)
        throw new RestoreError(what.resource, what.call, "it answered without an ARN", AGAIN);
      return arn;
    } catch (error) {
      if (!(error instanceof Error && error.name === "ResourceAlreadyExistsException")) throw error;
      const live = await liveConnection(ports, name);
      const same = live?.marked && changesOf(document, live).length === 0 && !isOtherwise(document, live);
      if (same) return live.arn;
      throw new RestoreError(
        what.resource,
        what.call,
        "one of that name was made meanwhile, and is another",
        AGAIN,
      );
    }
  });
}

/** In an account that never had a connection, AWS makes a role of its own with the first one; no restore writes IAM. */
function ofOwnRole(words: string): string | undefined {
  return /service-?linked-?role/i.test(words)
    ? `make EventBridge's role first (aws iam create-service-linked-role --aws-service-name apidestinations.events.amazonaws.com); then ${AGAIN}`
    : undefined;
}
