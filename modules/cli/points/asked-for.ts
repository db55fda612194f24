import type { ThingId } from "../../contract/kinds.ts";
import type { WhichRun } from "../../restore/run-of-policy.ts";
import { CommandError, EXIT } from "../terminal/exit.ts";
import { resultFile, resultFileOfPolicy, resultFileOfTags } from "./result-file.ts";
import { namedThings, type Sought } from "./sought.ts";
import { runOf } from "./sought-policy.ts";
import { taggedWith, type WantedTag } from "./sought-tags.ts";

interface Written extends Partial<WhichRun> {
  readonly things: readonly ThingId[];
  readonly policy?: string;
  readonly tag?: readonly WantedTag[];
  readonly as?: string;
  /** Region where it is to be restored. */
  readonly to: string;
}

/** What a restore is to bring back, and what its result is called when nobody says. */
export interface AskedFor {
  readonly sought: Sought;
  readonly file: string;
}

/** @throws CommandError unless things are named, or a policy, or tags: one of the three */
export function requireOneWay(
  things: readonly ThingId[],
  { policy, tag, as }: Pick<Written, "policy" | "tag" | "as">,
): void {
  const ways = [things.length > 0, policy !== undefined, tag !== undefined].filter(Boolean).length;
  if (ways !== 1)
    throw new CommandError(
      ways === 0
        ? "nothing is named that is to be restored"
        : "things, --policy and --tag exclude each other",
      EXIT.usage,
      "write one of them: names of functions or kind/name, --policy NAME, or --tag KEY=VALUE",
    );
  if (as !== undefined && things.length !== 1)
    throw new CommandError(
      "--as names one thing, and more than one is to be restored",
      EXIT.usage,
      "restore them one by one",
    );
}

/** @throws CommandError for a time of which no point can be */
export function requirePast(at: string | undefined, now: Date): void {
  if (at === undefined || Date.parse(at) <= now.getTime()) return;
  throw new CommandError(
    `--at ${at} lies in the future: it is ${now.toISOString()}`,
    EXIT.usage,
    "write the time of the state that is wanted, or leave out --at for the newest",
  );
}

export function askedFor({ things, policy, tag, as, to, point, at, unsigned = false }: Written): AskedFor {
  const which = { ...(point !== undefined && { point }), ...(at !== undefined && { at }) };
  if (policy !== undefined)
    return {
      sought: runOf(policy, { unsigned, ...which }),
      file: resultFileOfPolicy(policy, to),
    };
  if (tag !== undefined) return { sought: taggedWith(tag, which), file: resultFileOfTags(tag, to) };
  return { sought: namedThings(things, at), file: resultFile(things, as, to) };
}
