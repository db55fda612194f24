import { ListPipesCommand } from "@aws-sdk/client-pipes";
import { isArn } from "../../core/arn.ts";
import { everyPage } from "../kit/pages.ts";
import { whereServed } from "../kit/where-served.ts";
import type { Inventoried, InventoryOptions, ProtectorPorts } from "../protector.ts";
import { arnOfPipe } from "./arn.ts";
import type { PipeReads } from "./read.ts";
import { relatedListed } from "./related.ts";

/** Every pipe of the region, with what it calls: its enrichment and its target; none where AWS has no Pipes. */
export function inventory(
  ports: ProtectorPorts & PipeReads,
  { warn }: InventoryOptions,
): AsyncIterable<Inventoried> {
  return whereServed(every(ports), {
    ...{ service: "EventBridge Pipes", of: "pipes", region: ports.region, warn },
  });
}

/** One that is being deleted is none. */
async function* every(ports: ProtectorPorts & PipeReads): AsyncIterable<Inventoried> {
  const pages = everyPage(
    "pipes:ListPipes",
    ports.region,
    (NextToken) => ports.pipes.send(new ListPipesCommand({ Limit: 100, NextToken })),
    ({ NextToken }) => NextToken,
  );
  for await (const { Pipes = [] } of pages)
    for (const { Name: name, CurrentState, Source, Enrichment, Target } of Pipes) {
      if (name === undefined) throw new Error(`pipes:ListPipes of ${ports.region}: one without a name`);
      if (CurrentState === "DELETING") continue;
      yield {
        kind: "pipe",
        id: name,
        name,
        arn: arnOfPipe(ports, name),
        related: relatedListed({
          ...(Source !== undefined && { Source }),
          ...(Enrichment !== undefined && { Enrichment }),
          ...(Target !== undefined && { Target }),
        }),
        // No policy selects a pipe by its tags.
        tags: {},
        feeds: [Enrichment ?? "", Target ?? ""].filter(isArn),
      };
    }
}
