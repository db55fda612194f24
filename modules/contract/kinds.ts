/**
 * Kinds of thing that zonekeep keeps points of. Each is a folder in protectors, a segment of the keys in the store, and
 * the word before the slash where a person names a thing: `sqs-queue/orders.fifo`.
 */
export const KINDS = [
  "api-destination",
  "cloudfront-distribution",
  "config-rule",
  "dynamodb-table",
  "event-archive",
  "event-bus",
  "event-connection",
  "event-rule",
  "http-api",
  "kinesis-stream",
  "lambda",
  "log-filter",
  "pipe",
  "receipt-rule",
  "rest-api",
  "s3-notifications",
  "schedule",
  "schedule-group",
  "secret-rotation",
  "sns-topic",
  "sqs-queue",
  "state-machine",
  "target-group",
  "topic-rule",
  "user-pool-triggers",
  "websocket-api",
] as const;
export type Kind = (typeof KINDS)[number];

/** What tells a thing from every other one of its account and site. */
export interface ThingId {
  readonly kind: Kind;
  /** As AWS names it within the kind: a function's or queue's name, a bucket. Dots, slashes, colons and spaces may be in it. */
  readonly id: string;
}

export interface Thing extends ThingId {
  /** Without a qualifier. */
  readonly arn: string;
}

/** Another thing that is captured with one, as a point of its own: it brings events to it, or it is needed by it. */
export interface Related extends Thing {
  /** ARNs, with their qualifiers, under which it calls the one that it is related to; absent where the kind cannot tell. */
  readonly calls?: readonly string[];
}
