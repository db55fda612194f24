import { own } from "../../core/own.ts";
import { isAwsTag, withoutMark } from "./mark.ts";

/** Tags that somebody may write and wants to keep: not AWS's own, and not the mark, which is ours. */
export function writableTags(tags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(withoutMark(tags)).filter(([key]) => !isAwsTag(key)));
}

/** Of these, those that a live thing does not have, or has with another value. */
export function differingTags(
  tags: Readonly<Record<string, string>>,
  live: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(writableTags(tags)).filter(([key, value]) => own(live, key) !== value),
  );
}

/** As most services take them. */
export function tagList(tags: Readonly<Record<string, string>>): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
