import { parseArn } from "../../core/arn.ts";
import type { RestoreTarget } from "../protector.ts";

/** zonekeep's own are made by its stacks. */
const OWN = "zonekeep-";

export function arnOfMachine({ partition, region, account }: RestoreTarget, name: string): string {
  return `arn:${partition}:states:${region}:${account}:stateMachine:${name}`;
}

/** Of a machine, a version, an alias, or a map in one: the machine's name. `undefined`: it is of something else. */
export function machineNamed(resource: string): string | undefined {
  return /^stateMachine:([^:/]+)/.exec(resource)?.[1];
}

/** `3` of a version, `live` of an alias. */
export function qualifierOf(arn: string): string | undefined {
  return parseArn(arn).resource.split(":")[2];
}

export function isOwnMachine(name: string): boolean {
  return name.startsWith(OWN);
}
