import type { Command } from "commander";
import type { EstateOptions } from "../terminal/command-file.ts";
import { parseThing } from "../terminal/parse-argument.ts";

/** Which recovery points a command looks at, and in which store. */
export interface PointsOptions extends EstateOptions {
  readonly site?: string;
  readonly from?: string;
  /** What reads the store: an ARN, or `standby`. */
  readonly role?: string;
}

export function withPoints(command: Command): Command {
  return withPlaces(
    command.argument(
      "[thing]",
      "a name, or kind/name such as sqs-queue/orders; everything when none is given",
      parseThing,
    ),
  );
}

/** Of which site, and in which store. */
export function withPlaces(command: Command): Command {
  return command
    .option("--site <site>", "only of this region or edge zone")
    .option("--from <region>", "read the store of this region, with its copies; default: each site's own");
}
