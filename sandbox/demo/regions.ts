/** The region that will be lost, and the one that stands by. */
export const LOST = "us-east-1";
export const STANDBY = "eu-west-1";
export const ZONE = "us-east-1-bos-1a";
export const ACCOUNT = "123456789012";

export const bucketOf = (region: string): string => `media-uploads-${region}`;
export const queueArn = (region: string, name: string): string => `arn:aws:sqs:${region}:${ACCOUNT}:${name}`;

/** The functions of the sample workload, by what triggers them. */
export const FUNCTIONS = {
  thumbnails: "media-thumbnails",
  intake: "orders-intake",
  quote: "orders-quote",
  nearest: "edge-nearest",
} as const;

/** The queues of the sample workload: one that orders wait in, one for its dead letters, one for replies. */
export const QUEUES = { orders: "orders", dead: "orders-dead", replies: "order-replies" } as const;

/** Books what a topic, a rule of EventBridge and a schedule tell it: the tests that need the others only do without it. */
export const LEDGER = "orders-ledger";

/** What tells the ledger, each by name. */
export const TELLERS = {
  topic: "orders-paid",
  bus: "orders",
  rule: "order-refunded",
  group: "orders",
  schedule: "orders-closing",
} as const;
