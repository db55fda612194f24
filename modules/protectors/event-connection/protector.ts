import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { KMSClient } from "@aws-sdk/client-kms";
import { noSecrets } from "../kit/no-secrets.ts";
import { keyPresence } from "../kit/presence.ts";
import { referencesIn } from "../kit/references.ts";
import { sealing } from "../kit/sealing.ts";
import type { Protector, ProtectorPorts } from "../protector.ts";
import { activatings, parseActivation } from "./activate.ts";
import { captureConnection } from "./capture.ts";
import { compareConnections } from "./compare.ts";
import { type ConnectionDocument, FORMAT, parseConnection, SEALED } from "./document.ts";
import { inventory } from "./inventory.ts";
import { liveConnection } from "./restore/live.ts";
import { planConnection } from "./restore.ts";
import { eventConnectionSpec } from "./spec.ts";
import { translateConnection } from "./translate.ts";

/** Restored with a placeholder for its secret. */
const kind: Protector<ConnectionDocument> = {
  spec: eventConnectionSpec,
  format: FORMAT,
  inventory: (ports) => inventory(withEvents(ports)),
  capture: (ports, item) => captureConnection(withEvents(ports), item),
  parse: parseConnection,
  parseSecrets: noSecrets("a connection's: AWS tells nobody"),
  identity: ({ name: id, arn, account, region }) => ({ id, arn, account, region }),
  // EventBridge looks at its key and at the way to a private API when it is made.
  references: (document) => referencesIn(document, document.arn, () => "before"),
  // Its ARN is another one each time that it is made.
  names: () => ({}),
  drawn: async (ports, { arn, name }, { name: other = name }) => ({
    [arn]: (await liveConnection(withEvents(ports), other))?.arn ?? arn,
  }),
  translate: (document, _secrets, request) => translateConnection(document, request),
  plan: (ports, request) =>
    planConnection({ ...withEvents(ports), key: keyPresence(ports.client(KMSClient)) }, request),
  activate: (ports, activation, request) =>
    activatings(withEvents(ports), parseActivation(activation), request),
  differences: compareConnections,
};

/** Connections of EventBridge, but for their secrets. Values that they send, and that nobody marked as secret, are sealed. */
export const eventConnection = sealing(kind, SEALED);

function withEvents<Ports extends Pick<ProtectorPorts, "client">>(ports: Ports) {
  return { ...ports, events: ports.client(EventBridgeClient) };
}
