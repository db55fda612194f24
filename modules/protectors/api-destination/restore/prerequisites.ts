import { DescribeConnectionCommand } from "@aws-sdk/client-eventbridge";
import type { Blocked } from "../../blocked.ts";
import { connectionName } from "../../event-connection/arn.ts";
import { attemptOrNone } from "../../kit/attempt.ts";
import type { PlannedStep } from "../../protector.ts";
import type { DestinationDocument } from "../document.ts";
import type { DestinationRestorePorts } from "./live.ts";

const READ = "events:DescribeConnection";

/** ARN of the connection that is there by the name of the destination's. */
export async function connectionThere(
  ports: DestinationRestorePorts,
  { connection }: DestinationDocument,
): Promise<string | undefined> {
  const Name = nameOf(connection);
  const found = await attemptOrNone(ports.sleep, { resource: `connection ${Name}`, call: READ }, () =>
    ports.events.send(new DescribeConnectionCommand({ Name })),
  );
  return found?.ConnectionArn;
}

export function useOfConnection({ connection }: DestinationDocument): PlannedStep {
  return { title: `use connection ${nameOf(connection)}`, call: READ, effect: "keep" };
}

/** AWS makes no destination without its connection. `found`: another one has its name. */
export function connectionLacks(
  { name, connection }: DestinationDocument,
  found: string | undefined,
): Blocked {
  return {
    because: "prerequisite",
    message: `connection ${connection} of API destination ${name} is not there`,
    hint:
      found === undefined
        ? `restore event-connection/${nameOf(connection)} with it, or create one and map it to the new ARN`
        : `map it to ${found}`,
  };
}

function nameOf(connection: string): string {
  return connectionName(connection) ?? connection;
}
