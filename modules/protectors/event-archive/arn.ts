import type { RestoreTarget } from "../protector.ts";

export function arnOfArchive({ partition, region, account }: RestoreTarget, name: string): string {
  return `arn:${partition}:events:${region}:${account}:archive/${name}`;
}

/** Of `arn:...:event-bus/shop`; a partner's bus has slashes in its name. */
export function busNameOf(arn: string): string {
  return /:event-bus\/(.+)$/.exec(arn)?.[1] ?? arn;
}
