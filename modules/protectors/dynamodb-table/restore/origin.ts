import type { RestoreSummary, TableDescription } from "@aws-sdk/client-dynamodb";
import { dayOf } from "../../../core/day.ts";
import { whyUnasked } from "../../kit/restore-error.ts";
import { timeOfPoint } from "../../kit/time-of-point.ts";
import type { TableDocument } from "../document.ts";
import { type AskingAnywhere, askIn, type TablesOf } from "./asking.ts";
import { backupsOf, lastMoment } from "./backups.ts";
import { isAt, when } from "./times.ts";

/** What a live table is to a restore of a point. */
export interface TableOrigin {
  /** The one that was captured; one with the items that a restore of this point gives; or anything else. */
  readonly of: "captured" | "point" | "others";
  /** `was restored on 2026-11-30 from backup ...` */
  readonly told: string;
}

/** Tags and settings anybody may write; from what DynamoDB restored a table it says by itself. */
export async function originOf(
  ports: AskingAnywhere,
  { TableId, CreationDateTime: made, RestoreSummary: from }: TableDescription,
  source: TableDocument,
  point: string,
  tablesOf: TablesOf,
): Promise<TableOrigin> {
  const day = made === undefined ? "" : ` on ${dayOf(made)}`;
  const told = from === undefined ? `was made${day}` : `was restored${day} from ${whence(from)}`;
  if (TableId === source.tableId) return { of: "captured", told };
  if (from?.SourceTableArn !== source.arn || source.account !== ports.account) return { of: "others", told };
  if (from.SourceBackupArn === undefined)
    return { of: isOfTime(from.RestoreDateTime, made, timeOfPoint(point)) ? "point" : "others", told };
  try {
    const backups = await askIn(ports, source.region, tablesOf, (asking) => backupsOf(asking, source));
    const isOurs = lastMoment(backups, source)?.BackupArn === from.SourceBackupArn;
    return { of: isOurs ? "point" : "others", told };
  } catch (error) {
    if (source.region === ports.region) throw error;
    return {
      of: "others",
      told: `${told}, of which ${source.region} cannot be asked (${whyUnasked(error)})`,
    };
  }
}

function whence({ SourceBackupArn, SourceTableArn, RestoreDateTime }: RestoreSummary): string {
  return SourceBackupArn === undefined
    ? `${SourceTableArn ?? "a table"} as of ${when(RestoreDateTime)}`
    : `backup ${SourceBackupArn}`;
}

/** The latest time that can be restored is five minutes ago, typically. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PointInTimeRecoveryDescription.html */
const MOST_BEHIND = 15 * 60_000;

/** Of the time of the point; or of the latest that there was, where the point was newer than that. */
function isOfTime(as: Date | undefined, begun: Date | undefined, point: number): boolean {
  if (as === undefined || begun === undefined) return false;
  if (isAt(as, point)) return true;
  const [from, to] = [as.getTime(), begun.getTime()];
  return from < point && point <= to && to - from <= MOST_BEHIND;
}
