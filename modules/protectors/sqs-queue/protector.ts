import { KMSClient } from "@aws-sdk/client-kms";
import { SQSClient } from "@aws-sdk/client-sqs";
import { noSecrets } from "../kit/no-secrets.ts";
import { parserOf } from "../kit/parse.ts";
import { keyPresence } from "../kit/presence.ts";
import { referencesIn } from "../kit/references.ts";
import type { Protector, ProtectorPorts, Reference } from "../protector.ts";
import { captureQueue } from "./capture.ts";
import { compareQueues } from "./compare.ts";
import { FORMAT, parseQueue, type QueueDocument } from "./document.ts";
import { inventory } from "./inventory.ts";
import { relatedQueues } from "./related.ts";
import { planQueue } from "./restore.ts";
import { sqsQueueSpec } from "./spec.ts";
import { queueNames, translateQueue } from "./translate.ts";

/** Queues with their attributes, policies and tags. Messages are never touched. */
export const sqsQueue: Protector<QueueDocument> = {
  spec: sqsQueueSpec,
  format: FORMAT,
  inventory: (ports, options) => inventory(withSqs(ports), options),
  related: (ports, thing) => relatedQueues(withSqs(ports), thing),
  capture: (ports, item) => captureQueue(withSqs(ports), item),
  parse: parseQueue,
  parseSecrets: noSecrets("a queue's: it has none"),
  identity: ({ name: id, arn, account, region }) => ({ id, arn, account, region }),
  references: (document) => referencesIn(document, document.arn, needs),
  names: queueNames,
  translate: (document, _secrets, request) => translateQueue(document, request),
  plan: (ports, request) =>
    planQueue({ ...withSqs(ports), key: keyPresence(ports.client(KMSClient)) }, request),
  activate: (_ports, activation) => {
    parseActivation(activation);
    return [];
  },
  differences: compareQueues,
};

function withSqs<Ports extends Pick<ProtectorPorts, "client">>(ports: Ports) {
  return { ...ports, sqs: ports.client(SQSClient) };
}

/** SQS looks for the dead-letter queue; a key is used with the first message. Policies name whom they like. */
function needs(path: string): Reference["needs"] {
  return path === "redrivePolicy.deadLetterTargetArn" || path === "attributes.KmsMasterKeyId"
    ? "before"
    : "named";
}

/** What brings events to a queue are its senders, which are not a part of it. */
const parseActivation = parserOf<null>({ type: "null" }, "what activates the queue");
