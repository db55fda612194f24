import { DescribeContinuousBackupsCommand } from "@aws-sdk/client-dynamodb";
import type { Blocked } from "../../blocked.ts";
import { attempt, attemptOrNone } from "../../kit/attempt.ts";
import { whyUnasked } from "../../kit/restore-error.ts";
import { timeOfPoint } from "../../kit/time-of-point.ts";
import type { TableDocument } from "../document.ts";
import { readDescription } from "../read.ts";
import type { Index } from "../settings.ts";
import { type Asking, type AskingAnywhere, askIn, type TablesOf } from "./asking.ts";
import { ofDeleted } from "./deleted.ts";
import { indexesOf } from "./indexes.ts";
import { BACKUP, noData } from "./no-data.ts";
import { isAt, when } from "./times.ts";
import type { Data } from "./whence.ts";

/** Regions from which and to which DynamoDB restores no table of another one. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/pointintimerecovery_restores.html */
const ALONE = new Set(["ap-east-1", "me-south-1"]);

/**
 * Where the items come from. A table that is there goes back to the time of the point, as far as its point-in-time recovery
 * reaches; of one that was deleted there is a backup of its last moment, if that was on.
 */
export async function findData(
  ports: AskingAnywhere,
  source: TableDocument,
  point: string,
  tablesOf: TablesOf,
): Promise<Data | Blocked> {
  const { name, region, account, replicas } = source;
  const label = `table ${name} of ${region}`;
  if (account !== ports.account)
    return noData(
      `${label} is of account ${account}, and DynamoDB restores no table into another one`,
      BACKUP,
    );
  if (region !== ports.region && (ALONE.has(region) || ALONE.has(ports.region)))
    return noData(`DynamoDB restores no table from ${region} to ${ports.region}`, BACKUP);
  try {
    return await askIn(ports, region, tablesOf, (asking) => findAt(asking, source, point));
  } catch (error) {
    if (region === ports.region) throw error;
    const beside =
      replicas.length === 0 ? "" : `; it had replicas in ${replicas.join(", ")}, which hold its items`;
    return noData(
      `${label} cannot be asked for its items (${whyUnasked(error)})${beside}`,
      `run it again when ${region} answers; or, ${BACKUP}`,
    );
  }
}

/** A table that was made again under the name has none of the items of the one that was captured. */
async function findAt(asking: Asking, source: TableDocument, point: string): Promise<Data | Blocked> {
  const { name } = source;
  const what = { resource: `table ${name}`, call: "dynamodb:DescribeTable" };
  const found = await attemptOrNone(asking.sleep, what, () => readDescription(asking, name));
  const there = found?.TableStatus === "DELETING" ? undefined : found;
  return there?.TableId === source.tableId
    ? ofTable(asking, source, point, indexesOf(there))
    : ofDeleted(asking, source, there !== undefined);
}

async function ofTable(
  { dynamodb, sleep }: Asking,
  { name, arn, region }: TableDocument,
  point: string,
  indexes: readonly Index[],
): Promise<Data | Blocked> {
  const what = { resource: `table ${name}`, call: "dynamodb:DescribeContinuousBackups" };
  const { ContinuousBackupsDescription: backups } = await attempt(sleep, what, () =>
    dynamodb.send(new DescribeContinuousBackupsCommand({ TableName: name })),
  );
  const recovery = backups?.PointInTimeRecoveryDescription;
  const label = `table ${name} of ${region}`;
  if (recovery?.PointInTimeRecoveryStatus !== "ENABLED")
    return noData(
      `point-in-time recovery of ${label} is off`,
      `switch it on and capture it again; or, ${BACKUP}`,
    );
  const { EarliestRestorableDateTime: earliest, LatestRestorableDateTime: latest } = recovery;
  const wanted = timeOfPoint(point);
  if (earliest === undefined || latest === undefined)
    return noData(
      `point-in-time recovery of ${label} was switched on just now, and goes back to no time yet`,
      "run it again in a few minutes",
    );
  if (wanted < earliest.getTime())
    return noData(
      `the point is of ${when(wanted)}, and point-in-time recovery of ${label} goes back to ${when(earliest)} only`,
      `restore a newer point; or, ${BACKUP}`,
    );
  const isTooNew = wanted > latest.getTime();
  return {
    call: "dynamodb:RestoreTableToPointInTime",
    input: {
      SourceTableArn: arn,
      ...(isTooNew ? { UseLatestRestorableTime: true } : { RestoreDateTime: new Date(wanted) }),
    },
    told: `${label} as of ${isTooNew ? "the latest time that can be restored" : when(wanted)}`,
    indexes,
    made: ({ RestoreSummary: from }) =>
      from?.SourceTableArn === arn &&
      from.SourceBackupArn === undefined &&
      (isTooNew ? (from.RestoreDateTime ?? earliest) >= latest : isAt(from.RestoreDateTime, wanted)),
    warnings: isTooNew
      ? [
          `the items are those of ${when(latest)} or a little later, the latest time that can be restored, and not of ${when(wanted)}, the time of the point`,
        ]
      : [],
  };
}
