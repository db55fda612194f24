import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { KMSClient } from "@aws-sdk/client-kms";
import { SQSClient } from "@aws-sdk/client-sqs";
import { STSClient } from "@aws-sdk/client-sts";
import { SEALED } from "../event-rule/document.ts";
import { noSecrets } from "../kit/no-secrets.ts";
import { parserOf } from "../kit/parse.ts";
import { keyPresence } from "../kit/presence.ts";
import { referencesIn } from "../kit/references.ts";
import { sealing } from "../kit/sealing.ts";
import type { Protector, ProtectorPorts } from "../protector.ts";
import { captureArchive } from "./capture.ts";
import { compareArchives } from "./compare.ts";
import { type ArchiveDocument, FORMAT, parseArchive } from "./document.ts";
import { archivedEvents } from "./events/archived-events.ts";
import { inventory } from "./inventory.ts";
import { relatedBus } from "./related.ts";
import { planArchive } from "./restore.ts";
import { eventArchiveSpec } from "./spec.ts";
import { archiveNames, translateArchive } from "./translate.ts";

const kind: Protector<ArchiveDocument> = {
  spec: eventArchiveSpec,
  format: FORMAT,
  inventory: (ports) => inventory(withEvents(ports)),
  related: (ports, thing) => relatedBus(withEvents(ports), thing),
  archived: ({ client }, name) =>
    archivedEvents(
      { events: client(EventBridgeClient), sqs: client(SQSClient), sts: client(STSClient) },
      name,
    ),
  capture: (ports, item) => captureArchive(withEvents(ports), item),
  parse: parseArchive,
  parseSecrets: noSecrets("an event archive's: it has none"),
  identity: ({ name: id, arn, account, region }) => ({ id, arn, account, region }),
  // EventBridge looks at the bus and the key; a pattern names what it likes.
  references: (document) =>
    referencesIn(document, document.arn, (path) =>
      path.startsWith("settings.EventPattern") ? "named" : "before",
    ),
  names: archiveNames,
  translate: (document, _secrets, request) => translateArchive(document, request),
  plan: (ports, request) =>
    planArchive({ ...withEvents(ports), key: keyPresence(ports.client(KMSClient)) }, request),
  activate: (_ports, activation) => {
    parseActivation(activation);
    return [];
  },
  differences: compareArchives,
};

/** Archives of event buses; their events are read where a policy asks for them. What a pattern looks for in an event's detail is sealed, as of rules. */
export const eventArchive = sealing(kind, SEALED);

function withEvents<Ports extends Pick<ProtectorPorts, "client">>(ports: Ports) {
  return { ...ports, events: ports.client(EventBridgeClient) };
}

const parseActivation = parserOf<null>({ type: "null" }, "what activates the event archive");
