/**
 * What brings events to a function: the one vocabulary of policies, inventories, runs and points. Types and constants
 * only. A kind that is added here is offered once it has `by`, and the JSON schemas have to list it: a test says so.
 */
interface Trigger {
  /** What one resource of the kind is called, and several. */
  readonly noun: readonly [one: string, many: string];
  /** What of a function holds it, where runs capture it; absent: they do not yet. */
  readonly by?:
    | "behaviour"
    | "evaluation"
    | "filter"
    | "mapping"
    | "notification"
    | "pipe"
    | "receipt"
    | "rotation"
    | "route"
    | "rule"
    | "schedule"
    | "subscription"
    | "target"
    | "task"
    | "topic"
    | "trigger"
    | "url";
}

/** By the word that policies have for it, sorted. */
export const TRIGGERS = {
  alb: { noun: ["target group", "target groups"], by: "target" },
  "api-gateway": { noun: ["API", "APIs"], by: "route" },
  cloudfront: { noun: ["distribution", "distributions"], by: "behaviour" },
  cognito: { noun: ["user pool", "user pools"], by: "trigger" },
  config: { noun: ["config rule", "config rules"], by: "evaluation" },
  documentdb: { noun: ["document cluster", "document clusters"], by: "mapping" },
  dynamodb: { noun: ["table", "tables"], by: "mapping" },
  eventbridge: { noun: ["event rule", "event rules"], by: "rule" },
  iot: { noun: ["topic rule", "topic rules"], by: "topic" },
  kafka: { noun: ["Kafka cluster", "Kafka clusters"], by: "mapping" },
  kinesis: { noun: ["stream", "streams"], by: "mapping" },
  lex: { noun: ["bot", "bots"] },
  logs: { noun: ["subscription filter", "subscription filters"], by: "filter" },
  mq: { noun: ["broker", "brokers"], by: "mapping" },
  pipes: { noun: ["pipe", "pipes"], by: "pipe" },
  s3: { noun: ["bucket", "buckets"], by: "notification" },
  scheduler: { noun: ["schedule", "schedules"], by: "schedule" },
  secrets: { noun: ["secret", "secrets"], by: "rotation" },
  ses: { noun: ["receipt rule", "receipt rules"], by: "receipt" },
  sns: { noun: ["subscription", "subscriptions"], by: "subscription" },
  sqs: { noun: ["queue", "queues"], by: "mapping" },
  "step-functions": { noun: ["state machine", "state machines"], by: "task" },
  url: { noun: ["function URL", "function URLs"], by: "url" },
} as const satisfies Readonly<Record<string, Trigger>>;

export type TriggerKind = keyof typeof TRIGGERS;
export const TRIGGER_KINDS = Object.keys(TRIGGERS) as readonly TriggerKind[];

type HeldBy<By extends Trigger["by"]> = {
  [Kind in TriggerKind]: (typeof TRIGGERS)[Kind] extends { readonly by: By } ? Kind : never;
}[TriggerKind];

/** Kinds that a run captures. */
export type CapturedTrigger = HeldBy<NonNullable<Trigger["by"]>>;
/** Those of an event source mapping, by its source. */
export type MappedTrigger = HeldBy<"mapping">;

export const CAPTURED_TRIGGERS = TRIGGER_KINDS.filter(
  (kind): kind is CapturedTrigger => "by" in TRIGGERS[kind],
);
export const MAPPED_TRIGGERS = CAPTURED_TRIGGERS.filter(
  (kind): kind is MappedTrigger => TRIGGERS[kind].by === "mapping",
);
