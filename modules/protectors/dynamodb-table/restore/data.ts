import {
  type BackupSummary,
  DescribeBackupCommand,
  DescribeContinuousBackupsCommand,
  type DynamoDBClient,
  ListBackupsCommand,
} from "@aws-sdk/client-dynamodb";
import { parsePointKey } from "../../../recovery/layout.ts";
import type { Blocked } from "../../blocked.ts";
import { attempt, attemptOrNone } from "../../kit/attempt.ts";
import { listAll } from "../../kit/pages.ts";
import { apiError } from "../../kit/restore-error.ts";
import type { PlanPorts } from "../../protector.ts";
import type { TableDocument } from "../document.ts";
import { readDescription } from "../read.ts";

/** Where the items of a table come from, as one call of DynamoDB takes it. */
export type Data = Whence & {
  /** Names of the secondary indexes that come with them. */
  readonly indexes: ReadonlySet<string>;
  readonly warnings: readonly string[];
};

type Whence =
  | {
      readonly call: "dynamodb:RestoreTableFromBackup";
      readonly input: { readonly BackupArn: string };
      /** `its system backup of 2026-11-30T06:00:00Z` */
      readonly told: string;
    }
  | {
      readonly call: "dynamodb:RestoreTableToPointInTime";
      readonly input: {
        readonly SourceTableArn: string;
        readonly RestoreDateTime?: Date;
        readonly UseLatestRestorableTime?: boolean;
      };
      readonly told: string;
    };

interface Asking {
  readonly dynamodb: Pick<DynamoDBClient, "send">;
  readonly sleep: PlanPorts["sleep"];
}

/** What nobody can bring back. No table is made empty in its place. */
function noData(message: string, hint: string): Blocked {
  return { because: "incomplete", message: `${message}; a table is not made again without its items`, hint };
}

/** AWS Backup's points are another thing than zonekeep's: a person restores from them. */
const BACKUP =
  "if AWS Backup has a recovery point of it, restore the table from that under this name (zonekeep does not do it yet), " +
  "and run the restore again with --replace: it writes the settings";

/** Regions from which and to which DynamoDB restores no table of another one. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/pointintimerecovery_restores.html */
const ALONE = new Set(["ap-east-1", "me-south-1"]);

/**
 * Where the items come from. A table that is there goes back to the time of the point, as far as its point-in-time recovery
 * reaches; of one that was deleted there is a backup of its last moment, if that was on.
 */
export async function findData(
  ports: Asking & Pick<PlanPorts, "region" | "account" | "elsewhere">,
  source: TableDocument,
  point: string,
  client: (of: Parameters<Parameters<NonNullable<PlanPorts["elsewhere"]>>[1]>[0]) => Asking["dynamodb"],
): Promise<Data | Blocked> {
  const { name, region, account, replicas } = source;
  const label = `table ${name} of ${region}`;
  if (account !== ports.account)
    return noData(
      `${label} is of account ${account}, and DynamoDB restores no table into another one`,
      BACKUP,
    );
  if (region === ports.region) return findAt(ports, source, point);
  if (ALONE.has(region) || ALONE.has(ports.region))
    return noData(`DynamoDB restores no table from ${region} to ${ports.region}`, BACKUP);
  const ask = ports.elsewhere;
  const { sleep } = ports;
  const beside =
    replicas.length === 0 ? "" : `; it had replicas in ${replicas.join(", ")}, which hold its items`;
  const unasked = (why: string): Blocked =>
    noData(
      `${label} cannot be asked for its items (${why})${beside}`,
      `run it again when ${region} answers; or, ${BACKUP}`,
    );
  if (ask === undefined) return unasked("only one region is asked");
  try {
    return await ask(region, (of) => findAt({ dynamodb: client(of), sleep }, source, point));
  } catch (error) {
    return unasked(apiError(error).message);
  }
}

async function findAt(asking: Asking, source: TableDocument, point: string): Promise<Data | Blocked> {
  const { name } = source;
  const what = { resource: `table ${name}`, call: "dynamodb:DescribeTable" };
  const there = await attemptOrNone(asking.sleep, what, () => readDescription(asking, name));
  return there === undefined || there.TableStatus === "DELETING"
    ? ofDeleted(asking, source)
    : ofTable(asking, source, point, [
        ...(there.LocalSecondaryIndexes ?? []),
        ...(there.GlobalSecondaryIndexes ?? []),
      ]);
}

