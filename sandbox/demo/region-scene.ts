import { join } from "node:path";
import { ResourceNotFoundException } from "@aws-sdk/client-lambda";
import type { DemoClients } from "./clients.ts";
import { sendEarly, sendEvents } from "./events.ts";
import { createLedger, createSchedulerRole, deleteLedger } from "./ledger.ts";
import { nextSteps } from "./next-steps.ts";
import { type Observation, observe } from "./observe.ts";
import { bucketOf, FUNCTIONS, LEDGER, LOST, STANDBY, ZONE } from "./regions.ts";
import type { Scene } from "./scene.ts";
import {
  createFunctions,
  createQueues,
  createRoles,
  createSurroundings,
  deleteWorkload,
} from "./workload.ts";
import { ROOT } from "./zonekeep.ts";

const functions = [...Object.values(FUNCTIONS), LEDGER];

/** A region is lost, with us-east-1's part of IAM, and its functions come back in the other one from its own replica. */
export const regionScene: Scene = {
  policies: join(ROOT, "policies"),
  runs: { orders: LOST, media: LOST, edge: ZONE },
  region: STANDBY,
  mapFile: join(ROOT, "sandbox", "demo", "eu-west-1.map.yaml"),
  wantsMap: FUNCTIONS.intake,
  bucketOf,
  make: async ({ sandbox: { endpoint }, lost, back }) => {
    await createRoles(lost);
    await createSurroundings(endpoint, back);
    await createQueues(lost);
    await createFunctions(lost, await createSurroundings(endpoint, lost));
    await createSchedulerRole(lost);
    await createLedger(lost);
  },
  things: functions,
  observe: observeOrGone,
  // What is not armed has a mark in its tags, which `arm` takes away.
  armed: ["permissions", "url", "mappings", "notifications", "tags", "topic", "rule", "schedule"],
  // The first version was gone, so that those that come back have other numbers.
  send: (clients, tag) => sendEvents(clients, tag, tag === "first" ? ["2", "3"] : ["1", "2"]),
  sendEarly,
  lose: async ({ sandbox, lost }) => {
    await deleteWorkload(lost);
    await deleteLedger(lost);
    await sandbox.cut(LOST);
  },
  nextSteps,
  words: {
    made: `${functions.length} functions, their queues, a topic, a rule and a schedule in ${LOST}; a bucket, subnets and what another team has in ${STANDBY}`,
    lost: `functions and all that calls them deleted, ${LOST} cut off`,
    same: "code hash, versions, configuration, alias weights, queues: the same",
    armed:
      "permissions, URL and subscription written, mappings, rule and schedule enabled, bucket notifications merged",
    triggers:
      "permissions, URL, mappings with their filters, bucket notifications, topic, rule, schedule, tags: the same",
    neighbours: "another team's functions, all that calls them and entries in the same bucket: untouched",
  },
};

async function observeOrGone(clients: DemoClients, name: string): Promise<Observation | undefined> {
  try {
    return await observe(clients, name, bucketOf(clients.region));
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}
