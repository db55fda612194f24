/**
 * Keys that people look for and that no backup can keep as they mean it, by the mapping that they would stand in; each with
 * what does it instead.
 */
const INSTEAD: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  events: {
    // Streams hold changes of 24 hours, which can be read and not be written.
    // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
    dynamodb:
      "nothing can be written into a table's stream: tables come along with functions that read their streams, others by select: { resources: [dynamodb-table/NAME] }",
    // Offsets and keys are the cluster's own.
    kafka: "keep topics by the cluster's own means: its retention, MSK Replicator or a sink to S3",
    // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
    sqs: "reading a queue's messages takes them from its consumers: give it a dead-letter queue, which is kept with it, and start a redrive after a restore; by hand, npx zonekeep drain moves what waits into the store, and replay sends it again",
  },
};

/** What to do in place of a key that cannot be offered. */
export function insteadOf(mapping: string, key: string): string | undefined {
  const keys = INSTEAD[mapping] ?? {};
  return Object.hasOwn(keys, key) ? keys[key] : undefined;
}
