import { PipesClient, StartPipeCommand } from "@aws-sdk/client-pipes";
import { parseArn } from "../../core/arn.ts";
import type { ActivateRequest, Activating } from "../activating.ts";
import { refuseAwaiting } from "../api-destination/awaiting.ts";
import { attempt, orNone } from "../kit/attempt.ts";
import { refuseBesideEnabled } from "../kit/beside-source.ts";
import { parserOf } from "../kit/parse.ts";
import { ARM_AGAIN } from "../kit/restore-error.ts";
import { switchedOff } from "../kit/switched-off.ts";
import { pipeNamed } from "./arn.ts";
import { disarming } from "./disarm.ts";
import schema from "./document.schema.json" with { type: "json" };
import { type ArmPorts, notSo, pipeNow } from "./now.ts";
import { type ReadPipe, readPipe } from "./read.ts";
import { CALLED, textOf } from "./restore/calls.ts";
import { isStopped, isUnmade, LOOKS, LOOKS_IN_PASSING, LOOKS_OF_OWN } from "./settle.ts";

export const START = "pipes:StartPipe";

interface PipeActivation {
  readonly name: string;
  /** As it was captured. */
  readonly running: boolean;
  /** ARN of the pipe that was captured. */
  readonly source: string;
  /** It was there and stopped when it was restored. */
  readonly off?: boolean;
}

/** @throws FormError */
export const parseActivation = parserOf<PipeActivation>(
  {
    type: "object",
    additionalProperties: false,
    required: ["name", "running", "source"],
    properties: {
      name: schema.properties.name,
      running: { type: "boolean" },
      source: schema.properties.arn,
      off: { type: "boolean" },
    },
  },
  "what activates the pipe",
);

/** One that was to run is started again, with all else as it is then. */
export function activatings(
  ports: ArmPorts,
  { name, running, source, off }: PipeActivation,
  request: ActivateRequest,
): Activating[] {
  const { arn } = request;
  if (!running) return [];
  const resource = `pipe ${name}`;
  const restored = { name, arn };
  const look = async (looks = LOOKS_IN_PASSING): Promise<boolean> => {
    const live = await pipeNow(ports, restored, looks, ARM_AGAIN);
    if (runs(live)) return true;
    if (off) request.note(switchedOff(resource));
    await refuseBesidePipe(ports, request, resource, source, live);
    const called = CALLED.map((key) => ({ what: words(key), arn: textOf(live.settings, key) ?? "" }));
    await refuseAwaiting(ports, { resource, call: START }, called);
    return false;
  };
  return [
    {
      title: `start ${resource}`,
      call: START,
      active: () => look(),
      activate: async () => {
        // AWS starts none that is being made, changed or stopped.
        if (await look(LOOKS)) return "kept";
        await attempt(ports.sleep, { resource, call: START, again: ARM_AGAIN }, () =>
          ports.pipes.send(new StartPipeCommand({ Name: name })),
        );
        const live = await pipeNow(ports, restored, LOOKS_OF_OWN, ARM_AGAIN);
        if (!runs(live)) throw notSo(resource, START, live, ARM_AGAIN);
        return "written";
      },
      disarming: disarming(ports, restored, request.note),
    },
  ];
}

/** Two pipes of one source share its messages, or each have all records of a stream: only where a person says so. */
async function refuseBesidePipe(
  ports: ArmPorts,
  request: ActivateRequest,
  resource: string,
  source: string,
  live: ReadPipe,
): Promise<void> {
  const [from, to] = [parseArn(source), parseArn(request.arn)];
  // A pipe reads in its own account and region.
  if (from.account !== to.account || from.region !== to.region) return;
  const copied = pipeNamed(from.resource) ?? "";
  await refuseBesideEnabled(ports, request, {
    ...{ resource, call: START, source },
    runs: async (client) => {
      const there = await orNone(() => readPipe({ pipes: client(PipesClient) }, copied));
      if (there === undefined || isStopped(there) || isUnmade(there)) return false;
      return there.settings.Source === live.settings.Source;
    },
  });
}

function runs({ running, state }: ReadPipe): boolean {
  return running && state === "RUNNING";
}

function words(key: (typeof CALLED)[number]): string {
  return `its ${key.toLowerCase()}`;
}
