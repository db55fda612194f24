import type { ThingId } from "../../contract/kinds.ts";
import { AGAIN, RestoreError } from "../../protectors/kit/restore-error.ts";
import type { StreamStart } from "../../protectors/stream-start.ts";
import { PointError, takeIt } from "../../restore/load-thing.ts";
import type { RestoreAsked } from "../../restore/restore-asked.ts";
import type { Selected } from "../../restore/selected.ts";
import { SkipError } from "../../restore/skips.ts";
import { CommandError, EXIT } from "../terminal/exit.ts";
import { restoreCommand } from "./restore-command.ts";

/** As the command line has them. */
interface RestoreOptions {
  readonly point?: string;
  readonly at?: string;
  readonly as?: string;
  readonly alone?: true;
  readonly replace?: true;
  readonly allowPublic?: true;
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly streams?: StreamStart;
}

/** What the command line asks for, in the words of a restore. */
export function restoreAsked(
  { things, run, leftOut, warnings }: Selected,
  { map, runtimes, environment }: Pick<RestoreAsked, "map" | "runtimes" | "environment">,
  options: RestoreOptions,
): RestoreAsked {
  const { as, alone, replace, allowPublic, streams, only, skip } = options;
  // Of a policy, what is written tells the run, and `latest` is not the newest point of each thing.
  const point = options.point === undefined && options.at === undefined ? undefined : (run ?? options.point);
  // Of a policy, the run is that of the time.
  const at = options.at === undefined || run !== undefined ? undefined : Date.parse(options.at);
  return {
    things,
    selection: { leftOut, warnings, ...(run !== undefined && { run }) },
    ...(point !== undefined && { point }),
    ...(at !== undefined && { at }),
    map,
    ...(runtimes !== undefined && { runtimes }),
    ...(environment !== undefined && { environment }),
    alone: alone === true,
    replace: replace === true,
    allowPublic: allowPublic === true,
    ...(as !== undefined && { as }),
    ...(streams !== undefined && { streams }),
    ...(only !== undefined && { only }),
    ...(skip !== undefined && { skip: new Set(skip) }),
  };
}

/**
 * What `plan` finds of it; `named`: the things that the command line names one by one.
 * @throws CommandError for a point that cannot be used, and for what keeps it from being planned: nothing has begun then
 */
export async function plannedRestore<Found>(
  plan: () => Promise<Found>,
  named: readonly ThingId[],
  options: RestoreOptions,
): Promise<Found> {
  try {
    return await plan();
  } catch (error) {
    if (error instanceof PointError)
      throw new CommandError(error.message, EXIT.bad, hintOf(error, named, options));
    if (error instanceof SkipError) throw new CommandError(error.message, EXIT.bad, error.hint);
    if (!(error instanceof RestoreError)) throw error;
    const { resource, call, reason, hint } = error;
    const again = hint.replace(AGAIN, "run it again: nothing was changed");
    throw new CommandError(`${resource}: ${call}: ${reason}`, EXIT.bad, again);
  }
}

/** With the whole command, where another point does. */
function hintOf({ hint, instead }: PointError, things: readonly ThingId[], options: RestoreOptions): string {
  return instead === undefined
    ? hint
    : hint.replace(takeIt(instead), () =>
        restoreCommand(things, { ...options, at: undefined, point: instead }),
      );
}
