/**
 * Tag of a function that a restore has begun and not finished; its value is the point. It is what tells a
 * half-restored function of ours, which is continued, from a live one, which is never touched without being asked.
 */
export const MARK = "zonekeep:restore";

/** AWS's own tags (`aws:cloudformation:...`) cannot be written; the mark is ours. */
export function writableTags(tags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tags).filter(([key]) => key !== MARK && !key.toLowerCase().startsWith("aws:")),
  );
}
