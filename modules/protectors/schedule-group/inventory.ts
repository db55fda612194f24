import { ListScheduleGroupsCommand } from "@aws-sdk/client-scheduler";
import { everyPage } from "../kit/pages.ts";
import type { Inventoried, ProtectorPorts } from "../protector.ts";
import type { GroupReads } from "./read.ts";

/** Every group of the region that somebody made. */
export async function* inventory(ports: ProtectorPorts & GroupReads): AsyncIterable<Inventoried> {
  const pages = everyPage(
    "scheduler:ListScheduleGroups",
    ports.region,
    (NextToken) => ports.scheduler.send(new ListScheduleGroupsCommand({ MaxResults: 100, NextToken })),
    ({ NextToken }) => NextToken,
  );
  for await (const { ScheduleGroups = [] } of pages)
    for (const { Name: name, Arn: arn } of ScheduleGroups) {
      if (name === undefined || arn === undefined)
        throw new Error(`scheduler:ListScheduleGroups of ${ports.region}: one without a name`);
      if (name === "default") continue;
      yield { kind: "schedule-group", id: name, name, arn, related: [], feeds: [], tags: {} };
    }
}
