import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { SFNClient } from "@aws-sdk/client-sfn";
import { parserOf } from "../kit/parse.ts";
import { keyPresence, rolePresence } from "../kit/presence.ts";
import { referencesIn } from "../kit/references.ts";
import { comparingWhole } from "../kit/secrets-differ.ts";
import type { Protector, ProtectorPorts, Reference } from "../protector.ts";
import { arnOfMachine } from "./arn.ts";
import { captureMachine } from "./capture.ts";
import { compareMachines } from "./compare.ts";
import {
  FORMAT,
  type MachineDocument,
  type MachineSecrets,
  parseDefinitions,
  parseMachine,
} from "./document.ts";
import { inventory } from "./inventory.ts";
import { begunMachine } from "./restore/live.ts";
import { planMachine } from "./restore.ts";
import { stateMachineSpec } from "./spec.ts";
import { machineNames, translateMachine } from "./translate.ts";
import { withDefinitions } from "./with-definitions.ts";

/** State machines of Step Functions with their versions and aliases. Executions are never touched. */
export const stateMachine: Protector<MachineDocument, MachineSecrets> = {
  spec: stateMachineSpec,
  format: FORMAT,
  inventory: (ports, options) => inventory(withSfn(ports), options),
  capture: (ports, item, { scope }) => captureMachine(withSfn(ports), item, scope),
  parse: parseMachine,
  parseSecrets: (secrets) =>
    secrets === undefined || secrets === null ? undefined : parseDefinitions(secrets),
  identity: ({ name: id, arn, account, region }) => ({ id, arn, account, region }),
  references: (document) => referencesIn(document, document.arn, needs),
  names: machineNames,
  translate: translateMachine,
  begun: (ports, name) => begunMachine(withSfn(ports), arnOfMachine(ports, name), `state machine ${name}`),
  plan: (ports, request) =>
    planMachine(
      {
        ...withSfn(ports),
        role: rolePresence(ports.client(IAMClient)),
        key: keyPresence(ports.client(KMSClient)),
      },
      request,
    ),
  activate: (_ports, activation) => {
    parseActivation(activation);
    return [];
  },
  differences: compareMachines,
  secretsDiffer: comparingWhole(compareMachines, withDefinitions),
};

function withSfn<Ports extends Pick<ProtectorPorts, "client">>(ports: Ports) {
  return { ...ports, sfn: ports.client(SFNClient) };
}

/** Step Functions tries the role, the log group and the key. What states call and name it looks for in an execution. */
function needs(path: string, arn: string): Reference["needs"] {
  if (/^(current|versions\[\d+\])\.(roleArn|loggingConfiguration|encryptionConfiguration)/.test(path))
    return "before";
  // `arn:aws:states:::lambda:invoke` names no thing.
  return /^arn:[^:]+:states:::/.test(arn) ? "named" : "at-activation";
}

/** What starts a machine is no part of it. */
const parseActivation = parserOf<null>({ type: "null" }, "what activates the state machine");
