import type { TableDescription } from "@aws-sdk/client-dynamodb";
import type { Index } from "../settings.ts";

/** Where the items of a table come from, as one call of DynamoDB takes it. */
export type Data = Whence & {
  /** Indexes of where the items come from: a restore makes those and no others. */
  readonly indexes: readonly Index[];
  readonly warnings: readonly string[];
  /** Whether a table is what this call makes. */
  readonly made: (table: TableDescription) => boolean;
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
