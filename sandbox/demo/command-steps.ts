import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { RestoreResult } from "../../modules/restore/result.ts";
import { poll } from "./poll.ts";
import { FUNCTIONS, LOST, STANDBY, ZONE } from "./regions.ts";
import type { DemoReport } from "./report.ts";
import { zonekeep, zonekeepOk } from "./zonekeep.ts";

/** Where the commands of the demo run: in its own folder, which has the policies. */
export interface Job {
  readonly env: NodeJS.ProcessEnv;
  readonly dir: string;
}

/** Each with the site that its recovery points come from. */
const POLICIES = { orders: LOST, media: LOST, edge: ZONE } as const;
const REPLICATION_PATIENCE_MS = 30_000;
const intoStandby = (site: string): string[] => ["--site", site, "--to", STANDBY, "--role", "standby"];

/** The keys that sign runs are pinned beside the policies, where nobody who writes a store can change them. */
export async function pinSigners(report: DemoReport, job: Job): Promise<void> {
  await report.step(
    "pin",
    () => zonekeepOk(["pin"], job),
    // The file of the demo's own copy is for nobody to commit.
    ({ stdout }) =>
      stdout.trimEnd().replace("commit it, and deploy", "the demo's own; of your estate, commit it"),
  );
}

/** Starts the deployed state machine for each policy and waits, then lists what is kept. */
export async function backUp(report: DemoReport, job: Job): Promise<void> {
  await report.step(
    "backup",
    () => Promise.all(Object.keys(POLICIES).map((policy) => zonekeepOk(["backup", policy], job))),
    (runs) => runs.map(({ stdout }) => stdout.trimEnd()).join("\n"),
  );
  await report.step(
    "list",
    () => zonekeepOk(["list"], job),
    ({ stdout }) => stdout.trimEnd(),
  );
}

/** Replicated means read: every byte of every point, from the other region's store. */
export async function awaitReplicas(report: DemoReport, job: Job): Promise<void> {
  await report.step(
    "replication",
    () => {
      let said = "";
      const verified = async () => {
        const answer = await zonekeep(["verify", "--from", STANDBY], job);
        said = `${answer.stdout}${answer.stderr}`;
        return answer.code === 0 ? answer : undefined;
      };
      return poll("not replicated", REPLICATION_PATIENCE_MS, verified, () => `:\n${said}`);
    },
    ({ stdout }) => `read back from ${STANDBY}\n${stdout.trimEnd()}`,
  );
}

/** With the source's region gone, and IAM with it: what proves points is pinned, and lies in the copy. */
export async function checkSignatures(report: DemoReport, job: Job): Promise<void> {
  await report.step(
    "signatures",
    async () => {
      const { stdout } = await zonekeepOk(["list", "--from", STANDBY, "--json"], job);
      const { points } = JSON.parse(stdout) as { points: readonly { run: string; signature?: string }[] };
      const unproven = points.filter(({ signature }) => signature !== "signed");
      if (points.length === 0 || unproven.length > 0)
        throw new Error(`points that are not signed: ${JSON.stringify(unproven)}`);
      return { points: points.length, runs: new Set(points.map(({ run }) => run)).size };
    },
    ({ points, runs }) => `${points} points of ${runs} runs in ${STANDBY}: each signed by a pinned key`,
  );
}

/** Without a map, a restore elsewhere must stop and say everything that has no counterpart there. */
export async function restoreBlocked(report: DemoReport, job: Job): Promise<void> {
  await report.step(
    "restore",
    async () => {
      const answer = await zonekeep(["restore", FUNCTIONS.intake, ...intoStandby(LOST)], job);
      if (answer.code !== 1)
        throw new Error(`a restore without a map ended with ${answer.code}, not 1:\n${answer.stderr}`);
      return answer;
    },
    ({ stdout, stderr }) =>
      `${FUNCTIONS.intake} without a map is blocked:\n${`${stdout}${stderr}`.trimEnd()}`,
  );
}

interface Restored {
  readonly results: readonly string[];
  readonly failures: readonly string[];
}

/** From the replica alone, by the standby role, policy by policy. A refused point is a failure to report, not the end. */
export async function restoreAll(report: DemoReport, job: Job, mapFile: string): Promise<Restored> {
  return report.step(
    "restore",
    async () => {
      const results: string[] = [];
      const failures: string[] = [];
      for (const [policy, site] of Object.entries(POLICIES)) {
        const result = join(job.dir, `${policy}.restored.json`);
        const files = ["--map", mapFile, "--result", result];
        const answer = await zonekeep(["restore", "--policy", policy, ...intoStandby(site), ...files], job);
        if (answer.code === 0) results.push(result);
        else failures.push(`${policy}: not restored: ${answer.stderr.trim()}`);
      }
      return { results, failures, functions: await functionsIn(results) };
    },
    ({ functions, failures }) =>
      [`${functions} functions with what calls them in ${STANDBY}`, ...failures].join("\n"),
  );
}

async function functionsIn(results: readonly string[]): Promise<number> {
  const read = results.map(async (file) => JSON.parse(await readFile(file, "utf8")) as RestoreResult);
  return (await Promise.all(read)).flatMap(({ things }) => things).filter(({ kind }) => kind === "lambda")
    .length;
}

export async function armAll(report: DemoReport, job: Job, results: readonly string[]): Promise<void> {
  await report.step(
    "arm",
    async () => {
      await zonekeepOk(["arm", ...results, "--role", "standby"], job);
    },
    () =>
      "permissions, URL and subscription written, mappings, rule and schedule enabled, bucket notifications merged",
  );
}
