import type { JsonObject } from "../../contract/json.ts";
import { parserOf } from "../kit/parse.ts";
import schema from "./document.schema.json" with { type: "json" };

/** Of `QueueDocument`; another number is another form. */
export const FORMAT = 1;

/** What a queue does, as SQS was told. Messages are no part of it. */
export interface QueueSettings {
  /** By SQS's own names and as its own texts, numbers too. Policies stand below. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly policy?: JsonObject;
  /** Where messages go that were received too often. */
  readonly redrivePolicy?: JsonObject;
  /** Which queues may name this one in their redrive policy. */
  readonly redriveAllowPolicy?: JsonObject;
}

/** What a queue was: the part of a recovery point that a restore reads. */
export interface QueueDocument extends QueueSettings {
  readonly kind: "sqs-queue";
  /** A FIFO queue's ends in `.fifo`. */
  readonly name: string;
  readonly arn: string;
  /** The address by which programs call it. */
  readonly url: string;
  readonly account: string;
  readonly region: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** @throws FormError */
export const parseQueue = parserOf<QueueDocument>(schema, "the document of a queue");
