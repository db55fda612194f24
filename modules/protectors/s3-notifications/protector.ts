import { S3Client } from "@aws-sdk/client-s3";
import { referencesIn } from "../kit/references.ts";
import { FormError, type Protector, type ProtectorPorts } from "../protector.ts";
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
  inventory: (ports, options) => inventory(withS3(ports), options),
  capture: (ports, item) => captureNotifications(withS3(ports), item),
  parse: parseNotifications,
  parseSecrets: noSecrets,
  identity: ({ bucket: id, arn, account, region }) => ({ id, arn, account, region }),
  references: (document) => referencesIn(document, document.arn, () => "at-activation"),
  // Where a bucket comes back is the map's to say.
  names: () => ({}),
  translate: (document, _secrets, request) => translateNotifications(document, request),
  plan: (ports, request) => planNotifications(withS3(ports), request),
  activate: (ports, activation) => activatings(withS3(ports), parseActivation(activation)),
  differences: compareNotifications,
};

function withS3<Ports extends Pick<ProtectorPorts, "client">>(ports: Ports) {
  return { ...ports, s3: ports.client(S3Client) };
}

function noSecrets(secrets: unknown): undefined {
  if (secrets !== undefined && secrets !== null)
    throw new FormError("secrets are not a bucket's notifications': they have none");
  return undefined;
}
