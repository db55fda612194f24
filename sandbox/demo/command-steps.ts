import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { count } from "../../modules/cli/terminal/words.ts";
import type { RestoreResult } from "../../modules/restore/result.ts";
import { poll } from "./poll.ts";
import type { DemoReport } from "./report.ts";
import type { Scene } from "./scene.ts";
import { zonekeep, zonekeepOk } from "./zonekeep.ts";

/** Where the commands of the demo run: in its own folder, which has the policies. */
export interface Job {
  readonly env: NodeJS.ProcessEnv;
  readonly dir: string;
}

const REPLICATION_PATIENCE_MS = 30_000;
/** Elsewhere, or in the place where it was: under the role that waits there. */
const into = ({ region, mapFile }: Scene, site: string): string[] => [
  ...["--site", site, ...(mapFile === undefined ? [] : ["--to", region])],
  ...["--role", "standby"],
];

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
export async function backUp(report: DemoReport, job: Job, { runs: policies }: Scene): Promise<void> {
  await report.step(
    "backup",
    () => Promise.all(Object.keys(policies).map((policy) => zonekeepOk(["backup", policy], job))),
    (runs) => runs.map(({ stdout }) => stdout.trimEnd()).join("\n"),
  );
  await report.step(
    "list",
    () => zonekeepOk(["list"], job),
    ({ stdout }) => stdout.trimEnd(),
  );
}

/** What brings events to the functions of a policy, as it was kept. */
export async function drawGraph(report: DemoReport, job: Job, policy: string): Promise<void> {
  await report.step(
    "graph",
    () => zonekeepOk(["graph", policy], job),
    ({ stdout }) => stdout.trimEnd(),
  );
}

/** Replicated means read: every byte of every point, from the other region's store. */
export async function awaitReplicas(report: DemoReport, job: Job, { region }: Scene): Promise<void> {
  await report.step(
    "replication",
    () => {
      let said = "";
      const verified = async () => {
        const answer = await zonekeep(["verify", "--from", region], job);
        said = `${answer.stdout}${answer.stderr}`;
        return answer.code === 0 ? answer : undefined;
      };
      return poll("not replicated", REPLICATION_PATIENCE_MS, verified, () => `:\n${said}`);
    },
    ({ stdout }) => `read back from ${region}\n${stdout.trimEnd()}`,
  );
}

/** Also with the source's region gone, and IAM with it: what proves points is pinned, and lies beside them. */
export async function checkSignatures(report: DemoReport, job: Job, { region }: Scene): Promise<void> {
  await report.step(
    "signatures",
    async () => {
      const { stdout } = await zonekeepOk(["list", "--from", region, "--json"], job);
      const { points } = JSON.parse(stdout) as { points: readonly { run: string; signature?: string }[] };
      const unproven = points.filter(({ signature }) => signature !== "signed");
      if (points.length === 0 || unproven.length > 0)
        throw new Error(`points that are not signed: ${JSON.stringify(unproven)}`);
      return { points: points.length, runs: new Set(points.map(({ run }) => run)).size };
    },
    ({ points, runs }) =>
      `${points} points of ${count(runs, "run")} in ${region}: each signed by a pinned key`,
  );
}

/** Without a map, a restore elsewhere must stop and say everything that has no counterpart there. */
export async function restoreBlocked(
  report: DemoReport,
  job: Job,
  scene: Scene,
  thing: string,
): Promise<void> {
  await report.step(
    "restore",
    async () => {
      const [site = ""] = Object.values(scene.runs);
      const answer = await zonekeep(["restore", thing, ...into(scene, site)], job);
      if (answer.code !== 1)
        throw new Error(`a restore without a map ended with ${answer.code}, not 1:\n${answer.stderr}`);
      return answer;
    },
    ({ stdout, stderr }) => `${thing} without a map is blocked:\n${`${stdout}${stderr}`.trimEnd()}`,
  );
}

interface Restored {
  readonly results: readonly string[];
  readonly failures: readonly string[];
}

/** From what that region has, by its standby role, policy by policy. A refused point is a failure to report, not the end. */
export async function restoreAll(report: DemoReport, job: Job, scene: Scene): Promise<Restored> {
  const { runs, region, mapFile, words } = scene;
  return report.step(
    "restore",
    async () => {
      const results: string[] = [];
      const failures: string[] = [];
      for (const [policy, site] of Object.entries(runs)) {
        const result = join(job.dir, `${policy}.restored.json`);
        const files = [...(mapFile === undefined ? [] : ["--map", mapFile]), "--result", result];
        const answer = await zonekeep(["restore", "--policy", policy, ...into(scene, site), ...files], job);
        if (answer.code === 0) results.push(result);
        else failures.push(`${policy}: not restored: ${answer.stderr.trim()}`);
      }
      return { results, failures, functions: await functionsIn(results) };
    },
    ({ functions, failures }) =>
      [`${functions} functions with what calls them in ${region}`, words.restored ?? [], ...failures]
        .flat()
        .join("\n"),
  );
}

async function functionsIn(results: readonly string[]): Promise<number> {
  const read = results.map(async (file) => JSON.parse(await readFile(file, "utf8")) as RestoreResult);
  return (await Promise.all(read)).flatMap(({ things }) => things).filter(({ kind }) => kind === "lambda")
    .length;
}

export async function armAll(
  report: DemoReport,
  job: Job,
  { words }: Scene,
  results: readonly string[],
): Promise<void> {
  await report.step(
    "arm",
    async () => {
      await zonekeepOk(["arm", ...results, "--role", "standby"], job);
    },
    () => words.armed,
  );
}
