import type { RestoreTarget } from "../protector.ts";

/** A replica in another region has the id of its primary, and an ARN of its own. */
export function arnOfPool({ partition, region, account }: RestoreTarget, id: string): string {
  return `arn:${partition}:cognito-idp:${region}:${account}:userpool/${id}`;
}

/** Id of the pool that an ARN's resource names. */
export function poolNamed(resource: string): string | undefined {
  return /^userpool\/([\w-]+_[0-9a-zA-Z]+)$/.exec(resource)?.[1];
}
