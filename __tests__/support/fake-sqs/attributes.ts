import { awsError } from "../fake-aws/error.ts";

/** Values are text, as SQS has them. */
export type Attributes = Readonly<Record<string, string>>;

/** Bounds of whole numbers. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  DelaySeconds: [0, 900],
  KmsDataKeyReusePeriodSeconds: [60, 86_400],
  MaximumMessageSize: [1024, 1_048_576],
  MessageRetentionPeriod: [60, 1_209_600],
  ReceiveMessageWaitTimeSeconds: [0, 20],
  VisibilityTimeout: [0, 43_200],
};
const BOOLEANS = ["ContentBasedDeduplication", "FifoQueue", "SqsManagedSseEnabled"];
const DOCUMENTS = ["Policy", "RedriveAllowPolicy", "RedrivePolicy"];
const ONLY_FIFO = ["ContentBasedDeduplication", "DeduplicationScope", "FifoQueue", "FifoThroughputLimit"];
/** An empty text takes these away. */
const REMOVABLE = [...DOCUMENTS, "KmsMasterKeyId"];
const WRITABLE = new Set([...Object.keys(RANGES), ...BOOLEANS, ...ONLY_FIFO, ...REMOVABLE]);
const READ_ONLY = [
  "ApproximateNumberOfMessages",
  "ApproximateNumberOfMessagesDelayed",
  "ApproximateNumberOfMessagesNotVisible",
  "CreatedTimestamp",
  "LastModifiedTimestamp",
  "QueueArn",
];

const DEFAULTS: Attributes = {
  DelaySeconds: "0",
  MaximumMessageSize: "262144",
  MessageRetentionPeriod: "345600",
  ReceiveMessageWaitTimeSeconds: "0",
  SqsManagedSseEnabled: "true",
  VisibilityTimeout: "30",
};
const FIFO_DEFAULTS: Attributes = {
  ContentBasedDeduplication: "false",
  DeduplicationScope: "queue",
  FifoQueue: "true",
  FifoThroughputLimit: "perQueue",
};

/** @throws what SQS says of a name that it does not know, or a value that it does not take. */
export function checkAttributes(
  attributes: Attributes,
  { fifo, creating }: { readonly fifo: boolean; readonly creating: boolean },
): void {
  for (const [name, value] of Object.entries(attributes)) {
    const known = WRITABLE.has(name) && (fifo || !ONLY_FIFO.includes(name));
    if (!known || (name === "FifoQueue" && !creating)) throw unknown(name);
    if (!(REMOVABLE.includes(name) && value === "") && !takes(name, value))
      throw awsError("InvalidAttributeValue", 400, `Invalid value for the parameter ${name}.`);
  }
}

/** A new queue's: what its maker says, and SQS's defaults. */
export function created(attributes: Attributes, fifo: boolean): Attributes {
  return withAttributes({ ...DEFAULTS, ...(fifo && FIFO_DEFAULTS) }, attributes);
}

/** After a change. A queue has one kind of encryption at a time: its own key, or the key of SQS. */
export function withAttributes(before: Attributes, change: Attributes): Attributes {
  const { KmsMasterKeyId: key, SqsManagedSseEnabled: managed } = change;
  const after = { ...before, ...change };
  if (key) Object.assign(after, { SqsManagedSseEnabled: "false" });
  else if (managed === "true") after.KmsMasterKeyId = "";
  const kept = Object.entries(after).filter(([name, value]) => !(REMOVABLE.includes(name) && value === ""));
  const { KmsDataKeyReusePeriodSeconds: reuse = "300", ...rest } = Object.fromEntries(kept);
  return rest.KmsMasterKeyId === undefined ? rest : { ...rest, KmsDataKeyReusePeriodSeconds: reuse };
}

/** Those that are asked for, or `All`. */
export function shownAttributes(all: Attributes, names: readonly string[]): Attributes {
  for (const name of names)
    if (name !== "All" && !WRITABLE.has(name) && !READ_ONLY.includes(name)) throw unknown(name);
  return Object.fromEntries(
    Object.entries(all).filter(([name]) => names.includes("All") || names.includes(name)),
  );
}

function takes(name: string, value: string): boolean {
  const range = RANGES[name];
  if (range !== undefined)
    return /^[0-9]+$/.test(value) && Number(value) >= range[0] && Number(value) <= range[1];
  if (BOOLEANS.includes(name)) return value === "true" || value === "false";
  if (name === "DeduplicationScope") return value === "queue" || value === "messageGroup";
  if (name === "FifoThroughputLimit") return value === "perQueue" || value === "perMessageGroupId";
  return !DOCUMENTS.includes(name) || isObject(value);
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

function unknown(name: string): Error {
  return awsError("InvalidAttributeName", 400, `Unknown Attribute ${name}.`);
}
