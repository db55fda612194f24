import type { JsonObject } from "../../../contract/json.ts";
import { attempt, attemptOrNone } from "../../kit/attempt.ts";
import { pointOfBirth } from "../../kit/mark.ts";
import { present } from "../../kit/moment.ts";
import type { MachineAlias } from "../document.ts";
import {
  listVersions,
  type MachineReads,
  type ReadMachine,
  readAliases,
  readMachine,
  readTags,
} from "../read.ts";
import { formOf } from "../revision.ts";

export const READ = "states:DescribeStateMachine";

type Ports = MachineReads & { readonly sleep: (milliseconds: number) => Promise<void> };

/** A version that is there. */
export interface LiveVersion {
  readonly version: string;
  readonly form: JsonObject;
  readonly description?: string;
}

/** What is at the destination now. */
export interface LiveMachine {
  readonly machine: ReadMachine;
  /** Ascending. */
  readonly versions: readonly LiveVersion[];
  readonly aliases: readonly MachineAlias[];
  readonly tags: Readonly<Record<string, string>>;
}

/** `undefined` when no machine has this ARN. Any other answer than a full one throws. */
export async function readLive(
  ports: Ports,
  arn: string,
  resource: string,
): Promise<LiveMachine | undefined> {
  const machine = await liveMachine(ports, arn, resource);
  if (machine === undefined) return undefined;
  const numbers = await attempt(ports.sleep, { resource, call: "states:ListStateMachineVersions" }, () =>
    listVersions(ports, arn),
  );
  const versions = await present(numbers, async (version) => {
    const found = await liveMachine(ports, `${arn}:${version}`, resource);
    if (found === undefined) return undefined;
    const { whole, description } = found;
    return { version, form: formOf(whole), ...(description !== undefined && { description }) };
  });
  const aliases = await attempt(ports.sleep, { resource, call: "states:ListStateMachineAliases" }, () =>
    readAliases(ports, arn),
  );
  return { machine, versions, aliases, tags: await liveTags(ports, arn, resource) };
}

/** Key of the point whose restore made the machine and has not finished. */
export async function begunMachine(ports: Ports, arn: string, resource: string): Promise<string | undefined> {
  const machine = await liveMachine(ports, arn, resource);
  return machine && begunFrom({ machine, tags: await liveTags(ports, arn, resource) });
}

export function begunFrom({ machine, tags }: Pick<LiveMachine, "machine" | "tags">): string | undefined {
  return pointOfBirth(tags, machine.since);
}

function liveMachine(ports: Ports, arn: string, resource: string): Promise<ReadMachine | undefined> {
  return attemptOrNone(ports.sleep, { resource, call: READ }, () => readMachine(ports, arn));
}

function liveTags(ports: Ports, arn: string, resource: string) {
  return attempt(ports.sleep, { resource, call: "states:ListTagsForResource" }, () => readTags(ports, arn));
}
