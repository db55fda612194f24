import { setImmediate } from "node:timers/promises";
import type { FunctionRestorePorts } from "../../modules/protectors/lambda/restore/ports.ts";
import type { Destination } from "./destination.ts";

/** The ports of one of several that are at work at once: between two of its calls the others have theirs. */
export function portsOf(there: Destination, holder: string): FunctionRestorePorts {
  const ports = there.restorePorts;
  const send = async (command: never): Promise<unknown> => {
    await setImmediate();
    return there.lambda.send(command);
  };
  return {
    ...ports,
    holder,
    lambda: { send } as FunctionRestorePorts["lambda"],
    sleep: () => setImmediate(),
  };
}

/** Resolves when so many calls have been made, or what makes them has ended. */
export async function afterCalls(
  { lambda }: Destination,
  calls: number,
  of: Promise<unknown>,
): Promise<void> {
  let ended = false;
  const end = (): void => {
    ended = true;
  };
  of.then(end, end);
  while (!ended && lambda.calls.length < calls) await setImmediate();
}

/**
 * A deployment that knows of no restore: changes settings and publishes, again and again, until it is told to stop.
 * What Lambda refuses because something is under way it tries again, as every deployment does.
 */
export function deploying({ lambda }: Destination, name: string, pace: number) {
  let going = true;
  const loop = async (): Promise<number> => {
    let done = 0;
    for (let n = 0; going; n++) {
      for (let wait = 0; wait < pace; wait++) await setImmediate();
      try {
        lambda.UpdateFunctionConfiguration({
          FunctionName: name,
          MemorySize: 4000 + n,
          Description: "theirs",
        });
        done++;
        if (n % 3 === 0) lambda.PublishVersion({ FunctionName: name });
      } catch {
        // Not there yet, or being updated.
      }
    }
    return done;
  };
  const ended = loop();
  return {
    stop: async (): Promise<number> => {
      going = false;
      return ended;
    },
  };
}
