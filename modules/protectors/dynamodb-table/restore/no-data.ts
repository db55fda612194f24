import type { Blocked } from "../../blocked.ts";

/** What nobody can bring back. No table is made empty in its place. */
export function noData(message: string, hint: string): Blocked {
  return { because: "incomplete", message: `${message}; a table is not made again without its items`, hint };
}

/** AWS Backup's points are another thing than zonekeep's: a person restores from them. */
export const BACKUP =
  "if AWS Backup has a recovery point of it, restore the table from that under this name (zonekeep does not do it yet), " +
  "and run the restore again with --replace: it writes the settings";
