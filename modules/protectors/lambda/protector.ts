import { EC2Client } from "@aws-sdk/client-ec2";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { STSClient } from "@aws-sdk/client-sts";
import { callerArn } from "../kit/caller.ts";
import {
  functionPresence,
  keyPresence,
  objectPresence,
  queuePresence,
  rolePresence,
} from "../kit/presence.ts";
import { referencesIn } from "../kit/references.ts";
import { sealing } from "../kit/sealing.ts";
import type { PlanPorts, Protector, Reference } from "../protector.ts";
import { activatings } from "./activate/activate.ts";
import { parseActivation } from "./activate/activation.ts";
import { arnOfFunction } from "./arn.ts";
import { captureFunction } from "./capture.ts";
import { compareFunctions } from "./compare.ts";
import { FORMAT, type FunctionDocument, type FunctionSecrets, SEALED } from "./document.ts";
import { doorsOf } from "./doors.ts";
import { inventory } from "./inventory.ts";
import { parseFunction, parseFunctionSecrets } from "./parse.ts";
import { withLambda } from "./ports.ts";
import { relatedCallers } from "./related.ts";
import { begunPoint } from "./restore/begun.ts";
import { goneNetworks } from "./restore/networks.ts";
import { planFunction } from "./restore/plan.ts";
import type { FunctionRestorePorts } from "./restore/ports.ts";
import { seenCallers } from "./seen.ts";
import { seenLive } from "./seen-live.ts";
import { sinceRestored } from "./since.ts";
import { lambdaSpec } from "./spec.ts";
import { translate } from "./translate.ts";
import { withEnvironment } from "./with-environment.ts";

const kind: Protector<FunctionDocument, FunctionSecrets> = {
  spec: lambdaSpec,
  format: FORMAT,
  inventory: (ports, options) => inventory(withLambda(ports), options),
  related: relatedCallers,
  capture: (ports, item, options) => captureFunction(withLambda(ports), item, options),
  parse: parseFunction,
  parseSecrets: parseFunctionSecrets,
  identity: ({ name: id, arn, account, region }) => ({ id, arn, account, region }),
  holds: partsOf,
  unarmed: ({ unarmed }) => unarmed,
  since: sinceRestored,
  doors: doorsOf,
  seen: seenCallers,
  seenLive: (ports, id, related) => seenLive(withLambda(ports), id, related),
  references: (document) => referencesIn(document, document.arn, needs),
  names: ({ name, arn }, request) => ({ [arn]: arnOfFunction(request.target, request.name ?? name) }),
  translate: (document, secrets = {}, request) => translate(document, secrets, request),
  begun: (ports, name) => begunPoint(withLambda(ports), name),
  plan: (ports, request) => planFunction(withPresence(ports), request),
  activate: (ports, activation, request) =>
    activatings(withLambda(ports), parseActivation(activation), request),
  differences: compareFunctions,
};

/** Lambda functions with their code, versions, aliases, permissions, URLs and event source mappings, whose filters are sealed. */
export const lambda = sealing(kind, SEALED, withEnvironment);

/** As far as it is up to a policy: versions and what hangs on them, and triggers. */
function partsOf({ versions, aliases, urls, asyncConfigs, mappings }: FunctionDocument): readonly string[] {
  return [
    ...versions.map(({ version }) => (version === "$LATEST" ? version : `version ${version}`)),
    ...aliases.map(({ name }) => `alias ${name}`),
    ...urls.map(({ qualifier }) => `the URL of ${qualifier}`),
    ...asyncConfigs.map(({ qualifier }) => `the asynchronous settings of ${qualifier}`),
    ...mappings.map(({ uuid }) => `mapping ${uuid}`),
  ];
}

function withPresence(ports: PlanPorts): FunctionRestorePorts {
  return {
    ...withLambda(ports),
    role: rolePresence(ports.client(IAMClient)),
    key: keyPresence(ports.client(KMSClient)),
    networks: goneNetworks(ports.client(EC2Client)),
    self: () => callerArn(ports.client(STSClient)),
    object: objectPresence(ports.client(S3Client)),
    queue: queuePresence(ports.client(SQSClient)),
    fn: functionPresence(ports.client(LambdaClient)),
  };
}

/** Lambda looks at what a function or a mapping uses; of a policy's principals and sources it asks nothing. */
function needs(path: string): Reference["needs"] {
  return /^(policies|tags)\b|\.(runtimeManagement|statements|tags)\b/.test(path) ? "named" : "before";
}
