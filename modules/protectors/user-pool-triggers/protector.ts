import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { KMSClient } from "@aws-sdk/client-kms";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { noSecrets } from "../kit/no-secrets.ts";
import { keyPresence } from "../kit/presence.ts";
import { referencesIn } from "../kit/references.ts";
import type { Protector, ProtectorPorts } from "../protector.ts";
import { activatings, parseActivation } from "./activate.ts";
import { captureTriggers } from "./capture.ts";
import { compareTriggers } from "./compare.ts";
import { FORMAT, parseTriggers, type TriggersDocument } from "./document.ts";
import { drawnPool } from "./drawn.ts";
import { inventory } from "./inventory.ts";
import { planTriggers } from "./plan.ts";
import { userPoolTriggersSpec } from "./spec.ts";
import { translateTriggers } from "./translate.ts";

/** Which functions user pools of Cognito call. The pool itself is never made, and never deleted. */
export const userPoolTriggers: Protector<TriggersDocument> = {
  spec: userPoolTriggersSpec,
  format: FORMAT,
  inventory: (ports) => inventory(withClients(ports)),
  capture: (ports, item) => captureTriggers(withClients(ports), item),
  parse: parseTriggers,
  parseSecrets: noSecrets("a user pool's triggers': they have none"),
  identity: ({ pool: id, arn, account, region }) => ({ id, arn, account, region }),
  references: (document) => referencesIn(document, document.arn, () => "at-activation"),
  // AWS draws the ids of pools.
  names: () => ({}),
  drawn: (ports, document, request) => drawnPool(withClients(ports), document, request),
  translate: (document, _secrets, request) => translateTriggers(document, request),
  plan: (ports, request) =>
    planTriggers({ ...withClients(ports), key: keyPresence(ports.client(KMSClient)) }, request),
  activate: (ports, activation, request) =>
    activatings(withClients(ports), parseActivation(activation), request),
  differences: compareTriggers,
};

function withClients<Ports extends Pick<ProtectorPorts, "client">>(ports: Ports) {
  return {
    ...ports,
    cognito: ports.client(CognitoIdentityProviderClient),
    lambda: ports.client(LambdaClient),
  };
}
