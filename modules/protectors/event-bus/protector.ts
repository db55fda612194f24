import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { KMSClient } from "@aws-sdk/client-kms";
import { noSecrets } from "../kit/no-secrets.ts";
import { keyPresence } from "../kit/presence.ts";
import { referencesIn } from "../kit/references.ts";
import type { Protector, ProtectorPorts, Reference } from "../protector.ts";
import { activatings, parseActivation } from "./activate.ts";
import { captureBus } from "./capture.ts";
import { compareBuses } from "./compare.ts";
import { type BusDocument, FORMAT, parseBus } from "./document.ts";
import { inventory } from "./inventory.ts";
import { relatedOfBus } from "./related.ts";
import { planBus } from "./restore.ts";
import { eventBusSpec } from "./spec.ts";
import { busNames, translateBus } from "./translate.ts";

/** Buses of events, with their policies and tags. Their rules and archives are things of their own. */
export const eventBus: Protector<BusDocument> = {
  spec: eventBusSpec,
  format: FORMAT,
  inventory: (ports) => inventory(withEvents(ports)),
  related: (ports, thing, options) => relatedOfBus(withEvents(ports), thing, options),
  capture: (ports, item) => captureBus(withEvents(ports), item),
  parse: parseBus,
  parseSecrets: noSecrets("an event bus's: it has none"),
  identity: ({ name: id, arn, account, region }) => ({ id, arn, account, region }),
  references: (document) => referencesIn(document, document.arn, needs),
  names: busNames,
  translate: (document, _secrets, request) => translateBus(document, request),
  plan: (ports, request) =>
    planBus({ ...withEvents(ports), key: keyPresence(ports.client(KMSClient)) }, request),
  activate: (ports, activation, request) =>
    activatings(withEvents(ports), parseActivation(activation), request),
  differences: compareBuses,
};

function withEvents<Ports extends Pick<ProtectorPorts, "client">>(ports: Ports) {
  return { ...ports, events: ports.client(EventBridgeClient) };
}

/** EventBridge looks at the key; the queue it needs when something cannot be handed on. Policies name whom they like. */
function needs(path: string): Reference["needs"] {
  if (path === "settings.KmsKeyIdentifier") return "before";
  return path.startsWith("settings.") ? "at-activation" : "named";
}
