import { CloudFrontClient } from "@aws-sdk/client-cloudfront";
import { noSecrets } from "../kit/no-secrets.ts";
import { referencesIn } from "../kit/references.ts";
import { sealing } from "../kit/sealing.ts";
import type { Protector, ProtectorPorts, Reference } from "../protector.ts";
import { activatings, parseActivation } from "./activate.ts";
import { captureDistribution } from "./capture.ts";
import { compareDistributions } from "./compare.ts";
import { type DistributionDocument, FORMAT, parseDistribution, SEALED } from "./document.ts";
import { inventory } from "./inventory.ts";
import { drawnDistribution } from "./live.ts";
import { planDistribution } from "./restore.ts";
import { cloudfrontDistributionSpec } from "./spec.ts";
import { KeyValueStoreClient } from "./stores/client.ts";
import { translateDistribution } from "./translate.ts";

/** Restored disabled. */
const kind: Protector<DistributionDocument> = {
  spec: cloudfrontDistributionSpec,
  format: FORMAT,
  inventory: (ports) => inventory(withCloudFront(ports)),
  capture: (ports, item) => captureDistribution(withCloudFront(ports), item),
  parse: parseDistribution,
  parseSecrets: noSecrets("a distribution's: it has none of its own"),
  identity: ({ id, arn, account, region }) => ({ id, arn, account, region }),
  references: (document) => referencesIn(document, document.arn, needs),
  // Its id and its name of cloudfront.net are others each time that it is made.
  names: () => ({}),
  drawn: (ports, document, request) => drawnDistribution(withCloudFront(ports), document, request),
  translate: (document, _secrets, request) => translateDistribution(document, request),
  plan: (ports, request) => planDistribution(withCloudFront(ports), request),
  activate: (ports, activation, request) =>
    activatings(withCloudFront(ports), parseActivation(activation), request),
  differences: compareDistributions,
};

/** Distributions of CloudFront. Headers that they add, code of their functions and what key-value stores hold are sealed. */
export const cloudfrontDistribution = sealing(kind, SEALED);

function withCloudFront<Ports extends Pick<ProtectorPorts, "client">>(ports: Ports) {
  const [cloudfront, keyValues] = [ports.client(CloudFrontClient), ports.client(KeyValueStoreClient)];
  return { ...ports, cloudfront, keyValues };
}

/** CloudFront looks at versions, certificates and lists of WAF when a distribution is made. */
function needs(path: string): Reference["needs"] {
  return /^(functions|stores)\[|FunctionARN$/.test(path) && !path.endsWith("LambdaFunctionARN")
    ? "named"
    : "before";
}
