import { PointError } from "../../restore/load-thing.ts";
import { policiesWithRuns, runOfPolicy, type WhichRun } from "../../restore/run-of-policy.ts";
import { CommandError, EXIT } from "../terminal/exit.ts";
import { byThen, type Sought } from "./sought.ts";

/** Everything that one run of a policy kept. A run that cannot be taken is a CommandError. */
export function runOf(policy: string, which: WhichRun): Sought {
  return {
    what: `run of policy ${policy} that kept anything${byThen(which.at)}`,
    name: `policy ${policy}`,
    find: async (source) => {
      try {
        return await runOfPolicy(source, policy, which);
      } catch (error) {
        if (!(error instanceof PointError)) throw error;
        throw new CommandError(error.message, EXIT.bad, error.hint);
      }
    },
    meant: async (sources) => {
      const found = await Promise.all(sources.map(policiesWithRuns));
      const policies = [...new Set(found.flat())].sort();
      return policies.length === 0 ? undefined : `there are runs of ${policies.join(", ")}`;
    },
  };
}
