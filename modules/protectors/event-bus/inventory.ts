import { ListEventBusesCommand } from "@aws-sdk/client-eventbridge";
import { arnOfBus, isCustomBus } from "../event-rule/arn.ts";
import { everyPage } from "../kit/pages.ts";
import type { Inventoried, ProtectorPorts } from "../protector.ts";
import type { BusReads } from "./read.ts";

/** Every bus of the region that somebody made by its name. */
export async function* inventory(ports: ProtectorPorts & BusReads): AsyncIterable<Inventoried> {
  const pages = everyPage(
    "events:ListEventBuses",
    ports.region,
    (NextToken) => ports.events.send(new ListEventBusesCommand({ Limit: 100, NextToken })),
    ({ NextToken }) => NextToken,
  );
  for await (const { EventBuses = [] } of pages)
    for (const { Name: name, ManagedBy } of EventBuses) {
      if (name === undefined) throw new Error(`events:ListEventBuses of ${ports.region}: one without a name`);
      // What a service of AWS keeps is left to it. No policy selects a bus by its tags.
      if (isCustomBus(name) && ManagedBy === undefined)
        yield {
          kind: "event-bus",
          id: name,
          name,
          arn: arnOfBus(ports, name),
          ...{ related: [], feeds: [], tags: {} },
        };
    }
}
