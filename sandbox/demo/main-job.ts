import { join } from "node:path";
import { withoutAws } from "../environment.ts";
import { makeEstate } from "../neighbours/estate.ts";
import type { Sandbox } from "../sandbox.ts";
import { demoClients } from "./clients.ts";
import {
  armAll,
  awaitReplicas,
  backUp,
  checkSignatures,
  pinSigners,
  restoreAll,
  restoreBlocked,
} from "./command-steps.ts";
import { deploy } from "./deploy.ts";
import { differences, sentence } from "./differences.ts";
import { sendEarly, sendEvents } from "./events.ts";
import { createLedger, createSchedulerRole, deleteLedger } from "./ledger.ts";
import { observe } from "./observe.ts";
import { bucketOf, FUNCTIONS, LEDGER, LOST, STANDBY } from "./regions.ts";
import type { DemoReport } from "./report.ts";
import { tamperWith } from "./tamper.ts";
import {
  createFunctions,
  createQueues,
  createRoles,
  createSurroundings,
  deleteWorkload,
} from "./workload.ts";
import { ROOT } from "./zonekeep.ts";

export interface MainJob {
  readonly sandbox: Sandbox;
  /** Scratch folder of this run. */
  readonly dir: string;
  readonly report: DemoReport;
  /** Function whose kept code is overwritten before the restore. */
  readonly tamper?: string | undefined;
}

const functions = [...Object.values(FUNCTIONS), LEDGER];
/** What `arm` writes, and the mark of what is not armed, which it takes away. */
const TRIGGERS = [
  "permissions",
  "url",
  "mappings",
  "notifications",
  "tags",
  ...["topic", "rule", "schedule"],
];

/** Policies to restored functions, on the sandbox. Resolves with what differs in the end, a line each. */
export async function mainJob({ sandbox, dir, report, tamper }: MainJob): Promise<readonly string[]> {
  const job = { env: { ...withoutAws(process.env), ...sandbox.env, CI: "1" }, dir };
  const lost = demoClients(sandbox.endpoint, LOST);
  const standby = demoClients(sandbox.endpoint, STANDBY);
  await deploy({ sandbox, dir, report });
  await pinSigners(report, job);

  const { before, estate } = await report.step(
    "workload",
    async () => {
      await createRoles(lost);
      await createSurroundings(sandbox.endpoint, standby);
      await createQueues(lost);
      await createFunctions(lost, await createSurroundings(sandbox.endpoint, lost));
      await createSchedulerRole(lost);
      await createLedger(lost);
      return {
        before: await Promise.all(functions.map((name) => observe(lost, name))),
        estate: await makeEstate(sandbox.endpoint, [STANDBY], bucketOf),
      };
    },
    () =>
      `${functions.length} functions, their queues, a topic, a rule and a schedule in ${LOST}; a bucket, subnets and what another team has in ${STANDBY}`,
  );
  const asked = await report.step(
    "events",
    () => sendEvents(lost, "first", ["2", "3"]),
    (answers) => `${Object.keys(answers).join(", ")}: each answered`,
  );

  await backUp(report, job);
  await awaitReplicas(report, job);
  if (tamper !== undefined)
    await report.step(
      "tamper",
      () => tamperWith(standby, tamper),
      (blobs) => `${blobs} kept blobs of ${tamper} overwritten`,
    );
  await report.step(
    "loss",
    async () => {
      await deleteWorkload(lost);
      await deleteLedger(lost);
      await sandbox.cut(LOST);
    },
    () => `functions and all that calls them deleted, ${LOST} cut off`,
  );

  const mapFile = join(ROOT, "sandbox", "demo", "eu-west-1.map.yaml");
  await checkSignatures(report, job);
  await restoreBlocked(report, job);
  const restored = await restoreAll(report, job, mapFile);
  const came = await report.step(
    "comparison",
    () => differences({ clients: standby, functions, before, mapFile, except: TRIGGERS }),
    (lines) => sentence(lines, "code hash, versions, configuration, alias weights, queues: the same"),
  );
  const early = await report.step(
    "events",
    async () => (restored.failures.length > 0 ? [] : sendEarly(standby)),
    (lines) => sentence(lines, "none arrives before arm"),
  );
  await armAll(report, job, restored.results);
  const triggers = await report.step(
    "triggers",
    () => differences({ clients: standby, functions, before, mapFile, only: TRIGGERS }),
    (lines) =>
      sentence(
        lines,
        "permissions, URL, mappings with their filters, bucket notifications, topic, rule, schedule, tags: the same",
      ),
  );
  // What is not there is missed twice.
  const found = [...new Set([...restored.failures, ...came, ...early, ...triggers])];
  if (restored.failures.length > 0) return found;
  const answers = await report.step(
    "events",
    async () => {
      const answers = await sendEvents(standby, "second", ["1", "2"]);
      return Object.keys(asked).flatMap((kind) => {
        const [was, is] = [JSON.stringify(asked[kind]), JSON.stringify(answers[kind])];
        return was === is ? [] : [`${kind}: was ${was}, is ${is}`];
      });
    },
    (lines) => sentence(lines, "through each restored trigger: the same answers"),
  );
  const neighbours = await report.step(
    "neighbours",
    () => estate.changed(),
    (lines) =>
      sentence(
        lines,
        "another team's functions, all that calls them and entries in the same bucket: untouched",
      ),
  );
  return [...found, ...answers, ...neighbours];
}
