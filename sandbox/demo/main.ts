import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { PolicyError } from "../../modules/core/diagnostic.ts";
import { MissingTool } from "../missing-tool.ts";
import { processIdentity } from "../process-identity.ts";
import { ensurePython } from "../python.ts";
import { claim, release } from "../resident-file.ts";
import { type Sandbox, startSandbox } from "../sandbox.ts";
import { makeScratch } from "../scratch.ts";
import { findTerraform } from "../terraform/find.ts";
import { TerraformError } from "../terraform/run.ts";
import { requireVersion } from "../terraform/version.ts";
import { policiesOf } from "./deploy.ts";
import { mainJob } from "./main-job.ts";
import { demoOptions, UsageError } from "./options.ts";
import { orphaned } from "./orphaned.ts";
import { DemoReport } from "./report.ts";
import type { Scene } from "./scene.ts";
import { SCENES } from "./scenes.ts";

// The SDK would announce the end of Node 20 between the lines of the report.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const dir = await makeScratch(tmpdir());
const report = new DemoReport(say, () => performance.now());
const interrupted = new Promise<void>((resolve) => {
  // Again and again: npm passes on the signal that the terminal has sent to us already.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, resolve);
  // npm that is killed outright takes nothing along.
  if (process.env.npm_lifecycle_event !== undefined) orphaned(process).then(resolve);
});

async function run(): Promise<number> {
  const { scene: name, keep: keeping, tamper } = demoOptions(process.argv.slice(2));
  const scene = SCENES[name];
  // Before anything begins, so that a missing tool is all there is to read.
  await requireTools();
  const sandbox = await report.step(
    "sandbox",
    () => startSandbox({ dir, onProgress: say }),
    ({ endpoint }) => `moto behind its gateway at ${endpoint}`,
  );
  try {
    const job = mainJob({ sandbox, scene, dir, report, tamper });
    const ended = await Promise.race([job, interrupted.then(() => "interrupted" as const), sandbox.died]);
    if (typeof ended === "string") {
      report.end();
      say(ended === "interrupted" ? "interrupted" : `the sandbox ended: ${ended}`);
      return 1;
    }
    report.total();
    say(
      ended.length === 0
        ? "\nEverything came back."
        : `\nNot everything came back:\n${ended.map((line) => `  ${line}`).join("\n")}`,
    );
    if (keeping) await keep(sandbox, scene);
    return ended.length === 0 ? 0 : 1;
  } finally {
    await sandbox.stop();
  }
}

/** @throws MissingTool that names all that is missing, a line each */
async function requireTools(): Promise<void> {
  const terraform = async (): Promise<void> => requireVersion(findTerraform());
  const looked = await Promise.allSettled([terraform(), ensurePython({ onProgress: say })]);
  const reasons = looked.flatMap((each) => (each.status === "rejected" ? [each.reason as unknown] : []));
  const other = reasons.find((reason) => !(reason instanceof MissingTool));
  if (other !== undefined) throw other;
  if (reasons.length > 0)
    throw new MissingTool(reasons.map((reason) => (reason as Error).message).join("\n"));
}

async function keep(
  { env, endpoint }: Pick<Sandbox, "env" | "endpoint">,
  { nextSteps }: Scene,
): Promise<void> {
  const identity = processIdentity(process.pid);
  const self = { pid: process.pid, endpoint, started: new Date().toISOString() };
  // So that `sandbox status`, `up` and `down` of this folder find it; unless one runs for it already.
  const isClaimed = identity !== undefined && (await claim(process.cwd(), { ...self, identity }));
  say("\nStill running, until Ctrl-C. In another shell of this folder:\n");
  for (const [name, value] of Object.entries(env))
    say(value === "" ? `  unset ${name}` : `  export ${name}=${value}`);
  // Of the demo: the keys that sign its runs are pinned there.
  for (const line of nextSteps({ policies: policiesOf(dir), endpoint })) say(line);
  await interrupted;
  if (isClaimed) await release(process.cwd(), process.pid);
}

/** What a person can act on goes without a stack trace; what is our fault goes with one. */
function explain(error: unknown): number {
  if (error instanceof MissingTool || error instanceof UsageError) {
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
  const forPeople =
    error instanceof PolicyError || (error instanceof Error && error.cause instanceof TerraformError);
  if (forPeople) say(error.message);
  else say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return 1;
}

try {
  process.exitCode = await run();
} catch (error) {
  process.exitCode = explain(error);
} finally {
  await rm(dir, { recursive: true, force: true, maxRetries: 3 });
}
// A run that was interrupted leaves children that were told to end; nothing is worth waiting for.
process.exit();
