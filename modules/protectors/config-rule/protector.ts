import { ConfigServiceClient } from "@aws-sdk/client-config-service";
import { noSecrets } from "../kit/no-secrets.ts";
import { referencesIn } from "../kit/references.ts";
import { sealing } from "../kit/sealing.ts";
import type { Protector, ProtectorPorts } from "../protector.ts";
import { activatings, parseActivation } from "./activate.ts";
import { captureConfigRule } from "./capture.ts";
import { compareConfigRules } from "./compare.ts";
import { type ConfigRuleDocument, FORMAT, parseConfigRule, SEALED } from "./document.ts";
import { inventory } from "./inventory.ts";
import { liveConfigRule } from "./restore/live.ts";
import { planConfigRule } from "./restore.ts";
import { configRuleSpec } from "./spec.ts";
import { translateConfigRule } from "./translate.ts";

/** Put by arming: a rule asks its function as soon as it is there, and none can be disabled. */
const kind: Protector<ConfigRuleDocument> = {
  spec: configRuleSpec,
  format: FORMAT,
  inventory: (ports, options) => inventory(withConfig(ports), options),
  capture: (ports, item) => captureConfigRule(withConfig(ports), item),
  parse: parseConfigRule,
  parseSecrets: noSecrets("a config rule's: it has none"),
  identity: ({ name: id, arn, account, region }) => ({ id, arn, account, region }),
  references: (document) => referencesIn(document, document.arn, () => "at-activation"),
  // Its ARN is another one each time that it is made.
  names: () => ({}),
  drawn: async (ports, { arn, name }, { name: other = name }) => ({
    [arn]: (await liveConfigRule(withConfig(ports), { name: other, arn: ownArn(ports) }))?.arn ?? arn,
  }),
  translate: (document, _secrets, request) => translateConfigRule(document, request),
  plan: (ports, request) => planConfigRule(withConfig(ports), request),
  activate: (ports, activation, request) =>
    activatings(withConfig(ports), parseActivation(activation), request),
  differences: compareConfigRules,
};

/** Rules of AWS Config that ask a function. What they tell it is sealed. */
export const configRule = sealing(kind, SEALED);

function withConfig<Ports extends Pick<ProtectorPorts, "client">>(ports: Ports) {
  return { ...ports, config: ports.client(ConfigServiceClient) };
}

/** An ARN of the place that is asked. */
function ownArn({ partition, region, account }: ProtectorPorts): string {
  return `arn:${partition}:config:${region}:${account}:config-rule/any`;
}
