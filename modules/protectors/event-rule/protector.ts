import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { IAMClient } from "@aws-sdk/client-iam";
import { destinationName } from "../api-destination/arn.ts";
import { rolePresence } from "../kit/presence.ts";
import { referencesIn } from "../kit/references.ts";
import { sealing } from "../kit/sealing.ts";
import type { Protector, ProtectorPorts, Reference } from "../protector.ts";
import { activatings, parseActivation } from "./activate.ts";
import { ruleId } from "./arn.ts";
import { captureRule } from "./capture.ts";
import { compareRules } from "./compare.ts";
import { FORMAT, parseRule, parseTold, type RuleDocument, type RuleSecrets, SEALED } from "./document.ts";
import { inventory } from "./inventory.ts";
import { planRule } from "./restore.ts";
import { eventRuleSpec } from "./spec.ts";
import { withTold } from "./told.ts";
import { ruleNames, translateRule } from "./translate.ts";

/** Restored disabled. */
const kind: Protector<RuleDocument, RuleSecrets> = {
  spec: eventRuleSpec,
  format: FORMAT,
  inventory: (ports, options) => inventory(withEvents(ports), options),
  capture: (ports, item) => captureRule(withEvents(ports), item),
  parse: parseRule,
  parseSecrets: (secrets) => (secrets === undefined || secrets === null ? undefined : parseTold(secrets)),
  identity: ({ bus, name, arn, account, region }) => ({ id: ruleId({ bus, name }), arn, account, region }),
  references: (document) => referencesIn(document, document.arn, needs),
  names: ruleNames,
  translate: translateRule,
  plan: (ports, request) =>
    planRule({ ...withEvents(ports), role: rolePresence(ports.client(IAMClient)) }, request),
  activate: (ports, activation, request) =>
    activatings(withEvents(ports), parseActivation(activation), request),
  differences: compareRules,
};

/** Rules of EventBridge, with their targets and what they tell them. What a pattern looks for in an event's detail is sealed. */
export const eventRule = sealing(kind, SEALED, (document, secrets) => ({
  ...document,
  targets: withTold({ targets: document.targets, ...(secrets !== undefined && { secrets }) }),
}));

function withEvents<Ports extends Pick<ProtectorPorts, "client">>(ports: Ports) {
  return { ...ports, events: ports.client(EventBridgeClient) };
}

/** EventBridge looks at the bus, the roles and API destinations, whose ARNs it draws; other targets and queues it needs when it calls. */
function needs(path: string, arn: string): Reference["needs"] {
  if (path.startsWith("settings.EventPattern")) return "named";
  const first =
    path === "busArn" ||
    /^(settings|targets\[\d+\])\.RoleArn$/.test(path) ||
    destinationName(arn) !== undefined;
  return first ? "before" : "at-activation";
}
