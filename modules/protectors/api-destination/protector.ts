import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { noSecrets } from "../kit/no-secrets.ts";
import { parserOf } from "../kit/parse.ts";
import { referencesIn } from "../kit/references.ts";
import { sealing } from "../kit/sealing.ts";
import type { Protector, ProtectorPorts } from "../protector.ts";
import { captureDestination } from "./capture.ts";
import { compareDestinations } from "./compare.ts";
import { type DestinationDocument, FORMAT, parseDestination, SEALED } from "./document.ts";
import { inventory } from "./inventory.ts";
import { relatedConnection } from "./related.ts";
import { liveDestination } from "./restore/live.ts";
import { planDestination } from "./restore.ts";
import { apiDestinationSpec } from "./spec.ts";
import { translateDestination } from "./translate.ts";

/** Restored with the ARN that its connection has now. */
const kind: Protector<DestinationDocument> = {
  spec: apiDestinationSpec,
  format: FORMAT,
  inventory: (ports) => inventory(withEvents(ports)),
  related: (ports, thing) => relatedConnection(withEvents(ports), thing),
  capture: (ports, item) => captureDestination(withEvents(ports), item),
  parse: parseDestination,
  parseSecrets: noSecrets("an API destination's: it has none"),
  identity: ({ name: id, arn, account, region }) => ({ id, arn, account, region }),
  references: (document) => referencesIn(document, document.arn, () => "before"),
  // Its ARN is another one each time that it is made.
  names: () => ({}),
  drawn: async (ports, { arn, name }, { name: other = name }) => ({
    [arn]: (await liveDestination(withEvents(ports), other))?.arn ?? arn,
  }),
  translate: (document, _secrets, request) => translateDestination(document, request),
  plan: (ports, request) => planDestination(withEvents(ports), request),
  activate: (_ports, activation) => {
    parseActivation(activation);
    return [];
  },
  differences: compareDestinations,
};

/** API destinations, which rules call. Their endpoint is sealed. */
export const apiDestination = sealing(kind, SEALED);

function withEvents<Ports extends Pick<ProtectorPorts, "client">>(ports: Ports) {
  return { ...ports, events: ports.client(EventBridgeClient) };
}

const parseActivation = parserOf<null>({ type: "null" }, "what activates the API destination");
