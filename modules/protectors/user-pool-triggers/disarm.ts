import type { Disarming } from "../activating.ts";
import { changedSince, unlessGone } from "../kit/disarming.ts";
import { DISARM_AGAIN } from "../kit/restore-error.ts";
import { inTheWay } from "./conflicts.ts";
import type { PoolPorts, ReadPool } from "./read.ts";
import { type PoolTriggers, sameTrigger, triggersIn, withoutTriggers } from "./triggers.ts";
import { readNow, WRITE, writePool } from "./write.ts";

interface Taken {
  readonly id: string;
  readonly ours: PoolTriggers;
  /** Arming set the key, too. */
  readonly keys: boolean;
}

/** Takes our triggers out of a pool, and leaves all others. The key goes with the last custom sender, where arming set it. */
export function taking(ports: PoolPorts, { id, ours, keys }: Taken, note: (text: string) => void): Disarming {
  const names = [...ours.keys()];
  const left = ({ lambdaConfig: config }: ReadPool): string[] => {
    const there = triggersIn(config);
    return [...ours].flatMap(([name, one]) => (sameTrigger(one, there.get(name)) ? [name] : []));
  };
  /** @throws RestoreError where one of them calls somebody else by now */
  const requireUnchanged = ({ lambdaConfig: config }: ReadPool): void => {
    const changed = inTheWay(config, ours).find(({ name }) => ours.has(name));
    if (changed !== undefined) throw changedSince(`user pool ${id}`, WRITE, `trigger ${changed.name}`);
  };
  return {
    title: `let ${names.join(", ")} call nobody in user pool ${id}`,
    call: WRITE,
    inactive: async () => {
      const there = await unlessGone(() => readNow(ports, id, DISARM_AGAIN));
      if (there === undefined) return true;
      if (left(there).length > 0) return false;
      requireUnchanged(there);
      return true;
    },
    disarm: async () => {
      await writePool(
        ports,
        { id, again: DISARM_AGAIN, note },
        {
          holds: (there) => left(there).length === 0,
          merged: async (there) => withoutTriggers(there.lambdaConfig, left(there), { key: keys }),
        },
      );
      requireUnchanged(await readNow(ports, id, DISARM_AGAIN));
    },
  };
}
