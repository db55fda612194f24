import { setTimeout as sleep } from "node:timers/promises";
import { Option } from "commander";
import { ownFunctions } from "../../aws/own-functions.ts";
import { refuseFeature } from "../../aws/refuse-feature.ts";
import { formatPos } from "../../core/diagnostic.ts";
import { uniqueSorted } from "../../core/source-order.ts";
import { loadPlan } from "../../load/load-plan.ts";
import { type Coverage, coverageOf, isSelected } from "../../planner/cover/coverage.ts";
import { runtimesInUse } from "../../planner/cover/runtimes-in-use.ts";
import { scopesInUse } from "../../planner/cover/scopes-in-use.ts";
import type { Plan } from "../../planner/plan.ts";
import { couldBeFoundIn } from "../../protectors/home.ts";
import { namedAt } from "../../protectors/named-resource.ts";
import { awsClients, ownRole } from "../aws/clients.ts";
import { describeCoverage } from "../describe/describe-coverage.ts";
import { readAccount } from "../plans/read-account.ts";
import { readInventory } from "../plans/read-inventory.ts";
import { ruleOfRuns } from "../plans/rule-of-runs.ts";
import { type CommandFile, type EstateOptions, example, withEstate } from "../terminal/command-file.ts";
import { EXIT, type ExitCode } from "../terminal/exit.ts";
import type { Io } from "../terminal/io.ts";
import { createOutput, jsonText } from "../terminal/output.ts";
import { parsePath } from "../terminal/parse-argument.ts";
import { withRole } from "../terminal/role-option.ts";
import { targetFile } from "../terminal/target-file.ts";

interface Options extends EstateOptions {
  readonly role?: string;
  readonly inventory?: string;
  readonly callers?: true;
  readonly writeInventory?: string;
}

/** Shows what of an account no policy protects. */
export const coverage: CommandFile = {
  define(command, io, done) {
    command
      .description("Shows what of an account is protected, excluded or unprotected. Changes nothing.")
      .option("--inventory <file>", "what there is, as JSON; default: the account itself is asked", parsePath)
      .addOption(
        new Option("--write-inventory <file>", "keep what the account answered")
          .argParser(parsePath)
          .conflicts("inventory"),
      )
      .addOption(
        new Option(
          "--callers",
          "also ask each function's policy who may call it: two calls and more a function, of 15 a second in a region",
        ).conflicts("inventory"),
      )
      .action(async (options: Options) => done(await run(options, io)));
    withRole(withEstate(command));
    example(
      command,
      "npx zonekeep coverage --write-inventory inventory.json",
      "npx zonekeep coverage --inventory inventory.json",
    );
  },
};

async function run(
  { inventory: file, callers, writeInventory, ...options }: Options,
  io: Io,
): Promise<ExitCode> {
  const output = createOutput(io, { json: options.json === true });
  const { plan, estate } = await loadPlan({ cwd: io.cwd, paths: [options.policies] });
  const regions = estate.regions.map(({ id }) => id);
  const keeps = writeInventory === undefined ? undefined : await targetFile(io.cwd, writeInventory);
  output.status("reading what there is");
  const inventory =
    file === undefined
      ? await readAccount(plan, {
          regions,
          clients: awsClients(io.env, ownRole(options.role)),
          sleep,
          callers: callers === true,
          env: io.env,
          named: uniqueSorted(plan.policies.flatMap(({ select }) => select.resources)),
          warn: (message) => output.note([{ text: "warning: ", style: "yellow" }, message]),
        })
      : readInventory(io.cwd, file, plan.account);
  await keeps?.write(jsonText(inventory));

  const found = coverageOf({
    plan,
    inventory,
    regions,
    refusal: ruleOfRuns(plan),
    refuse: refuseFeature,
    named: namedAt,
    findable: couldBeFoundIn,
    own: ownFunctions(plan, regions),
  });
  const runtimes = runtimesInUse(found, inventory, io.now().toISOString().slice(0, 10));
  for (const { notice } of runtimes) output.note([{ text: "warning: ", style: "yellow" }, notice]);
  for (const line of unreasoned(found, plan)) output.note([{ text: "warning: ", style: "yellow" }, line]);
  const scopes = scopesInUse(found, plan);
  for (const { notice } of scopes) output.note([{ text: "warning: ", style: "yellow" }, notice]);
  output.result({ ...found, runtimes, scopes }, () => describeCoverage(found, { callers: callers === true }));
  return isWhole(found) ? EXIT.done : EXIT.partial;
}

/** Each exclusion that leaves somebody to ask why, with its place. */
function unreasoned({ resources }: Coverage, { policies }: Plan): string[] {
  const places = resources.filter(isSelected).flatMap((covered) => {
    if (covered.status !== "excluded" || covered.reason !== undefined) return [];
    const policy = policies.find(({ name }) => name === covered.policy);
    const at = policy?.origins[`select.exclude.${covered.glob}`]?.at ?? policy?.because;
    return at === undefined ? [] : [`${formatPos(at)}: ${covered.glob} is excluded without a reason`];
  });
  return uniqueSorted(places);
}

function isWhole({ resources, unread }: Coverage): boolean {
  return unread.length === 0 && resources.every(({ status }) => status !== "unprotected");
}
