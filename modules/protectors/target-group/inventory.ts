import { DescribeTargetGroupsCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import { orNone } from "../kit/attempt.ts";
import { everyPage } from "../kit/pages.ts";
import { Refusals } from "../kit/refusals.ts";
import type { Inventoried, InventoryOptions, ProtectorPorts } from "../protector.ts";
import { type GroupReads, readTargets } from "./read.ts";

/** The most that a page has. */
const LIMIT = 400;

/** Every target group of the region that is a function's, with the function. */
export async function* inventory(
  ports: ProtectorPorts & GroupReads,
  { warn }: InventoryOptions,
): AsyncIterable<Inventoried> {
  const refusals = new Refusals();
  const pages = everyPage(
    "elasticloadbalancing:DescribeTargetGroups",
    ports.region,
    (Marker) => ports.elb.send(new DescribeTargetGroupsCommand({ Marker, PageSize: LIMIT })),
    ({ NextMarker }) => NextMarker,
  );
  for await (const { TargetGroups = [] } of pages)
    for (const { TargetGroupArn: arn, TargetGroupName: name, TargetType } of TargetGroups) {
      if (TargetType !== "lambda") continue;
      if (arn === undefined || name === undefined)
        throw new Error(
          `elasticloadbalancing:DescribeTargetGroups of ${ports.region}: one without ARN or name`,
        );
      const feeds = await refusals.ask(name, () => orNone(() => readTargets(ports, arn)), []);
      // Gone since it was listed.
      if (feeds === undefined) continue;
      // No policy selects a target group by its tags.
      yield { kind: "target-group", id: name, name, arn, related: [], tags: {}, feeds };
    }
  refusals.tell(warn, "target groups that may not be asked whom they call, so that they come with nobody");
}
