import { IAMClient } from "@aws-sdk/client-iam";
import { IoTClient } from "@aws-sdk/client-iot";
import { noSecrets } from "../kit/no-secrets.ts";
import { rolePresence } from "../kit/presence.ts";
import { referencesIn } from "../kit/references.ts";
import { sealing } from "../kit/sealing.ts";
import type { Protector, ProtectorPorts } from "../protector.ts";
import { activatings, parseActivation } from "./activate.ts";
import { captureTopicRule } from "./capture.ts";
import { compareTopicRules } from "./compare.ts";
import { FORMAT, parseTopicRule, SEALED, type TopicRuleDocument } from "./document.ts";
import { inventory } from "./inventory.ts";
import { planTopicRule } from "./restore.ts";
import { topicRuleSpec } from "./spec.ts";
import { topicRuleNames, translateTopicRule } from "./translate.ts";

/** Restored disabled. */
const kind: Protector<TopicRuleDocument> = {
  spec: topicRuleSpec,
  format: FORMAT,
  inventory: (ports, options) => inventory(withIot(ports), options),
  capture: (ports, item) => captureTopicRule(withIot(ports), item),
  parse: parseTopicRule,
  parseSecrets: noSecrets("a topic rule's: it has none"),
  identity: ({ name: id, arn, account, region }) => ({ id, arn, account, region }),
  // IoT tries the roles when it makes a rule, and looks at the destinations; all else it needs when it calls.
  references: (document) =>
    referencesIn(document, document.arn, (path) =>
      /\.(roleArn|destinationArn)$/.test(path) ? "before" : "at-activation",
    ),
  names: topicRuleNames,
  translate: (document, _secrets, request) => translateTopicRule(document, request),
  plan: (ports, request) =>
    planTopicRule({ ...withIot(ports), role: rolePresence(ports.client(IAMClient)) }, request),
  activate: (ports, activation, request) => activatings(withIot(ports), parseActivation(activation), request),
  differences: compareTopicRules,
};

/** Rules of AWS IoT Core. Their SQL, and what their actions tell others, are sealed. */
export const topicRule = sealing(kind, SEALED);

function withIot<Ports extends Pick<ProtectorPorts, "client" | "region">>(ports: Ports) {
  return { ...ports, iot: ports.client(IoTClient) };
}
