import { StopPipeCommand } from "@aws-sdk/client-pipes";
import type { Disarming } from "../activating.ts";
import { attempt } from "../kit/attempt.ts";
import { unlessGone } from "../kit/disarming.ts";
import { DISARM_AGAIN } from "../kit/restore-error.ts";
import { type ArmPorts, notSo, pipeNow, type Restored } from "./now.ts";
import type { ReadPipe } from "./read.ts";
import { isStopped, LOOKS, LOOKS_IN_PASSING, LOOKS_OF_OWN } from "./settle.ts";
import { goesOn } from "./source.ts";

const STOP = "pipes:StopPipe";

/** Long is waited only for what was told to stop here. */
export function disarming(ports: ArmPorts, restored: Restored, note: (text: string) => void): Disarming {
  const resource = `pipe ${restored.name}`;
  const look = (looks: number): Promise<ReadPipe | undefined> =>
    unlessGone(() => pipeNow(ports, restored, looks, DISARM_AGAIN));
  return {
    title: `stop ${resource}`,
    call: STOP,
    inactive: async () => {
      const live = await look(LOOKS_IN_PASSING);
      return live === undefined || isStopped(live);
    },
    disarm: async () => {
      // AWS stops none that is being made, changed or started.
      const before = await look(LOOKS);
      if (before === undefined || isStopped(before)) return;
      await attempt(ports.sleep, { resource, call: STOP, again: DISARM_AGAIN }, () =>
        ports.pipes.send(new StopPipeCommand({ Name: restored.name })),
      );
      const live = await look(LOOKS_OF_OWN);
      if (live === undefined) return;
      if (!isStopped(live)) throw notSo(resource, STOP, live, DISARM_AGAIN);
      note(`${resource} is stopped: ${goesOn(live.settings.Source)}`);
    },
  };
}
