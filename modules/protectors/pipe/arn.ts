import type { RestoreTarget } from "../protector.ts";

export function arnOfPipe({ partition, region, account }: RestoreTarget, name: string): string {
  return `arn:${partition}:pipes:${region}:${account}:pipe/${name}`;
}

/** The pipe that the last part of an ARN names. */
export function pipeNamed(resource: string): string | undefined {
  return /^pipe\/([^/]+)$/.exec(resource)?.[1];
}
