import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { noSecrets } from "../kit/no-secrets.ts";
import { keyPresence, rolePresence } from "../kit/presence.ts";
import { referencesIn } from "../kit/references.ts";
import { sealing } from "../kit/sealing.ts";
import type { Protector, ProtectorPorts, Reference } from "../protector.ts";
import { activatings, parseActivation } from "./activate.ts";
import { captureGroup } from "./capture.ts";
import { compareGroups } from "./compare.ts";
import { FORMAT, type LogGroupDocument, parseGroup, SEALED } from "./document.ts";
import { inventory } from "./inventory.ts";
import { planGroup } from "./restore.ts";
import { logFilterSpec } from "./spec.ts";
import { groupNames, translateGroup } from "./translate.ts";

/** Restored calling nobody; log events are never touched. */
const kind: Protector<LogGroupDocument> = {
  spec: logFilterSpec,
  format: FORMAT,
  inventory: (ports) => inventory(withLogs(ports)),
  capture: (ports, item) => captureGroup(withLogs(ports), item),
  parse: parseGroup,
  parseSecrets: noSecrets("a log group's: it has none of its own"),
  identity: ({ name: id, arn, account, region }) => ({ id, arn, account, region }),
  references: (document) => referencesIn(document, document.arn, needs),
  names: groupNames,
  translate: (document, _secrets, request) => translateGroup(document, request),
  plan: (ports, request) =>
    planGroup(
      {
        ...withLogs(ports),
        key: keyPresence(ports.client(KMSClient)),
        role: rolePresence(ports.client(IAMClient)),
      },
      request,
    ),
  activate: (ports, activation, request) =>
    activatings(withLogs(ports), parseActivation(activation), request),
  differences: compareGroups,
};

/** Log groups with their filters. Patterns are among the secrets. */
export const logFilter = sealing(kind, SEALED);

function withLogs<Ports extends Pick<ProtectorPorts, "client">>(ports: Ports) {
  return { ...ports, logs: ports.client(CloudWatchLogsClient) };
}

/** Logs looks at the key, and at whom a filter calls when that is put. Patterns and policies name whom they like. */
function needs(path: string): Reference["needs"] {
  if (path === "settings.kmsKeyId") return "before";
  return /^subscriptionFilters\[\d+\]\.(destinationArn|roleArn)$/.test(path) ? "at-activation" : "named";
}
