import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { SESClient } from "@aws-sdk/client-ses";
import { noSecrets } from "../kit/no-secrets.ts";
import { keyPresence, rolePresence } from "../kit/presence.ts";
import { referencesIn } from "../kit/references.ts";
import { sealing } from "../kit/sealing.ts";
import type { Protector, ProtectorPorts } from "../protector.ts";
import { activatings, parseActivation } from "./activate.ts";
import { receiptRuleId } from "./arn.ts";
import { captureReceiptRule } from "./capture.ts";
import { compareReceiptRules } from "./compare.ts";
import { FORMAT, parseReceiptRule, type ReceiptRuleDocument, SEALED } from "./document.ts";
import { inventory } from "./inventory.ts";
import { planReceiptRule } from "./restore.ts";
import { receiptRuleSpec } from "./spec.ts";
import { receiptRuleNames, translateReceiptRule } from "./translate.ts";

/** Put by arming: SES makes none whose function does not let it in, which arming writes too. */
const kind: Protector<ReceiptRuleDocument> = {
  spec: receiptRuleSpec,
  format: FORMAT,
  inventory: (ports, options) => inventory(withSes(ports), options),
  capture: (ports, item) => captureReceiptRule(withSes(ports), item),
  parse: parseReceiptRule,
  parseSecrets: noSecrets("a receipt rule's: it has none"),
  identity: ({ set, name, arn, account, region }) => ({
    id: receiptRuleId({ set, name }),
    ...{ arn, account, region },
  }),
  references: (document) => referencesIn(document, document.arn, () => "at-activation"),
  names: receiptRuleNames,
  translate: (document, _secrets, request) => translateReceiptRule(document, request),
  plan: (ports, request) =>
    planReceiptRule(
      {
        ...withSes(ports),
        role: rolePresence(ports.client(IAMClient)),
        key: keyPresence(ports.client(KMSClient)),
      },
      request,
    ),
  activate: (ports, activation, request) => activatings(withSes(ports), parseActivation(activation), request),
  differences: compareReceiptRules,
};

/** Rules of SES for mail that comes in. Whose mail they take, and what they add to it, is sealed. */
export const receiptRule = sealing(kind, SEALED);

function withSes<Ports extends Pick<ProtectorPorts, "client">>(ports: Ports) {
  return { ...ports, ses: ports.client(SESClient) };
}
