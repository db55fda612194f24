import type { Inventoried, ProtectorPorts } from "../protector.ts";
import { arnOfGroup } from "./arn.ts";
import { groupsFrom, type LogReads } from "./read.ts";

/** Every log group of the region. Whom it calls is told by its filters, a call for each group. */
export async function* inventory(ports: ProtectorPorts & LogReads): AsyncIterable<Inventoried> {
  for await (const { logGroups = [] } of groupsFrom(ports, undefined, ports.region))
    for (const { logGroupName: name } of logGroups) {
      if (name === undefined)
        throw new Error(`logs:DescribeLogGroups of ${ports.region}: one without a name`);
      // No policy selects a group by its tags.
      yield {
        kind: "log-filter",
        id: name,
        name,
        arn: arnOfGroup(ports, name),
        related: [],
        tags: {},
        feeds: [],
      };
    }
}
