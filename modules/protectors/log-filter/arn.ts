import type { RestoreTarget } from "../protector.ts";

/** Without the `:*` that stands for its streams. */
export function arnOfGroup({ partition, region, account }: RestoreTarget, name: string): string {
  return `arn:${partition}:logs:${region}:${account}:log-group:${name}`;
}
