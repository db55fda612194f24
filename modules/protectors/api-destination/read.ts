import { DescribeApiDestinationCommand, type EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { CallError, call } from "../kit/calls.ts";
import { pick } from "../kit/json.ts";
import type { DestinationDocument } from "./document.ts";

/** What reading an API destination asks. */
export interface DestinationReads {
  readonly events: Pick<EventBridgeClient, "send">;
}

export interface ReadDestination extends Pick<DestinationDocument, "arn" | "connection" | "settings"> {
  /** When it was last changed: ISO 8601. */
  readonly revision: string;
}

export const READ = "events:DescribeApiDestination";

export async function readDestination({ events }: DestinationReads, name: string): Promise<ReadDestination> {
  const answer = await call(READ, name, () => events.send(new DescribeApiDestinationCommand({ Name: name })));
  const { ApiDestinationArn: arn, ConnectionArn: connection, LastModifiedTime, CreationTime } = answer;
  if (arn === undefined || connection === undefined)
    throw new CallError(READ, name, new Error("answered without its ARN or its connection's"));
  return {
    arn,
    connection,
    settings: pick(answer, [
      "Description",
      "HttpMethod",
      "InvocationEndpoint",
      "InvocationRateLimitPerSecond",
    ]),
    revision: (LastModifiedTime ?? CreationTime)?.toISOString() ?? "",
  };
}
