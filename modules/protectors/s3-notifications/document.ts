import type { JsonObject } from "../../contract/json.ts";
import { parserOf } from "../kit/parse.ts";
import schema from "./document.schema.json" with { type: "json" };

/** Of `NotificationsDocument`; another number is another form. */
export const FORMAT = 1;

/** The lists of a bucket's notification document, with the field in which an entry names its destination. */
export const LISTS = {
  LambdaFunctionConfigurations: "LambdaFunctionArn",
  QueueConfigurations: "QueueArn",
  TopicConfigurations: "TopicArn",
} as const;
export type List = keyof typeof LISTS;

/** What GetBucketNotificationConfiguration answers and PutBucketNotificationConfiguration takes, whole. */
export type Configuration = { readonly [Name in List]?: readonly JsonObject[] } & {
  /** There, if only as an empty object: every event goes to EventBridge. */
  readonly EventBridgeConfiguration?: JsonObject;
};

/** What a bucket told to whom: the part of a recovery point that a restore reads. */
export interface NotificationsDocument {
  readonly kind: "s3-notifications";
  readonly bucket: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly configuration: Configuration;
}

/** @throws FormError */
export const parseNotifications = parserOf<NotificationsDocument>(
  schema,
  "the document of a bucket's notifications",
);
