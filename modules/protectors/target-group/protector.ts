import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { referencesIn } from "../kit/references.ts";
import { sealing } from "../kit/sealing.ts";
import type { Protector, ProtectorPorts, Reference } from "../protector.ts";
import { parseActivation } from "./activate/activation.ts";
import { activatings } from "./activate.ts";
import { captureGroup } from "./capture.ts";
import { compareGroups } from "./compare.ts";
import {
  FORMAT,
  type GroupDocument,
  type GroupSecrets,
  parseGroup,
  parseHidden,
  SEALED,
} from "./document.ts";
import { drawnArn } from "./drawn.ts";
import { inventory } from "./inventory.ts";
import { planGroup } from "./restore.ts";
import { targetGroupSpec } from "./spec.ts";
import { withHidden } from "./told.ts";
import { translateGroup } from "./translate.ts";

/** Restored without function and rules. */
const kind: Protector<GroupDocument, GroupSecrets> = {
  spec: targetGroupSpec,
  format: FORMAT,
  inventory: (ports, options) => inventory(withElb(ports), options),
  capture: (ports, item) => captureGroup(withElb(ports), item),
  parse: parseGroup,
  parseSecrets: (secrets) => (secrets === undefined || secrets === null ? undefined : parseHidden(secrets)),
  identity: ({ name: id, arn, account, region }) => ({ id, arn, account, region }),
  references: (document) => referencesIn(document, document.arn, needs),
  // Its ARN is another one each time that it is made.
  names: () => ({}),
  drawn: (ports, document, request) => drawnArn(withElb(ports), document, request),
  translate: translateGroup,
  plan: (ports, request) => planGroup(withElb(ports), request),
  activate: (ports, activation, request) => activatings(withElb(ports), parseActivation(activation), request),
  differences: compareGroups,
};

/** Target groups of functions, with the rules of listeners that forward to them. What a rule looks for is sealed. */
export const targetGroup = sealing(kind, SEALED, (document, secrets) => ({
  ...document,
  rules: withHidden({ rules: document.rules, ...(secrets !== undefined && { secrets }) }),
}));

function withElb<Ports extends Pick<ProtectorPorts, "client">>(ports: Ports) {
  return { ...ports, elb: ports.client(ElasticLoadBalancingV2Client) };
}

/** Function, listeners and other groups are needed once it is armed; of what else a rule names, AWS asks when it is used. */
function needs(path: string, arn: string): Reference["needs"] {
  const atArm = path === "target" || path.endsWith("].listener") || arn.includes(":targetgroup/");
  return atArm ? "at-activation" : "named";
}
