import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { SNSClient } from "@aws-sdk/client-sns";
import { keyPresence, rolePresence } from "../kit/presence.ts";
import { referencesIn } from "../kit/references.ts";
import { sealing } from "../kit/sealing.ts";
import type { Protector, ProtectorPorts, Reference } from "../protector.ts";
import { activatings, parseActivation } from "./activate.ts";
import { captureTopic } from "./capture.ts";
import { compareTopics } from "./compare.ts";
import {
  FORMAT,
  parseAddresses,
  parseTopic,
  SEALED,
  type TopicDocument,
  type TopicSecrets,
} from "./document.ts";
import { inventory } from "./inventory.ts";
import { relatedLetters } from "./related.ts";
import { planTopic } from "./restore.ts";
import { snsTopicSpec } from "./spec.ts";
import { topicNames, translateTopic } from "./translate.ts";

/** Restored telling nobody; messages are never touched. */
const kind: Protector<TopicDocument, TopicSecrets> = {
  spec: snsTopicSpec,
  format: FORMAT,
  inventory: (ports) => inventory(withSns(ports)),
  related: (ports, thing, options) => relatedLetters(withSns(ports), thing, options),
  capture: (ports, item) => captureTopic(withSns(ports), item),
  parse: parseTopic,
  parseSecrets: (secrets) =>
    secrets === undefined || secrets === null ? undefined : parseAddresses(secrets),
  identity: ({ name: id, arn, account, region }) => ({ id, arn, account, region }),
  references: (document) => referencesIn(document, document.arn, needs),
  names: topicNames,
  translate: translateTopic,
  plan: (ports, request) =>
    planTopic(
      {
        ...withSns(ports),
        key: keyPresence(ports.client(KMSClient)),
        role: rolePresence(ports.client(IAMClient)),
      },
      request,
    ),
  activate: (ports, activation, request) => activatings(withSns(ports), parseActivation(activation), request),
  differences: compareTopics,
};

/** Topics with whom they tell. Filters of messages are among the secrets. */
export const snsTopic = sealing(kind, SEALED);

function withSns<Ports extends Pick<ProtectorPorts, "client">>(ports: Ports) {
  return { ...ports, sns: ports.client(SNSClient) };
}

/** SNS looks at keys and roles, and at whom it tells when that is subscribed. Policies name whom they like. */
function needs(path: string): Reference["needs"] {
  if (/^attributes\.(KmsMasterKeyId|\w+RoleArn)$/.test(path)) return "before";
  return /^subscriptions\[\d+\]\.(endpoint|attributes\.|redrivePolicy\.)/.test(path)
    ? "at-activation"
    : "named";
}
