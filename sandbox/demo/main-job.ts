import { withoutAws } from "../environment.ts";
import { makeEstate } from "../neighbours/estate.ts";
import type { Sandbox } from "../sandbox.ts";
import { demoClients } from "./clients.ts";
import {
  armAll,
  awaitReplicas,
  backUp,
  checkSignatures,
  drawGraph,
  pinSigners,
  restoreAll,
  restoreBlocked,
} from "./command-steps.ts";
import { deploy } from "./deploy.ts";
import { differences, seeAll, sentence } from "./differences.ts";
import { LOST } from "./regions.ts";
import type { DemoReport } from "./report.ts";
import type { Scene, ScenePlaces } from "./scene.ts";
import { tamperWith } from "./tamper.ts";

export interface MainJob {
  readonly sandbox: Sandbox;
  readonly scene: Scene;
  /** Scratch folder of this run. */
  readonly dir: string;
  readonly report: DemoReport;
  /** Function whose kept code is overwritten before the restore. */
  readonly tamper?: string | undefined;
}

/** Policies to a restored scene, on the sandbox. Resolves with what differs in the end, a line each. */
export async function mainJob({ sandbox, scene, dir, report, tamper }: MainJob): Promise<readonly string[]> {
  const { region, policies, words } = scene;
  const job = { env: { ...withoutAws(process.env), ...sandbox.env, CI: "1" }, dir };
  const lost = demoClients(sandbox.endpoint, LOST);
  const back = region === LOST ? lost : demoClients(sandbox.endpoint, region);
  const stage: ScenePlaces = { sandbox, lost, back };
  await deploy({ sandbox, policies, dir, report });
  await pinSigners(report, job);

  const { before, estate } = await report.step(
    "workload",
    async () => {
      await scene.make(stage);
      return {
        before: await seeAll(scene, lost),
        estate: await makeEstate(sandbox.endpoint, [region], scene.bucketOf),
      };
    },
    () => words.made,
  );
  const asked = await report.step(
    "events",
    () => scene.send(lost, "first"),
    (answers) => `${Object.keys(answers).join(", ")}: each answered`,
  );

  await backUp(report, job, scene);
  if (scene.drawn !== undefined) await drawGraph(report, job, scene.drawn);
  if (region !== LOST) await awaitReplicas(report, job, scene);
  if (tamper !== undefined)
    await report.step(
      "tamper",
      () => tamperWith(back, tamper),
      (blobs) => `${blobs} kept blobs of ${tamper} overwritten`,
    );
  await report.step(
    "loss",
    () => scene.lose(stage),
    () => words.lost,
  );

  await checkSignatures(report, job, scene);
  if (scene.wantsMap !== undefined) await restoreBlocked(report, job, scene, scene.wantsMap);
  const restored = await restoreAll(report, job, scene);
  const came = await report.step(
    "comparison",
    () => differences(scene, stage, before, { except: scene.armed }),
    (lines) => sentence(lines, words.same),
  );
  const early = await report.step(
    "events",
    async () => (restored.failures.length > 0 ? [] : scene.sendEarly(back)),
    (lines) => sentence(lines, "none arrives before arm"),
  );
  await armAll(report, job, scene, restored.results);
  const triggers = await report.step(
    "triggers",
    () => differences(scene, stage, before, { only: scene.armed }),
    (lines) => sentence(lines, words.triggers),
  );
  // What is not there is missed twice.
  const found = [...new Set([...restored.failures, ...came, ...early, ...triggers])];
  if (restored.failures.length > 0) return found;
  const answers = await report.step(
    "events",
    async () => {
      const answers = await scene.send(back, "second");
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
    (lines) => sentence(lines, words.neighbours),
  );
  return [...found, ...answers, ...neighbours];
}
