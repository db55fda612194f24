import { ListConnectionsCommand } from "@aws-sdk/client-eventbridge";
import { everyPage } from "../kit/pages.ts";
import type { Inventoried, ProtectorPorts } from "../protector.ts";
import type { ConnectionReads } from "./read.ts";

/** Every connection of the region. */
export async function* inventory(ports: ProtectorPorts & ConnectionReads): AsyncIterable<Inventoried> {
  const pages = everyPage(
    "events:ListConnections",
    ports.region,
    (NextToken) => ports.events.send(new ListConnectionsCommand({ Limit: 100, NextToken })),
    ({ NextToken }) => NextToken,
  );
  for await (const { Connections = [] } of pages)
    for (const { Name: name, ConnectionArn: arn, ConnectionState: state } of Connections) {
      if (name === undefined || arn === undefined)
        throw new Error(`events:ListConnections of ${ports.region}: one without a name or an ARN`);
      if (state === "DELETING") continue;
      // It has no tags.
      yield { kind: "event-connection", id: name, name, arn, related: [], feeds: [], tags: {} };
    }
}
