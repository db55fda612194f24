import { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import { ApiGatewayV2Client } from "@aws-sdk/client-apigatewayv2";
import { IAMClient } from "@aws-sdk/client-iam";
import { logRolePresence } from "../kit/log-role.ts";
import { noSecrets } from "../kit/no-secrets.ts";
import { rolePresence } from "../kit/presence.ts";
import { referencesIn } from "../kit/references.ts";
import { sealing } from "../kit/sealing.ts";
import type { Protector, ProtectorPorts, Reference } from "../protector.ts";
import type { KindSpec } from "../spec.ts";
import { parseActivation } from "./activate/activation.ts";
import { activatings } from "./activate.ts";
import { captureApi } from "./capture.ts";
import { compareApis } from "./compare.ts";
import { type ApiDocument, type ApiKind, FORMAT, parserFor, SEALED } from "./document.ts";
import { inventory } from "./inventory.ts";
import { begunApi, drawnWords } from "./live.ts";
import { planApi } from "./restore.ts";
import { translateApi } from "./translate.ts";

/** A kind of API of API Gateway's second version. Restored without stages, so that it answers nobody. */
export function apiKind(kind: ApiKind, spec: KindSpec): Protector<ApiDocument> {
  const own: Protector<ApiDocument> = {
    spec,
    format: FORMAT,
    inventory: (ports, options) => inventory(kind, withGateway(ports), options),
    capture: (ports, item) => captureApi(kind, withGateway(ports), item),
    parse: parserFor(kind),
    parseSecrets: noSecrets("an API's: it has none of its own"),
    identity: ({ id, arn, account, region }) => ({ id, arn, account, region }),
    references: (document) => referencesIn(document, document.arn, needs),
    // All its names are others each time that it is made.
    names: () => ({}),
    drawn: (ports, document, request) => drawnWords(withGateway(ports), document, request),
    translate: (document, _secrets, request) => translateApi(document, request),
    begun: (ports, name) => begunApi(kind, withGateway(ports), name),
    plan: (ports, request) => {
      const role = rolePresence(ports.client(IAMClient));
      // The first version alone tells settings of an account.
      const logRole = logRolePresence(ports.client(APIGatewayClient), ports);
      return planApi({ ...withGateway(ports), role, logRole }, request);
    },
    activate: (ports, activation, request) =>
      activatings(withGateway(ports), parseActivation(activation), request),
    differences: compareApis,
  };
  return sealing(own, SEALED);
}

function withGateway<Ports extends Pick<ProtectorPorts, "client">>(ports: Ports) {
  return { ...ports, gateway: ports.client(ApiGatewayV2Client) };
}

/** Functions are needed once it answers, and numbers of versions before; of what else it names, AWS asks when it is used. */
function needs(path: string): Reference["needs"] {
  return path.endsWith("].function") ? "at-activation" : "named";
}
