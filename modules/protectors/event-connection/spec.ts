import type { Permission } from "../../contract/permission.ts";
import { EVENTBRIDGE_BUDGET } from "../eventbridge-budget.ts";
import { inRegion } from "../in-region.ts";
import { keysVia } from "../keys-via.ts";
import type { KindSpec } from "../spec.ts";

const ACTIONS =
  "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html";

const onConnections = (...actions: string[]): Permission[] =>
  actions.map((action) => ({
    action: `events:${action}`,
    resources: ["arn:{partition}:events:{region}:{account}:connection/*"],
  }));

/**
 * What EventBridge does with the caller's rights when it keeps what a connection is made with (AWS's own
 * AmazonEventBridgeFullAccess has it). Nothing here may read a secret, or make the role that EventBridge has in each account with a connection.
 */
const onBehalf: readonly Permission[] = [
  ...["CreateSecret", "PutSecretValue", "UpdateSecret"].map((call) => ({
    action: `secretsmanager:${call}`,
    resources: ["arn:{partition}:secretsmanager:{region}:{account}:secret:events!connection/*"],
    condition: { Bool: { "aws:ViaAWSService": "true" } },
  })),
  ...keysVia("secretsmanager", "Decrypt", "GenerateDataKey"),
];

/** Connections of EventBridge, without their secrets. Nothing here deletes one, deauthorizes one or reads a secret. */
export const eventConnectionSpec: KindSpec = {
  kind: "event-connection",
  noun: ["EventBridge connection", "EventBridge connections"],
  home: "regional",
  source: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-target-connection.html",
  trigger: "eventbridge",
  // API destinations name their connection; a connection calls nobody.
  listedToFollow: false,
  idOf: ({ service, resource }) =>
    service === "events" ? /^connection\/([^/]+)\/[^/]+$/.exec(resource)?.[1] : undefined,
  written: {
    id: "NAME",
    arn: "arn:{partition}:events:{region}:{account}:connection/NAME/ID",
    parts: [{ letters: /[A-Za-z0-9_.-]/, most: 64 }],
  },
  permissions: {
    inventory: [...inRegion("events", "ListConnections")],
    capture: onConnections("DescribeConnection"),
    restore: [
      ...onConnections("CreateConnection", "DescribeConnection", "UpdateConnection"),
      { action: "kms:DescribeKey", resources: ["arn:{partition}:kms:{region}:{account}:key/*"] },
      ...onBehalf,
    ],
    activate: onConnections("DescribeConnection", "UpdateConnection"),
  },
  wildcardActions: { "events:ListConnections": ACTIONS },
  pace: {
    ...EVENTBRIDGE_BUDGET,
    perThing: () => 1,
    perPage: () => 1,
    pageSize: 100,
  },
};
