import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { noSecrets } from "../kit/no-secrets.ts";
import { referencesIn } from "../kit/references.ts";
import type { Protector, ProtectorPorts } from "../protector.ts";
import { activatings, parseActivation } from "./activate.ts";
import { captureNotifications } from "./capture.ts";
import { compareNotifications } from "./compare.ts";
import { FORMAT, type NotificationsDocument, parseNotifications } from "./document.ts";
import { inventory } from "./inventory.ts";
import { planNotifications } from "./plan.ts";
import { s3NotificationsSpec } from "./spec.ts";
import { translateNotifications } from "./translate.ts";

/** What buckets tell of their objects to functions, queues, topics and EventBridge. */
export const s3Notifications: Protector<NotificationsDocument> = {
  spec: s3NotificationsSpec,
  format: FORMAT,
  inventory: (ports, options) => inventory(withClients(ports), options),
  capture: (ports, item) => captureNotifications(withClients(ports), item),
  parse: parseNotifications,
  parseSecrets: noSecrets("a bucket's notifications': they have none"),
  identity: ({ bucket: id, arn, account, region }) => ({ id, arn, account, region }),
  references: (document) => referencesIn(document, document.arn, () => "at-activation"),
  // Where a bucket comes back is the map's to say.
  names: () => ({}),
  translate: (document, _secrets, request) => translateNotifications(document, request),
  plan: (ports, request) => planNotifications(withClients(ports), request),
  activate: (ports, activation, request) =>
    activatings(withClients(ports), parseActivation(activation), request),
  differences: compareNotifications,
};

function withClients<Ports extends Pick<ProtectorPorts, "client">>(ports: Ports) {
  return { ...ports, s3: ports.client(S3Client), lambda: ports.client(LambdaClient) };
}
