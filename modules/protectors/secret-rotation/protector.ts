import { LambdaClient } from "@aws-sdk/client-lambda";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { noSecrets } from "../kit/no-secrets.ts";
import { referencesIn } from "../kit/references.ts";
import type { Protector, ProtectorPorts } from "../protector.ts";
import { activatings, parseActivation } from "./activate.ts";
import { captureRotation } from "./capture.ts";
import { compareRotations } from "./compare.ts";
import { FORMAT, parseRotation, type RotationDocument } from "./document.ts";
import { drawnSecret } from "./drawn.ts";
import { inventory } from "./inventory.ts";
import { planRotation } from "./plan.ts";
import { secretRotationSpec } from "./spec.ts";
import { translateRotation } from "./translate.ts";

/** Which functions rotate secrets, and when. The secret itself is never made or deleted, and none of its values is read. */
export const secretRotation: Protector<RotationDocument> = {
  spec: secretRotationSpec,
  format: FORMAT,
  inventory: (ports) => inventory(withClients(ports)),
  capture: (ports, item) => captureRotation(withClients(ports), item),
  parse: parseRotation,
  parseSecrets: noSecrets("a rotation's: it has none"),
  identity: ({ name: id, arn, account, region }) => ({ id, arn, account, region }),
  references: (document) => referencesIn(document, document.arn, () => "at-activation"),
  // AWS ends the ARN of a secret with characters that it draws.
  names: () => ({}),
  drawn: (ports, document, request) => drawnSecret(withClients(ports), document, request),
  translate: (document, _secrets, request) => translateRotation(document, request),
  plan: (ports, request) => planRotation(withClients(ports), request),
  activate: (ports, activation, request) =>
    activatings(withClients(ports), parseActivation(activation), request),
  differences: compareRotations,
};

function withClients<Ports extends Pick<ProtectorPorts, "client">>(ports: Ports) {
  return {
    ...ports,
    secrets: ports.client(SecretsManagerClient),
    lambda: ports.client(LambdaClient),
  };
}
