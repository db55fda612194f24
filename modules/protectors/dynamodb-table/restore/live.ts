import type { JsonObject } from "../../../contract/json.ts";
import { requireAnsweredFor } from "../../kit/answered-for.ts";
import { attempt, attemptOrNone } from "../../kit/attempt.ts";
import { sameJson } from "../../kit/canonical.ts";
import { isMarked, markOf, ownTags } from "../../kit/hashed-mark.ts";
import { MARK } from "../../kit/mark.ts";
import { writableTags } from "../../kit/tags.ts";
import { comparable } from "../comparable.ts";
import type { TableDocument, TableSettings } from "../document.ts";
import { readDescription, readTable } from "../read.ts";
import { viewOf } from "../view.ts";
import { restoredAs } from "./create.ts";
import type { LiveTable, TableRestorePorts } from "./draft.ts";
import { indexesOf } from "./indexes.ts";
import type { TableOrigin } from "./origin.ts";

/** `undefined` when no table has this name. Any other answer than a full one throws. */
export async function readLive(
  ports: TableRestorePorts,
  { name, arn }: TableDocument,
): Promise<LiveTable | undefined> {
  const what = { resource: `table ${name}`, call: "dynamodb:DescribeTable" };
  const description = await attemptOrNone(ports.sleep, what, () => readDescription(ports, name));
  if (description === undefined) return undefined;
  requireAnsweredFor(description.TableArn ?? "no table", arn, what);
  if (/^(CREATING|DELETING)$/.test(description.TableStatus ?? "")) return { description };
  return { description, settings: await attempt(ports.sleep, what, () => readTable(ports, name)) };
}

/** How a live table stands to a restore of the point. */
export type StandsAs =
  | "coming" // DynamoDB is restoring it for us
  | "begun" // a restore of this point has not finished
  | "there"
  | "made" // somebody makes it
  | "going"; // it is being deleted

/** A restore is gone on with only where the items are those of the point: of a table with others nothing is written unasked. */
export function standsAs(
  live: LiveTable,
  origin: TableOrigin,
  document: TableDocument,
  point: string,
): StandsAs {
  const { description, settings } = live;
  if (description.TableStatus === "DELETING") return "going";
  const isOurs = origin.of === "point";
  if (settings === undefined) return isOurs ? "coming" : "made";
  if (!isOurs) return "there";
  return settings.tags[MARK] === markOf(point) || isBare(live, settings, document) ? "begun" : "there";
}

/** Whether a table is as DynamoDB restores it, before anybody sets anything. */
function isBare({ description }: LiveTable, is: TableSettings, document: TableDocument): boolean {
  const { insights, destinations, scaling, tags } = is;
  if (isMarked(tags) || Object.keys(writableTags(ownTags(tags))).length > 0) return false;
  if ([insights, destinations, scaling].some((all) => all.length > 0)) return false;
  const views = [restoredAs(document, indexesOf(description)), is].map(viewOf) as [JsonObject, JsonObject];
  const [wanted, now] = comparable(...views, document.scaling).map(withoutClass);
  return sameJson(wanted, now);
}

/** A restore may have kept it. */
function withoutClass(view: JsonObject): JsonObject {
  const { TableClass: _, ...settings } = view.settings as JsonObject;
  return { ...view, settings };
}
