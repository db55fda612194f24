import { type BackupSummary, DescribeBackupCommand } from "@aws-sdk/client-dynamodb";
import type { Blocked } from "../../blocked.ts";
import { attempt } from "../../kit/attempt.ts";
import type { TableDocument } from "../document.ts";
import type { Asking } from "./asking.ts";
import { backupsOf, lastMoment, newest } from "./backups.ts";
import { indexesOf } from "./indexes.ts";
import { BACKUP, noData } from "./no-data.ts";
import { when } from "./times.ts";
import type { Data } from "./whence.ts";

/** From the backup of its last moment. `isMadeAgain`: another table has its name by now. */
export async function ofDeleted(
  asking: Asking,
  source: TableDocument,
  isMadeAgain: boolean,
): Promise<Data | Blocked> {
  const { name, region, tableId } = source;
  const all = await backupsOf(asking, source);
  const system = lastMoment(all, source);
  const isOwn = system?.TableId === tableId;
  if (system?.BackupArn === undefined || (isMadeAgain && !isOwn))
    return gone(source, isMadeAgain, newest(all.filter(({ BackupType }) => BackupType === "USER")));
  const { BackupArn } = system;
  const at = when(system.BackupCreationDateTime);
  const what = { resource: `backup ${BackupArn}`, call: "dynamodb:DescribeBackup" };
  const { BackupDescription } = await attempt(asking.sleep, what, () =>
    asking.dynamodb.send(new DescribeBackupCommand({ BackupArn })),
  );
  return {
    call: "dynamodb:RestoreTableFromBackup",
    input: { BackupArn },
    told: `the system backup of ${at}`,
    indexes: indexesOf(BackupDescription?.SourceTableFeatureDetails ?? {}),
    made: ({ RestoreSummary: from }) => from?.SourceBackupArn === BackupArn,
    warnings: [
      `the items are those of ${at}, just before table ${name} was deleted, whatever the time of the point: DynamoDB keeps no other`,
      ...(isOwn
        ? []
        : [
            `the table that was deleted then is another one than was captured: table ${name} was made again in between`,
          ]),
      ...(isMadeAgain
        ? [`table ${name} of ${region} was made again since, and none of its items come along`]
        : []),
    ],
  };
}

function gone(
  { name, region }: TableDocument,
  isMadeAgain: boolean,
  made: BackupSummary | undefined,
): Blocked {
  const label = `table ${name} of ${region}`;
  return noData(
    `${isMadeAgain ? `${label} was made again since it was captured` : `${label} is gone`}, and DynamoDB has no system backup of ${isMadeAgain ? "the one before" : "it"}: its point-in-time recovery was off, or it was deleted more than 35 days ago`,
    made?.BackupArn === undefined
      ? BACKUP
      : `an on-demand backup of ${when(made.BackupCreationDateTime)} is there: restore it under this name (aws dynamodb restore-table-from-backup --backup-arn ${made.BackupArn}), and run the restore again with --replace; or, ${BACKUP}`,
  );
}
