import { connectionName } from "../event-connection/arn.ts";
import { giveSecret } from "../event-connection/give.ts";
import { awaitsSecret } from "../event-connection/given.ts";
import { readConnection } from "../event-connection/read.ts";
import { type Attempted, attemptOrNone } from "../kit/attempt.ts";
import { ARM_AGAIN, RestoreError } from "../kit/restore-error.ts";
import type { ProtectorPorts } from "../protector.ts";
import { destinationName } from "./arn.ts";
import { type DestinationReads, READ, readDestination } from "./read.ts";

/** What calls something by its ARN: `its target orders`. */
interface Called {
  readonly what: string;
  readonly arn: string;
}

/**
 * EventBridge tries no event again that an API destination answers by 401: one that came before the secret of a restored
 * connection is given again would be lost.
 * @throws RestoreError where an API destination that is called has such a connection
 */
export async function refuseAwaiting(
  ports: DestinationReads & Pick<ProtectorPorts, "sleep">,
  { resource, call }: Pick<Attempted, "resource" | "call">,
  all: readonly Called[],
): Promise<void> {
  for (const { what, arn } of all) {
    const destination = destinationName(arn);
    if (destination === undefined) continue;
    const asked = { resource, call: READ, again: ARM_AGAIN };
    const found = await attemptOrNone(ports.sleep, asked, () => readDestination(ports, destination));
    const name = connectionName(found?.connection ?? "");
    if (name === undefined) continue;
    const reading = { resource, call: "events:DescribeConnection", again: ARM_AGAIN };
    const connection = await attemptOrNone(ports.sleep, reading, () => readConnection(ports, name));
    if (connection === undefined || !awaitsSecret(connection)) continue;
    throw new RestoreError(
      resource,
      call,
      `${what} calls API destination ${destination} by connection ${name}, whose secret is not given again yet: events would be lost`,
      `${giveSecret(name, connection)}; then ${ARM_AGAIN}`,
    );
  }
}
