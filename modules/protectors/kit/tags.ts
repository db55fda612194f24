import { isAwsTag, withoutMark } from "./mark.ts";

/** Tags that somebody may write and wants to keep: not AWS's own, and not the mark, which is ours. */
export function writableTags(tags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(withoutMark(tags)).filter(([key]) => !isAwsTag(key)));
}
