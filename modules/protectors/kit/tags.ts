import { isAwsTag, MARK } from "./mark.ts";

/** Tags that somebody may write and wants to keep: not AWS's own, and not the mark, which is ours. */
export function writableTags(tags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => key !== MARK && !isAwsTag(key)));
}
