import type { IdMap, ProtectorPorts } from "../protector.ts";
import type { GroupDocument } from "./document.ts";
import type { GroupReads } from "./read.ts";
import { liveGroup } from "./restore/live.ts";

/** The group's ARN there, by its name; its own, where none is there yet. */
export async function drawnArn(
  ports: GroupReads & Pick<ProtectorPorts, "sleep">,
  { arn, name }: GroupDocument,
  { name: other = name }: { readonly name?: string },
): Promise<IdMap> {
  const live = await liveGroup(ports, other);
  return { [arn]: live?.arn ?? arn };
}
