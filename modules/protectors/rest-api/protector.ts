import { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import { IAMClient } from "@aws-sdk/client-iam";
import { logRolePresence } from "../kit/log-role.ts";
import { rolePresence } from "../kit/presence.ts";
import { referencesIn } from "../kit/references.ts";
import { sealing } from "../kit/sealing.ts";
import type { Protector, ProtectorPorts } from "../protector.ts";
import { parseActivation } from "./activate/activation.ts";
import { activatings } from "./activate.ts";
import { captureApi } from "./capture.ts";
import { compareApis } from "./compare.ts";
import {
  FORMAT,
  parseKeys,
  parseRestApi,
  type RestApiDocument,
  type RestApiSecrets,
  SEALED,
} from "./document.ts";
import { inventory } from "./inventory.ts";
import { begunApi } from "./restore/live.ts";
import { drawnWords } from "./restore/words.ts";
import { planApi } from "./restore.ts";
import { restApiSpec } from "./spec.ts";
import { translateApi } from "./translate.ts";

/** Restored without a stage, so that it answers nobody. */
const kind: Protector<RestApiDocument, RestApiSecrets> = {
  spec: restApiSpec,
  format: FORMAT,
  inventory: (ports, options) => inventory(withGateway(ports), options),
  capture: (ports, item) => captureApi(withGateway(ports), item),
  parse: parseRestApi,
  parseSecrets: (secrets) => (secrets === undefined || secrets === null ? undefined : parseKeys(secrets)),
  identity: ({ id, arn, account, region }) => ({ id, arn, account, region }),
  // API Gateway looks at nothing but roles before a request comes. A function has its versions by then.
  references: (document) =>
    referencesIn(document, document.arn, (path) => (path.endsWith(".function") ? "at-activation" : "named")),
  // Its id is another one each time that it is made.
  names: () => ({}),
  drawn: (ports, document, { name }) =>
    drawnWords(withGateway(ports), document, name === document.name ? undefined : name),
  translate: translateApi,
  begun: (ports, name) => begunApi(withGateway(ports), name),
  plan: (ports, request) => {
    const own = withGateway(ports);
    const role = rolePresence(ports.client(IAMClient));
    return planApi({ ...own, role, logRole: logRolePresence(own.gateway, ports) }, request);
  },
  activate: (ports, activation, request) =>
    activatings(withGateway(ports), parseActivation(activation), request),
  differences: compareApis,
};

/** REST APIs of API Gateway, with what their stages serve. What is sent on, and what stage variables hold, is sealed. */
export const restApi = sealing(kind, SEALED, (document, secrets) => ({
  ...document,
  // Values go with the keys that have them: a key has another id where it was made again.
  usagePlans: document.usagePlans.map((plan) => ({
    ...plan,
    keys: plan.keys.map((key) => ({
      ...key,
      settings: { ...key.settings, value: secrets?.keys[key.id] ?? "" },
    })),
  })),
}));

function withGateway<Ports extends Pick<ProtectorPorts, "client">>(ports: Ports) {
  return { ...ports, gateway: ports.client(APIGatewayClient) };
}
