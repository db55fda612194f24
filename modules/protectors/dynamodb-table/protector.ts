import { ApplicationAutoScalingClient } from "@aws-sdk/client-application-auto-scaling";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { KMSClient } from "@aws-sdk/client-kms";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { noSecrets } from "../kit/no-secrets.ts";
import { isAwsManaged, keyPresence } from "../kit/presence.ts";
import { referencesIn } from "../kit/references.ts";
import type { ClientOf, Protector, ProtectorPorts, Reference } from "../protector.ts";
import { activatings, parseActivation } from "./activate.ts";
import { captureTable } from "./capture.ts";
import { compareTables } from "./compare.ts";
import { FORMAT, parseTable, type TableDocument } from "./document.ts";
import { drawnStream } from "./drawn.ts";
import { inventory } from "./inventory.ts";
import { planTable } from "./restore.ts";
import { dynamodbTableSpec } from "./spec.ts";
import { tableNames, translateTable } from "./translate.ts";

/** Tables with all that DynamoDB loses of one that it restores. Items come from DynamoDB's own backups, and are never touched. */
export const dynamodbTable: Protector<TableDocument> = {
  spec: dynamodbTableSpec,
  format: FORMAT,
  inventory: (ports, options) => inventory(withTables(ports), options),
  capture: (ports, item) => captureTable(withTables(ports), item),
  parse: parseTable,
  parseSecrets: noSecrets("a table's: it has none"),
  identity: ({ name: id, arn, account, region }) => ({ id, arn, account, region }),
  references: (document) => referencesIn(document, document.arn, needs),
  names: tableNames,
  drawn: (ports, document, request) => drawnStream(withTables(ports), document, request),
  translate: (document, _secrets, request) => translateTable(document, request),
  plan: (ports, request) =>
    planTable(
      {
        ...withTables(ports),
        lambda: ports.client(LambdaClient),
        key: (key) => keyPresence(ports.client(KMSClient))(key),
      },
      request,
      tablesOf,
    ),
  activate: (ports, activation, request) =>
    activatings(withTables(ports), parseActivation(activation), request),
  differences: compareTables,
};

function tablesOf(client: ClientOf): DynamoDBClient {
  return client(DynamoDBClient);
}

function withTables<Ports extends Pick<ProtectorPorts, "client">>(ports: Ports) {
  return {
    ...ports,
    dynamodb: tablesOf(ports.client),
    scaling: ports.client(ApplicationAutoScalingClient),
    isAwsKey: (key: string) => isAwsManaged(ports.client(KMSClient))(key),
  };
}

/** A key has to be there when the table is made; a stream of Kinesis when the table is armed. Policies name whom they like. */
function needs(path: string): Reference["needs"] {
  if (path === "settings.SSESpecification.KMSMasterKeyId") return "before";
  return /^destinations\[\d+\]\.stream$/.test(path) ? "at-activation" : "named";
}
