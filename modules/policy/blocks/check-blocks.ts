import { isDay } from "../../core/day.ts";
import { type Diagnostic, error, warning } from "../../core/diagnostic.ts";
import { get, type Located, text } from "../yaml/located.ts";

/** What a schema cannot say of the promises under one mapping: keys that contradict or need each other. */
export function checkBlocks(root: Located | undefined): Diagnostic[] {
  return [
    ...checkTiming(get(root, "schedule")),
    ...checkLock(get(root, "lock")),
    ...checkTags(get(root, "select")),
  ];
}

/** Who comes from AWS Backup selects with ListOfTags, which takes a resource that has any one of the tags. */
function checkTags(select: Located | undefined): Diagnostic[] {
  const tags = get(select, "tags");
  if (tags?.kind !== "map" || tags.entries.size < 2 || get(select, "match") !== undefined) return [];
  const message = `a function needs all ${tags.entries.size} tags; ListOfTags of AWS Backup takes any one`;
  const hint = "write match: all beside tags if that is meant, else a policy for each tag";
  return [warning("MEANING", tags.at, message, hint)];
}

function checkTiming(node: Located | undefined): Diagnostic[] {
  if (node?.kind !== "map") return [];
  const [first, ...more] = [...node.entries].filter(([key]) => TIMINGS.includes(key));
  return more.map(([key, { keyAt }]) =>
    error("SCHEDULE", keyAt, `schedule has ${first?.[0]} and ${key}`, "keep one of them"),
  );
}

const TIMINGS: readonly string[] = ["every", "rate", "cron"];

/** What a compliance lock needs is known once the retention is: `checkLock` of the planner. */
function checkLock(node: Located | undefined): Diagnostic[] {
  if (node === undefined) return [];
  const mode = text(node) ?? text(get(node, "mode"));
  const confirmed = get(node, "confirmed");
  if (confirmed === undefined) return [];
  const [day] = /^[0-9]{4}-[0-9]{2}-[0-9]{2}/.exec(text(confirmed) ?? "") ?? [];
  if (mode === "compliance")
    return day === undefined || isDay(day)
      ? []
      : [
          error(
            "VALUE",
            confirmed.at,
            `lock.confirmed says ${day}, which is not a day of the calendar`,
            "write confirmed: 2026-11-29 by ana for 35d",
          ),
        ];
  const message = "confirmed is for lock compliance; governance can be taken back";
  return [error("VALUE", confirmed.at, message, "write lock: governance")];
}
