import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { SFNClient } from "@aws-sdk/client-sfn";
import { loadPlan } from "../../load/load-plan.ts";
import type { Plan } from "../../planner/plan.ts";
import { awsClients, type ClientsOf, ownRole } from "../aws/clients.ts";
import { describeGoingOn, describeSummary, exitCodeOf } from "../describe/describe-summary.ts";
import { openSource } from "../points/open-sources.ts";
import { type Started, startBackup, waitForSummary } from "../points/run-backup.ts";
import { doubtOf } from "../points/run-proof.ts";
import { type Scheduled, selectScheduled } from "../points/select-site.ts";
import { type CommandFile, type EstateOptions, example, withEstate } from "../terminal/command-file.ts";
import { CommandError, EXIT, type ExitCode, explainFailure } from "../terminal/exit.ts";
import type { Io } from "../terminal/io.ts";
import { createOutput, type Output } from "../terminal/output.ts";
import { withRole } from "../terminal/role-option.ts";
import { count } from "../terminal/words.ts";

interface Options extends EstateOptions {
  readonly role?: string;
  readonly site?: string;
  readonly wait: boolean;
}

/** Runs one policy now, as its schedule would, at each of its sites. */
export const backup: CommandFile = {
  define(command, io, done) {
    command
      .description("Runs one policy now, as its schedule would, and waits for the end.")
      .argument("<policy>", "name of the policy")
      .option("--site <site>", "only at this region or edge zone")
      .option("--no-wait", "start it, and do not wait for the end")
      .action(async (policy: string, options: Options) => done(await run(policy, options, io)));
    withRole(withEstate(command));
    example(command, "npx zonekeep backup orders", "npx zonekeep backup orders --site us-east-1 --json");
  },
};

async function run(policy: string, options: Options, io: Io): Promise<ExitCode> {
  const output = createOutput(io, { json: options.json === true });
  const { plan } = await loadPlan({ cwd: io.cwd, paths: [options.policies] });
  const scheduled = selectScheduled(plan, policy, options.site);
  const clients = awsClients(io.env, ownRole(options.role));
  const started: Started[] = [];
  return output.untilInterrupted(
    () => describeGoingOn(started),
    () => startAndWait(plan, scheduled, started, options, { clients, output, io }),
  );
}

interface Tools {
  readonly clients: ClientsOf;
  readonly output: Output;
  readonly io: Io;
}

/** Adds to `started` as it goes. */
async function startAndWait(
  plan: Plan,
  scheduled: readonly Scheduled[],
  started: Started[],
  options: Options,
  { clients, output, io }: Tools,
): Promise<ExitCode> {
  const began = io.now();
  for (const item of scheduled) {
    const { policy } = item.unit;
    const run = await startBackup(
      clients(item.stack.region).client(SFNClient),
      plan,
      item,
      randomBytes(6).toString("hex"),
    );
    output.note(`started ${policy} at ${run.site}: ${run.execution}`);
    started.push(run);
  }
  if (!options.wait) {
    output.result({ started }, () => [
      `${count(started.length, "run")} started; npx zonekeep list shows what they keep`,
    ]);
    return EXIT.done;
  }
  const look = async (milliseconds: number): Promise<void> => {
    output.status(`running, ${Math.round((io.now().getTime() - began.getTime()) / 1000)} s`);
    await sleep(milliseconds);
  };
  const ends = await Promise.allSettled(
    started.map((run) => {
      const source = openSource(plan, clients, run.site, run.region, run.region);
      return waitForSummary({ sfn: clients(run.region).client(SFNClient), sleep: look, source }, run);
    }),
  );
  const summaries = ends.flatMap((end) => (end.status === "fulfilled" ? [end.value] : []));
  const broken = ends.find((end) => end.status === "rejected");
  const failure = broken === undefined ? {} : explainFailure(broken.reason, io).document;
  output.result({ runs: summaries, ...failure }, () => summaries.flatMap(describeSummary));
  const doubts = ends.flatMap((end, index) => {
    const region = started[index]?.region ?? "";
    return end.status === "fulfilled" ? (doubtOf(plan, region, end.value, io.now()) ?? []) : [];
  });
  for (const line of doubts.flatMap(({ lines }) => lines)) output.note(line);
  if (broken !== undefined) {
    for (const line of describeGoingOn(started.filter((_, index) => mayGoOn(ends[index])))) output.note(line);
    throw broken.reason;
  }
  return doubts.some(({ refused }) => refused) ? EXIT.bad : exitCodeOf(summaries);
}

/** Whether nobody knows how it ended: it could not be asked. */
function mayGoOn(end: PromiseSettledResult<unknown> | undefined): boolean {
  return end?.status === "rejected" && !(end.reason instanceof CommandError);
}
