import type { ThingId } from "../../contract/kinds.ts";
import { AGAIN, RestoreError } from "../../protectors/kit/restore-error.ts";
import type { StreamStart } from "../../protectors/protector.ts";
import { PointError, takeIt } from "../../restore/load-thing.ts";
import { planRestore, type RestoreAsked, type RestorePlan } from "../../restore/plan.ts";
import type { RestorePorts } from "../../restore/ports.ts";
import { SkipError } from "../../restore/skips.ts";
import { CommandError, EXIT } from "../terminal/exit.ts";
import { restoreCommand } from "./restore-command.ts";

/** As the command line has them. */
interface RestoreOptions {
  readonly point?: string;
  readonly as?: string;
  readonly alone?: true;
  readonly replace?: true;
  readonly allowPublic?: true;
  readonly skip?: readonly string[];
  readonly streams?: StreamStart;
}

/**
 * The plan of what the command line asks for.
 * @throws CommandError for a point that cannot be used, and for what keeps it from being planned: nothing has begun then
 */
export async function plannedRestore(
  ports: RestorePorts,
  things: readonly ThingId[],
  { map, runtimes, environment }: Pick<RestoreAsked, "map" | "runtimes" | "environment">,
  options: RestoreOptions,
): Promise<RestorePlan> {
  const { point, as, alone, replace, allowPublic, streams, skip } = options;
  try {
    return await planRestore(ports, {
      things,
      ...(point !== undefined && { point }),
      map,
      ...(runtimes !== undefined && { runtimes }),
      ...(environment !== undefined && { environment }),
      alone: alone === true,
      replace: replace === true,
      allowPublic: allowPublic === true,
      ...(as !== undefined && { as }),
      ...(streams !== undefined && { streams }),
      ...(skip !== undefined && { skip: new Set(skip) }),
    });
  } catch (error) {
    if (error instanceof PointError)
      throw new CommandError(error.message, EXIT.bad, hintOf(error, things, options));
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
    : hint.replace(takeIt(instead), () => restoreCommand(things, { ...options, point: instead }));
}