async function ofTable(
  { dynamodb, sleep }: Asking,
  { name, arn, region }: TableDocument,
  point: string,
  indexes: readonly { readonly IndexName?: string | undefined }[],
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
  const wanted = timeOf(point);
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
    indexes: namesOf(indexes),
    warnings: isTooNew
      ? [
          `the items are those of ${when(latest)} or a little later, the latest time that can be restored, and not of ${when(wanted)}, the time of the point`,
        ]
      : [],
  };
}

async function ofDeleted({ dynamodb, sleep }: Asking, source: TableDocument): Promise<Data | Blocked> {
  const { name, arn, region, tableId } = source;
  const label = `table ${name} of ${region}`;
  const all = await listAll(
    sleep,
    { resource: `table ${name}`, call: "dynamodb:ListBackups" },
    (ExclusiveStartBackupArn) =>
      dynamodb.send(new ListBackupsCommand({ TableName: name, BackupType: "ALL", ExclusiveStartBackupArn })),
    (page) => ({ items: page.BackupSummaries, next: page.LastEvaluatedBackupArn }),
  );
  // Of a table of that name in its own place.
  const own = all.filter(({ TableArn, BackupStatus }) => TableArn === arn && BackupStatus !== "DELETED");
  const systems = own.filter(({ BackupType }) => BackupType === "SYSTEM");
  // Each table of the name that was deleted has left its own.
  const system = newest(systems.filter(({ TableId }) => TableId === tableId)) ?? newest(systems);
  if (system?.BackupArn === undefined) {
    const made = newest(own.filter(({ BackupType }) => BackupType === "USER"));
    return noData(
      `${label} is gone, and DynamoDB has no system backup of it: its point-in-time recovery was off, or it was deleted more than 35 days ago`,
      made?.BackupArn === undefined
        ? BACKUP
        : `an on-demand backup of ${when(made.BackupCreationDateTime)} is there: restore it under this name (aws dynamodb restore-table-from-backup --backup-arn ${made.BackupArn}), and run the restore again with --replace; or, ${BACKUP}`,
    );
  }
  const at = when(system.BackupCreationDateTime);
  const what = { resource: `backup ${system.BackupArn}`, call: "dynamodb:DescribeBackup" };
  const { BackupDescription } = await attempt(sleep, what, () =>
    dynamodb.send(new DescribeBackupCommand({ BackupArn: system.BackupArn })),
  );
  const features = BackupDescription?.SourceTableFeatureDetails;
  return {
    call: "dynamodb:RestoreTableFromBackup",
    input: { BackupArn: system.BackupArn },
    told: `the system backup of ${at}`,
    indexes: namesOf([
      ...(features?.LocalSecondaryIndexes ?? []),
      ...(features?.GlobalSecondaryIndexes ?? []),
    ]),
    warnings: [
      `the items are those of ${at}, just before table ${name} was deleted, whatever the time of the point: DynamoDB keeps no other`,
      ...(system.TableId === tableId
        ? []
        : [
            `the table that was deleted then is another one than was captured: table ${name} was made again in between`,
          ]),
    ],
  };
}

function newest(backups: readonly BackupSummary[]): BackupSummary | undefined {
  const time = ({ BackupCreationDateTime: made }: BackupSummary): number => made?.getTime() ?? 0;
  return backups.toSorted((a, b) => time(b) - time(a))[0];
}

function namesOf(indexes: readonly { readonly IndexName?: string | undefined }[]): ReadonlySet<string> {
  return new Set(indexes.flatMap(({ IndexName }) => IndexName ?? []));
}

/** Milliseconds since 1970 at which the point was made. */
function timeOf(point: string): number {
  const [, date = "", time = ""] = /^(\d{8})T(\d{6})Z/.exec(parsePointKey(point)?.run ?? "") ?? [];
  const day = date.replace(/(....)(..)(..)/, "$1-$2-$3");
  return Date.parse(`${day}T${time.replace(/(..)(..)(..)/, "$1:$2:$3")}Z`);
}

function when(time: Date | number | undefined): string {
  return time === undefined ? "an unknown time" : `${new Date(time).toISOString().slice(0, 19)}Z`;
}
