import { KinesisClient } from "@aws-sdk/client-kinesis";
import { KMSClient } from "@aws-sdk/client-kms";
import { noSecrets } from "../kit/no-secrets.ts";
import { parserOf } from "../kit/parse.ts";
import { keyPresence } from "../kit/presence.ts";
import { referencesIn } from "../kit/references.ts";
import type { Protector, ProtectorPorts, Reference } from "../protector.ts";
import { captureStream } from "./capture.ts";
import { compareStreams } from "./compare.ts";
import { FORMAT, parseStream, type StreamDocument } from "./document.ts";
import { drawnArns } from "./drawn.ts";
import { inventory } from "./inventory.ts";
import { RecordReader, recordsOf } from "./records.ts";
import { begunStream } from "./restore/live.ts";
import { planStream } from "./restore.ts";
import { kinesisStreamSpec } from "./spec.ts";
import { streamNames, translateStream } from "./translate.ts";

/** Streams of Kinesis with their shards and consumers. Records are never touched. */
export const kinesisStream: Protector<StreamDocument> = {
  spec: kinesisStreamSpec,
  format: FORMAT,
  inventory: (ports) => inventory(withKinesis(ports)),
  capture: (ports, item) => captureStream(withKinesis(ports), item),
  records: ({ client }, name) => recordsOf(client(KinesisClient), client(RecordReader), name),
  parse: parseStream,
  parseSecrets: noSecrets("a stream's: it has none"),
  identity: ({ name: id, arn, account, region }) => ({ id, arn, account, region }),
  references: (document) => referencesIn(document, document.arn, needs),
  names: streamNames,
  drawn: (ports, document, request) => drawnArns(withKinesis(ports), document, request),
  translate: (document, _secrets, request) => translateStream(document, request),
  begun: (ports, name) => begunStream(withKinesis(ports), name),
  plan: (ports, request) =>
    planStream({ ...withKinesis(ports), key: keyPresence(ports.client(KMSClient)) }, request),
  activate: (_ports, activation) => {
    parseActivation(activation);
    return [];
  },
  differences: compareStreams,
};

function withKinesis<Ports extends Pick<ProtectorPorts, "client">>(ports: Ports) {
  return { ...ports, kinesis: ports.client(KinesisClient) };
}

/** Kinesis tries the key. Policies name whom they like. */
function needs(path: string): Reference["needs"] {
  return path === "keyId" ? "before" : "named";
}

/** What brings events to a stream are its producers, which are not a part of it. */
const parseActivation = parserOf<null>({ type: "null" }, "what activates the stream");
