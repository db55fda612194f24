import type { IdMap } from "../../../modules/protectors/protector.ts";
import type { QueueDocument } from "../../../modules/protectors/sqs-queue/document.ts";
import { sqsQueue } from "../../../modules/protectors/sqs-queue/protector.ts";
import { Place } from "../../protectors/sqs-queue/place.ts";
import { arbitraryQueue, KEY, mapElsewhere, queueOf } from "../arbitrary-queue.ts";
import type { Conforming, FakePlace, PlaceOptions } from "../protector-conformance/conforming.ts";
import { endToEnd, START } from "../protector-conformance/proven.ts";

interface Value {
  readonly id: string;
  readonly document: QueueDocument;
  readonly map: IdMap;
}

class SqsPlace implements FakePlace {
  readonly sqs: Place;

  constructor(place: PlaceOptions) {
    this.sqs = new Place(place);
    this.sqs.page = place.page;
    for (const key of [moved(KEY), moved(KEY).replace("us-east-1", "eu-west-1")]) this.sqs.keys.add(key);
  }

  get client() {
    return this.sqs.ports.client;
  }
}

/** The generated queues lie in other regions than the suite's. */
function moved<T>(value: T): T {
  const text = JSON.stringify(value)
    .replaceAll("eu-west-1", "us-east-1")
    .replaceAll("us-east-2", "eu-west-1");
  return JSON.parse(text) as T;
}

/** Queues, as the suite of kinds takes them. */
export const conforming: Conforming<SqsPlace, Value> = {
  protector: sqsQueue,
  fake: (options) => new SqsPlace(options),
  arbitrary: arbitraryQueue.map((document) => ({
    id: document.name,
    document: moved(document),
    map: moved(mapElsewhere(document)),
  })),
  put: (fake, value) => {
    putDeadLetterQueue(fake, value);
    fake.sqs.put(value.document);
  },
  prepare: putDeadLetterQueue,
  // A tag that is no longer wanted stays: a restore only adds tags.
  change: ({ sqs }, { id }, n) => {
    const queue = sqs.queues.get(id);
    if (queue === undefined) throw new Error(`there is no queue ${id}`);
    queue.attributes = { ...queue.attributes, VisibilityTimeout: String(100 + n) };
    for (const key of Object.keys(queue.tags)) queue.tags[key] = `changed-${n}`;
    queue.modifiedAt += 1000;
  },
  neighbours: ({ sqs }) => {
    sqs.put(queueOf("zz-other"));
    sqs.put(queueOf("zz-third"));
    return () => ["zz-other", "zz-third"].map((name) => structuredClone(sqs.queues.get(name)));
  },
  map: ({ map }) => map,
  secretsOf: { reason: "a queue has none" },
  fires: { reason: "what sends to a queue is no part of it" },
  // SQS's own.
  readOnlyFields: ["url"],
  comparable: ({ document, secrets }) => ({ document: oneEncryption(document), secrets }),
  unseen: {},
  tolerated: { "kms:DescribeKey": "the key is used with the first message, and SQS will say" },
  proven: endToEnd(START),
  lost: ["messages"],
};

function putDeadLetterQueue({ sqs }: SqsPlace, { document }: Value): void {
  const arn = document.redrivePolicy?.deadLetterTargetArn;
  if (typeof arn !== "string") return;
  const name = arn.split(":")[5] ?? "";
  // It is of the type of its queue.
  sqs.put(queueOf(name, { attributes: name.endsWith(".fifo") ? { FifoQueue: "true" } : {} }));
}

/** A queue with a key has no other encryption, whether SQS says so or not. */
function oneEncryption(document: QueueDocument): unknown {
  const { SqsManagedSseEnabled: _own, ...attributes } = document.attributes;
  return attributes.KmsMasterKeyId === undefined ? document : { ...document, attributes };
}
