import { type BackupSummary, ListBackupsCommand } from "@aws-sdk/client-dynamodb";
import { listAll } from "../../kit/pages.ts";
import type { TableDocument } from "../document.ts";
import type { Asking } from "./asking.ts";

/** DynamoDB's own backups of tables that had this name in this place. */
export async function backupsOf(
  { dynamodb, sleep }: Asking,
  { name, arn }: TableDocument,
): Promise<readonly BackupSummary[]> {
  const all = await listAll(
    sleep,
    { resource: `table ${name}`, call: "dynamodb:ListBackups" },
    (ExclusiveStartBackupArn) =>
      dynamodb.send(new ListBackupsCommand({ TableName: name, BackupType: "ALL", ExclusiveStartBackupArn })),
    (page) => ({ items: page.BackupSummaries, next: page.LastEvaluatedBackupArn }),
  );
  return all.filter(({ TableArn, BackupStatus }) => TableArn === arn && BackupStatus !== "DELETED");
}

/**
 * What is kept of the last moment of a table that was deleted: that of the very table that was captured, or else of the last
 * one that had its name.
 */
export function lastMoment(
  backups: readonly BackupSummary[],
  { tableId }: TableDocument,
): BackupSummary | undefined {
  const systems = backups.filter(({ BackupType }) => BackupType === "SYSTEM");
  // Each table of the name that was deleted has left its own.
  return newest(systems.filter(({ TableId }) => TableId === tableId)) ?? newest(systems);
}

export function newest(backups: readonly BackupSummary[]): BackupSummary | undefined {
  const time = ({ BackupCreationDateTime: made }: BackupSummary): number => made?.getTime() ?? 0;
  return backups.toSorted((a, b) => time(b) - time(a))[0];
}
