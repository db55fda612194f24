import type { JsonObject } from "../../contract/json.ts";
import { destinationName } from "../api-destination/arn.ts";
import { READ, readDestination } from "../api-destination/read.ts";
import { connectionName } from "../event-connection/arn.ts";
import { giveSecret } from "../event-connection/give.ts";
import { awaitsSecret } from "../event-connection/given.ts";
import { readConnection } from "../event-connection/read.ts";
import { type Attempted, attemptOrNone } from "../kit/attempt.ts";
import { ARM_AGAIN, RestoreError } from "../kit/restore-error.ts";
import type { ProtectorPorts } from "../protector.ts";
import type { RuleReads } from "./read.ts";

/**
 * EventBridge tries no event again that an API destination answers by 401: one that came before the secret of a restored
 * connection is given again would be lost.
 * @throws RestoreError where a target's destination has such a connection
 */
export async function refuseAwaiting(
  ports: RuleReads & Pick<ProtectorPorts, "sleep">,
  { resource, call }: Pick<Attempted, "resource" | "call">,
  targets: readonly JsonObject[],
): Promise<void> {
  for (const { Id, Arn } of targets) {
    const destination = destinationName(String(Arn));
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
      `its target ${String(Id)} calls API destination ${destination} by connection ${name}, whose secret is not given again yet: events would be lost`,
      `${giveSecret(name, connection)}; then ${ARM_AGAIN}`,
    );
  }
}
