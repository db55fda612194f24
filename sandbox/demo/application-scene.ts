import { join } from "node:path";
import { createApis, deleteApis } from "./application/apis.ts";
import {
  createShopFunctions,
  createShopQueues,
  createShopRoles,
  deleteShopFunctions,
} from "./application/functions.ts";
import { HOME, SHOP, TABLE } from "./application/names.ts";
import { observeShop, THINGS } from "./application/observe.ts";
import { createShopPipe, deleteShopPipe } from "./application/pipe.ts";
import { createRestApi, deleteRestApi } from "./application/rest-api.ts";
import { createStream, createTable, deleteStreams } from "./application/streams.ts";
import { sendToShop, sendToShopEarly } from "./application/traffic.ts";
import type { Scene } from "./scene.ts";

/** Somebody deletes a whole application, in a region that stands: APIs, streams, a table with its items, a pipe, functions. */
export const applicationScene: Scene = {
  policies: join(import.meta.dirname, "application", "policies"),
  runs: { shop: HOME },
  drawn: "shop",
  region: HOME,
  make: async ({ lost }) => {
    await createShopRoles(lost);
    await createShopQueues(lost);
    await createShopFunctions(lost);
    await Promise.all([
      createTable(lost),
      createStream(lost),
      createShopPipe(lost),
      createApis(lost),
      createRestApi(lost),
    ]);
  },
  things: THINGS,
  observe: observeShop,
  armed: [
    "permissions",
    "mappings",
    "tags",
    "stages",
    "usage plan",
    "keys of the usage plan",
    "state of the pipe",
  ],
  send: sendToShop,
  sendEarly: sendToShopEarly,
  lose: async ({ lost }) => {
    await deleteShopPipe(lost);
    await deleteApis(lost);
    await deleteRestApi(lost);
    await deleteStreams(lost);
    await deleteShopFunctions(lost);
  },
  nextSteps,
  words: {
    made: `${Object.keys(SHOP).length} functions, a REST, an HTTP and a WebSocket API, a table and a stream of Kinesis that functions read, and a queue with a pipe, in ${HOME}`,
    lost: `the whole application deleted: functions, APIs, table, stream, pipe and queues; ${HOME} stands`,
    restored: "a minute of it until SQS gives away the name of a queue that was deleted",
    same: "functions, APIs, table with its items, stream and pipe: the same",
    armed: "permissions written, mappings enabled, stages made, API key bound, pipe started",
    triggers: "permissions, mappings, stages, usage plan with its API key, state of the pipe, tags: the same",
    neighbours: "another team's functions, APIs, tables, streams, pipes and queues: untouched",
  },
};

function nextSteps({ policies: folder, endpoint }: Parameters<Scene["nextSteps"]>[0]): string[] {
  const copy = `${SHOP.chat}-again`;
  const result = `${copy}.${HOME}.restore.json`;
  const policies = `--policies ${folder}`;
  const there = `--site ${HOME} --role standby`;
  return [
    "",
    "What was kept, of which commit, and how events come to each function:",
    "",
    `  npx zonekeep list ${policies}`,
    `  npx zonekeep graph shop ${policies}`,
    "",
    "A first restore of your own, beside the one that came back, and its events in and out again:",
    "",
    `  npx zonekeep restore ${SHOP.chat} ${there} --as ${copy} ${policies}`,
    `  npx zonekeep arm ${result} --alongside --role standby`,
    `  npx zonekeep disarm ${result} --role standby`,
    "",
    "All of it once more, which finds everything as it was:",
    "",
    `  npx zonekeep restore --policy shop ${there} --dry-run ${policies}`,
    "",
    "The items that came back:",
    "",
    // Version 1 of the AWS CLI does not read AWS_ENDPOINT_URL.
    `  aws --endpoint-url ${endpoint} --region ${HOME} dynamodb scan --table-name ${TABLE}`,
  ];
}
