import { ListApiDestinationsCommand } from "@aws-sdk/client-eventbridge";
import { everyPage } from "../kit/pages.ts";
import type { Inventoried, ProtectorPorts } from "../protector.ts";
import type { DestinationReads } from "./read.ts";

/** Every API destination of the region. */
export async function* inventory(ports: ProtectorPorts & DestinationReads): AsyncIterable<Inventoried> {
  const pages = everyPage(
    "events:ListApiDestinations",
    ports.region,
    (NextToken) => ports.events.send(new ListApiDestinationsCommand({ Limit: 100, NextToken })),
    ({ NextToken }) => NextToken,
  );
  for await (const { ApiDestinations = [] } of pages)
    for (const { Name: name, ApiDestinationArn: arn } of ApiDestinations) {
      if (name === undefined || arn === undefined)
        throw new Error(`events:ListApiDestinations of ${ports.region}: one without a name or an ARN`);
      // It has no tags.
      yield { kind: "api-destination", id: name, name, arn, related: [], feeds: [], tags: {} };
    }
}
