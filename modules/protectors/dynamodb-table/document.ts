import type { JsonObject } from "../../contract/json.ts";
import { parserOf } from "../kit/parse.ts";
import schema from "./document.schema.json" with { type: "json" };

/** Of `TableDocument`; another number is another form. */
export const FORMAT = 1;

/** What is read from a table's stream, where it has one. */
interface TableStream {
  /** Its last part is the time at which it was switched on: another one each time. */
  readonly arn: string;
  readonly view: string;
  /** Who may read it: a policy of its own. */
  readonly policy?: JsonObject;
}

/** A Kinesis stream that is told every change. */
export interface Destination {
  readonly stream: string;
  /** Absent: nobody said one. */
  readonly precision?: string;
}

/** Contributor Insights of the table, or of one of its indexes. */
export interface Insights {
  readonly index?: string;
  readonly mode: string;
}

/** What Application Auto Scaling does with one capacity of the table or of an index. */
export interface ScaledCapacity {
  /** Absent: the table's own. */
  readonly index?: string;
  /** `dynamodb:table:ReadCapacityUnits` */
  readonly dimension: string;
  readonly min: number;
  readonly max: number;
  readonly suspended: JsonObject;
  /** As PutScalingPolicy takes them, without what names the capacity. */
  readonly policies: readonly JsonObject[];
  /** As PutScheduledAction takes them, without what names the capacity. */
  readonly actions: readonly JsonObject[];
}

/** What a table is beside its items, as far as it can be set. */
export interface TableSettings {
  /** Under the names that CreateTable has for them. */
  readonly settings: JsonObject;
  readonly stream?: TableStream;
  /** The attribute by which items expire. */
  readonly ttl?: string;
  /** Days that point-in-time recovery goes back. Absent: it is off. */
  readonly recovery?: number;
  readonly insights: readonly Insights[];
  readonly policy?: JsonObject;
  readonly destinations: readonly Destination[];
  readonly scaling: readonly ScaledCapacity[];
  readonly tags: Readonly<Record<string, string>>;
}

/** What a table was: the part of a recovery point that a restore reads. Its items are not here. */
export interface TableDocument extends TableSettings {
  readonly kind: "dynamodb-table";
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  /** Another one each time that a table of the name is made. */
  readonly tableId: string;
  /** Other regions that had the same table, where it was a global one. */
  readonly replicas: readonly string[];
  /** Reads saw what any of those regions had written. Absent: only after a while. */
  readonly isConsistentAcrossRegions?: true;
  /** Regions that kept its changes for that, and no items. Absent: none. */
  readonly witnesses?: readonly string[];
}

/** @throws FormError */
export const parseTable = parserOf<TableDocument>(schema, "the document of a table");
