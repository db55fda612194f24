import { randomBytes } from "node:crypto";
import { SQSClient } from "@aws-sdk/client-sqs";
import { parseArn } from "../../core/arn.ts";
import { drainQueue } from "../../drain/drain.ts";
import { loadPlan } from "../../load/load-plan.ts";
import { runId } from "../../runs/run-id.ts";
import { awsClients, ownRole } from "../aws/clients.ts";
import { describeDrain, describeDrainPreview, describeWaitingMessages } from "../describe/describe-drain.ts";
import { openDrained } from "../drain/open-drained.ts";
import { findQueue } from "../drain/sqs.ts";
import { type CommandFile, type EstateOptions, example, withEstate } from "../terminal/command-file.ts";
import { EXIT, type ExitCode } from "../terminal/exit.ts";
import type { Io } from "../terminal/io.ts";
import { createOutput } from "../terminal/output.ts";
import { parseQueueName, parseWhole } from "../terminal/parse-argument.ts";
import { withRole } from "../terminal/role-option.ts";

interface Options extends EstateOptions {
  readonly role?: string;
  readonly site?: string;
  readonly max?: number;
  readonly yes?: true;
}

/** Moves what waits in a queue into the store. By hand: consumers miss what was taken until it is replayed. */
export const drain: CommandFile = {
  define(command, io, done) {
    command
      .description(
        "Moves the messages that wait in a queue into the region's store, sealed and locked: each is deleted once it lies there. " +
          "Nobody gets them until they are replayed.",
      )
      .argument("<queue>", "name of the queue", parseQueueName)
      .option("--site <region>", "region of the queue; needed where the estate has several")
      .option("--max <messages>", "not more than so many", parseWhole)
      .option("--yes", "do it; without it, only how many wait is told")
      .action(async (queue: string, options: Options) => done(await runDrain(queue, options, io)));
    withRole(withEstate(command));
    example(command, "npx zonekeep drain orders --site us-east-1 --yes");
  },
};

async function runDrain(name: string, options: Options, io: Io): Promise<ExitCode> {
  const output = createOutput(io, { json: options.json === true });
  const { plan } = await loadPlan({ cwd: io.cwd, paths: [options.policies] });
  const clients = awsClients(io.env, ownRole(options.role));
  const began = io.now();
  const run = runId({ id: randomBytes(8).toString("hex"), startedAt: began.toISOString() });
  const drained = openDrained(plan, clients, options.site, { queue: name, run, began });
  const queue = await findQueue(clients(drained.region).client(SQSClient), name, drained.region);
  const waiting = await queue.waiting();
  const { account, region } = parseArn(queue.arn);
  const of = { queue: queue.arn, account, region };
  if (options.yes !== true) {
    output.result({ ...of, dryRun: true, waiting }, () => describeDrainPreview(name, waiting));
    return EXIT.done;
  }
  output.note(describeWaitingMessages(name, waiting));
  const next = `npx zonekeep replay ${name} --run ${run} --site ${drained.region}`;
  let taken = 0;
  const told = await output.untilInterrupted(
    () =>
      taken === 0
        ? ["stopped: nothing is in the store yet"]
        : ["stopped: what was taken lies in the store", `  help: ${next}`],
    () =>
      drainQueue(
        {
          ...drained,
          queue,
          onBatch: (messages) => {
            // Whoever is killed from here on needs the run.
            if (taken === 0) output.note(`run ${run}`);
            taken = messages;
            output.status(`${messages} messages are in the store`);
          },
        },
        options.max === undefined ? {} : { max: options.max },
      ),
  );
  const after = await queue.waiting();
  // A run that took nothing is not in the store, so nobody can replay it.
  const found = told.messages === 0 ? of : { ...of, run };
  output.result({ ...found, dryRun: false, ...told, waiting: after }, () =>
    describeDrain(name, told, after, next),
  );
  return told.left.length === 0 ? EXIT.done : EXIT.partial;
}
