import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { keyPresence, rolePresence } from "../kit/presence.ts";
import { referencesIn } from "../kit/references.ts";
import { sealing } from "../kit/sealing.ts";
import type { Protector, ProtectorPorts, Reference } from "../protector.ts";
import { activatings, parseActivation } from "./activate.ts";
import { scheduleId } from "./arn.ts";
import { captureSchedule } from "./capture.ts";
import { compareSchedules } from "./compare.ts";
import {
  FORMAT,
  parseInput,
  parseSchedule,
  type ScheduleDocument,
  type ScheduleSecrets,
  SEALED,
} from "./document.ts";
import { inventory } from "./inventory.ts";
import { relatedLetters } from "./related.ts";
import { planSchedule } from "./restore.ts";
import { scheduleSpec } from "./spec.ts";
import { scheduleNames, translateSchedule } from "./translate.ts";

/** Restored disabled. */
const kind: Protector<ScheduleDocument, ScheduleSecrets> = {
  spec: scheduleSpec,
  format: FORMAT,
  inventory: (ports, options) => inventory(withScheduler(ports), options),
  related: (ports, thing) => relatedLetters(withScheduler(ports), thing),
  capture: (ports, item) => captureSchedule(withScheduler(ports), item),
  parse: parseSchedule,
  parseSecrets: (secrets) => (secrets === undefined || secrets === null ? undefined : parseInput(secrets)),
  identity: ({ group, name, arn, account, region }) => ({
    id: scheduleId({ group, name }),
    arn,
    account,
    region,
  }),
  references: (document) => referencesIn(document, document.arn, needs),
  names: scheduleNames,
  translate: translateSchedule,
  plan: (ports, request) =>
    planSchedule(
      {
        ...withScheduler(ports),
        role: rolePresence(ports.client(IAMClient)),
        key: keyPresence(ports.client(KMSClient)),
      },
      request,
    ),
  activate: (ports, activation, request) =>
    activatings(withScheduler(ports), parseActivation(activation), request),
  differences: compareSchedules,
};

/** Schedules of EventBridge Scheduler, with what they tell their targets, which is among the secrets. */
export const schedule = sealing(kind, SEALED, withInput);

function withInput(document: ScheduleDocument, secrets: ScheduleSecrets | undefined): ScheduleDocument {
  if (secrets === undefined) return document;
  const { settings } = document;
  return { ...document, settings: { ...settings, Target: { ...settings.Target, Input: secrets.input } } };
}

function withScheduler<Ports extends Pick<ProtectorPorts, "client">>(ports: Ports) {
  return { ...ports, scheduler: ports.client(SchedulerClient) };
}

/** Scheduler looks at the group, the role and the key; targets and queues it needs when it calls. */
function needs(path: string): Reference["needs"] {
  return /^(groupArn|settings\.(KmsKeyArn|Target\.RoleArn))$/.test(path) ? "before" : "at-activation";
}
