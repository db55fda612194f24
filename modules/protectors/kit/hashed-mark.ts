import { createHash } from "node:crypto";
import { MARK } from "./mark.ts";
import { writableTags } from "./tags.ts";

/**
 * Tags that a log group or a table can have, without AWS's own.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Tagging.html
 */
const MAX_TAGS = 50;

/**
 * A log group or a table is made in several calls: until the last one it has a tag that tells it from one that was there. Names of points
 * may be longer than a tag's value.
 */
export function markOf(point: string): string {
  return createHash("sha256").update(point).digest("hex");
}

export function isMarked(tags: Readonly<Record<string, string>>): boolean {
  return /^[0-9a-f]{64}$/.test(tags[MARK] ?? "");
}

/** Tags that are the thing's own. */
export function ownTags(tags: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { [MARK]: mark, ...own } = tags;
  return mark === undefined || isMarked(tags) ? own : tags;
}

/** Tags that it is made with, beside the mark: with as many as it can have, one waits until the mark is gone. */
export function firstTags(tags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(writableTags(tags)).slice(0, MAX_TAGS - 1));
}
