import { PipesClient, StartPipeCommand, StopPipeCommand } from "@aws-sdk/client-pipes";
import { parseArn } from "../../core/arn.ts";
import type { ActivateRequest, Activating, Disarming } from "../activating.ts";
import { refuseAwaiting } from "../api-destination/awaiting.ts";
import type { DestinationReads } from "../api-destination/read.ts";
import { attempt, orNone } from "../kit/attempt.ts";
import { refuseBesideEnabled } from "../kit/beside-source.ts";
import { unlessGone } from "../kit/disarming.ts";
import { parserOf } from "../kit/parse.ts";
import { ARM_AGAIN, DISARM_AGAIN, RestoreError } from "../kit/restore-error.ts";
import { requireRestored } from "../kit/restored.ts";
import { switchedOff } from "../kit/switched-off.ts";
import type { ProtectorPorts } from "../protector.ts";
import { pipeNamed } from "./arn.ts";
import schema from "./document.schema.json" with { type: "json" };
import { type PipeReads, READ, type ReadPipe, readPipe } from "./read.ts";
import { CALLED, textOf } from "./restore/calls.ts";
import { hasFailed, isUnderWay, LOOKS_OF_OWN, settled, stateText } from "./settle.ts";

export const START = "pipes:StartPipe";
const STOP = "pipes:StopPipe";

type ActivatePorts = PipeReads & DestinationReads & ProtectorPorts;

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
  ports: ActivatePorts,
  { name, running, source, off }: PipeActivation,
  request: ActivateRequest,
): Activating[] {
  const { arn } = request;
  if (!running) return [];
  const resource = `pipe ${name}`;
  const look = async (): Promise<boolean> => {
    const live = await now(ports, name, arn);
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
      active: look,
      activate: async () => {
        if (await look()) return "kept";
        await attempt(ports.sleep, { resource, call: START, again: ARM_AGAIN }, () =>
          ports.pipes.send(new StartPipeCommand({ Name: name })),
        );
        const live = await now(ports, name, arn);
        if (!runs(live)) throw notSo(resource, START, live, ARM_AGAIN);
        return "written";
      },
      disarming: disarming(ports, name, arn),
    },
  ];
}

function disarming(ports: ActivatePorts, name: string, arn: string): Disarming {
  const resource = `pipe ${name}`;
  return {
    title: `stop ${resource}`,
    call: STOP,
    inactive: async () => {
      const live = await unlessGone(() => now(ports, name, arn, DISARM_AGAIN));
      return live === undefined || isStopped(live);
    },
    disarm: async () => {
      await attempt(ports.sleep, { resource, call: STOP, again: DISARM_AGAIN }, () =>
        ports.pipes.send(new StopPipeCommand({ Name: name })),
      );
      const live = await unlessGone(() => now(ports, name, arn, DISARM_AGAIN));
      if (live !== undefined && !isStopped(live)) throw notSo(resource, STOP, live, DISARM_AGAIN);
    },
  };
}

/** Two pipes of one source share its messages, or each have all records of a stream: only where a person says so. */
async function refuseBesidePipe(
  ports: ActivatePorts,
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
      return there?.running === true && there.settings.Source === live.settings.Source;
    },
  });
}

function runs({ running, state }: ReadPipe): boolean {
  return running && state === "RUNNING";
}

/** Whatever it was told: nothing is read. */
function isStopped({ running, state }: ReadPipe): boolean {
  return !running && state === "STOPPED";
}

function words(key: (typeof CALLED)[number]): string {
  return `its ${key.toLowerCase()}`;
}

function notSo(resource: string, call: string, live: ReadPipe, again: string): RestoreError {
  const hint = hasFailed(live) ? `correct what the reason says; then ${again}` : again;
  const stays = isUnderWay(live) ? "it stays" : "it is";
  return new RestoreError(resource, call, `${stays} ${stateText(live)}`, hint);
}

/** @throws RestoreError for a pipe that is not the restored one */
async function now(ports: ActivatePorts, name: string, arn: string, again = ARM_AGAIN): Promise<ReadPipe> {
  const what = { resource: `pipe ${name}`, call: READ, again };
  const live = await settled(ports.sleep, LOOKS_OF_OWN, () =>
    attempt(ports.sleep, what, () => readPipe(ports, name)),
  );
  requireRestored(what, live.arn, arn);
  return live;
}
