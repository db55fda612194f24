import type { EventArchive } from "../../../drain/events/archive-reader.ts";
import { loadProtector } from "../../../protectors/load.ts";
import type { ClientOf } from "../../../protectors/protector.ts";
import { CommandError, EXIT } from "../../terminal/exit.ts";

/** An archive of this account and region, by its name. @throws CommandError where there is none */
export async function findArchive(client: ClientOf, name: string, region: string): Promise<EventArchive> {
  const found = await (await loadProtector("event-archive")).archived?.({ client }, name);
  if (found !== undefined) return found;
  throw new CommandError(
    `there is no event archive ${name} in ${region}`,
    EXIT.bad,
    `aws events list-archives --region ${region} shows those that are there`,
  );
}
