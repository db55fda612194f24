import type { RestoreTarget } from "../protector.ts";

export function arnOfStream({ partition, region, account }: RestoreTarget, name: string): string {
  return `arn:${partition}:kinesis:${region}:${account}:stream/${name}`;
}

/** Of a stream, or of a consumer of it (`stream/clicks/consumer/intake:1764460800`): the stream's name. `undefined`: it is of something else. */
export function streamNamed(resource: string): string | undefined {
  return /^stream\/([^/]+)(\/consumer\/[^/]+)?$/.exec(resource)?.[1];
}
