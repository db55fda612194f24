import { attempt, attemptOrNone } from "../../kit/attempt.ts";
import { isMarked, markOf, ownTags } from "../../kit/hashed-mark.ts";
import { MARK } from "../../kit/mark.ts";
import { RestoreError } from "../../kit/restore-error.ts";
import { writableTags } from "../../kit/tags.ts";
import type { TableDocument, TableSettings } from "../document.ts";
import { readDescription, readTable } from "../read.ts";
import type { LiveTable, TableRestorePorts } from "./draft.ts";

/** `undefined` when no table has this name. Any other answer than a full one throws. */
export async function readLive(
  ports: TableRestorePorts,
  { name, arn }: TableDocument,
): Promise<LiveTable | undefined> {
  const what = { resource: `table ${name}`, call: "dynamodb:DescribeTable" };
  const description = await attemptOrNone(ports.sleep, what, () => readDescription(ports, name));
  if (description === undefined) return undefined;
  if (description.TableArn !== arn)
    throw new RestoreError(
      what.resource,
      what.call,
      `it answered for ${description.TableArn ?? "no table"}, not for ${arn}`,
      "use credentials and a region of the destination",
    );
  if (/^(CREATING|DELETING)$/.test(description.TableStatus ?? "")) return { description };
  return { description, settings: await attempt(ports.sleep, what, () => readTable(ports, name)) };
}

/** How a live table stands to a restore of the point. */
export type Standing =
  | "coming" // DynamoDB is restoring it for us
  | "begun" // a restore of this point has not finished
  | "there"
  | "made" // somebody makes it
  | "going"; // it is being deleted

export function standingOf(
  { description, settings }: LiveTable,
  source: TableDocument,
  point: string,
): Standing {
  const ours = isRestored({ description }, source);
  if (description.TableStatus === "DELETING") return "going";
  if (settings === undefined) return ours ? "coming" : "made";
  // Whoever may tag can write a mark, but nobody says of a table that it was restored.
  if (!ours) return "there";
  if (settings.tags[MARK] === markOf(point)) return "begun";
  return isBare(settings) ? "begun" : "there";
}

/** Whether DynamoDB made a table from the items of that one. */
export function isRestored(live: LiveTable | undefined, { arn }: TableDocument): boolean {
  return live?.description.RestoreSummary?.SourceTableArn === arn;
}

/** As DynamoDB restores a table, before anybody sets anything. */
function isBare(table: TableSettings): boolean {
  const { settings, stream, ttl, recovery, policy, insights, destinations, scaling, tags } = table;
  return (
    [stream, ttl, recovery, policy].every((one) => one === undefined) &&
    [insights, destinations, scaling].every((all) => all.length === 0) &&
    settings.DeletionProtectionEnabled === false &&
    Object.keys(writableTags(ownTags(tags))).length === 0 &&
    !isMarked(tags)
  );
}
