import { type Command, Option } from "commander";
import type { StreamStart } from "../../protectors/stream-start.ts";
import type { EstateOptions } from "../terminal/command-file.ts";
import {
  parseName,
  parsePath,
  parsePoint,
  parseStart,
  parseTags,
  parseTexts,
  parseThings,
  parseTime,
} from "../terminal/parse-argument.ts";
import { withRole } from "../terminal/role-option.ts";
import type { WantedTag } from "./sought-tags.ts";

/** As the command line has them. */
export interface RestoreWritten extends EstateOptions {
  readonly site?: string;
  readonly to?: string;
  readonly from?: string;
  readonly point?: string;
  readonly at?: string;
  readonly map?: string;
  readonly writeMap?: string;
  readonly as?: string;
  readonly alone?: true;
  readonly dryRun?: true;
  readonly diff?: true;
  readonly asTerraform?: string;
  readonly replace?: true;
  readonly allowPublic?: true;
  readonly unsigned?: true;
  readonly unlocked?: true;
  readonly policy?: string;
  readonly tag?: readonly WantedTag[];
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly streams?: StreamStart;
  readonly role?: string;
  readonly result?: string;
  readonly runtime?: readonly string[];
  readonly environment?: string;
}

export function withRestoreOptions(command: Command): Command {
  return withRole(command, { name: "standby", means: "the restore role of --to" })
    .argument(
      "[thing...]",
      "a function by its name, anything as kind/name: sqs-queue/orders.fifo",
      parseThings,
    )
    .option("--policy <name>", "all that the newest complete run of a policy kept")
    .option("--tag <key=value>", "functions that had this tag, or each of several", parseTags)
    .option("--site <site>", "region or edge zone where it was; needed")
    .option("--to <region>", "region to restore into; default: that of --site")
    .option("--from <region>", "read this region's store; default: that of --to, if it can be")
    .option(
      "--point <run>",
      "the (beginning of the) run of a point; default: that of a restore that has begun, or latest",
      parsePoint,
    )
    .addOption(
      new Option("--at <time>", "as it was then: the newest points that had been captured together by a time")
        .argParser(parseTime)
        .conflicts("point"),
    )
    .option("--map <file>", "what takes the place of what, in the other region", parsePath)
    .option("--write-map <file>", "write a map to fill in, for what has no counterpart", parsePath)
    .option("--as <name>", "another name for it", parseName)
    .option("--alone", "only what is named, not what was captured with it")
    .option("--dry-run", "show the steps, change nothing")
    .option("--diff", "show where what is there differs from it, change nothing")
    .addOption(
      new Option(
        "--as-terraform <folder>",
        "write it as configuration of Terraform, with imports of what is there; change nothing",
      )
        .argParser(parsePath)
        .conflicts(["dryRun", "diff", "replace", "writeMap", "result", "streams"]),
    )
    .option("--replace", "change what is named, where it is there and differs")
    .option("--allow-public", "bring back what lets anybody use it")
    .option("--unsigned", "take a point of which nobody can prove who made it")
    .option("--unlocked", "take a point that could have been changed since")
    .option(
      "--skip <what>",
      "leave out a kind, sqs-queue/orders, lambda/orders-*, or a part: mapping/ARN, statement/SID, concurrency; repeatable",
      parseTexts,
    )
    .option("--only <what>", "only a kind, or lambda/orders-*; repeatable", parseTexts)
    .option("--streams <start>", "where streams start: latest, trim-horizon or a time", parseStart)
    .option("--runtime <old=new>", "another runtime in place of an old one; repeatable", parseTexts)
    .option("--environment <file>", "values of variables that the points do not hold", parsePath)
    .option("--result <file>", "where to write what arm needs", parsePath);
}
