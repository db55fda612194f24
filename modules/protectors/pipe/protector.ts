import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { PipesClient } from "@aws-sdk/client-pipes";
import { SQSClient } from "@aws-sdk/client-sqs";
import { noSecrets } from "../kit/no-secrets.ts";
import { functionPresence, keyPresence, queuePresence, rolePresence } from "../kit/presence.ts";
import { referencesIn } from "../kit/references.ts";
import { sealing } from "../kit/sealing.ts";
import type { Protector, ProtectorPorts, Reference } from "../protector.ts";
import { activatings, parseActivation } from "./activate.ts";
import { capturePipe } from "./capture.ts";
import { comparePipes } from "./compare.ts";
import { FORMAT, type PipeDocument, parsePipe, SEALED } from "./document.ts";
import { inventory } from "./inventory.ts";
import { relatedLetters } from "./related.ts";
import { planPipe } from "./restore.ts";
import { pipeSpec } from "./spec.ts";
import { pipeNames, translatePipe } from "./translate.ts";

/** Restored stopped. */
const kind: Protector<PipeDocument> = {
  spec: pipeSpec,
  format: FORMAT,
  inventory: (ports, options) => inventory(withPipes(ports), options),
  related: (ports, thing) => relatedLetters(withPipes(ports), thing),
  capture: (ports, item) => capturePipe(withPipes(ports), item),
  parse: parsePipe,
  parseSecrets: noSecrets("a pipe's: it has none"),
  identity: ({ name: id, arn, account, region }) => ({ id, arn, account, region }),
  references: (document) => referencesIn(document, document.arn, needs),
  names: pipeNames,
  translate: (document, _secrets, request) => translatePipe(document, request),
  plan: (ports, request) =>
    planPipe(
      {
        ...withEvents(withPipes(ports)),
        role: rolePresence(ports.client(IAMClient)),
        key: keyPresence(ports.client(KMSClient)),
        queue: queuePresence(ports.client(SQSClient)),
        fn: functionPresence(ports.client(LambdaClient)),
      },
      request,
    ),
  activate: (ports, activation, request) =>
    activatings(withEvents(withPipes(ports)), parseActivation(activation), request),
  differences: comparePipes,
};

/** Pipes of EventBridge Pipes. What they look for in events and tell others is sealed. */
export const pipe = sealing(kind, SEALED);

function withPipes<Ports extends Pick<ProtectorPorts, "client">>(ports: Ports) {
  return { ...ports, pipes: ports.client(PipesClient) };
}

function withEvents<Ports extends Pick<ProtectorPorts, "client">>(ports: Ports) {
  return { ...ports, events: ports.client(EventBridgeClient) };
}

/** AWS looks at all that a pipe reads and calls when it makes one; what a task or a job names, when it calls. */
function needs(path: string): Reference["needs"] {
  return /^settings\.(Source|Enrichment|Target|RoleArn|KmsKeyIdentifier|SourceParameters|LogConfiguration)(\.|$)/.test(
    path,
  )
    ? "before"
    : "at-activation";
}
