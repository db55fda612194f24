import { daysAfter } from "../../core/day.ts";
import { type Diagnostic, error, warning } from "../../core/diagnostic.ts";
import { formatDays } from "../../core/duration.ts";
import { compareText } from "../../core/source-order.ts";
import type { DateText, Policy } from "../../policy/policy.ts";
import type { PlacedPolicy } from "../expand/resolve-sites.ts";
import { sayConfirmation } from "../lock-words.ts";
import { isOnlyOwn, placeOf, placeToMend } from "../place-of.ts";
import { retentionDays } from "../retention-days.ts";

/**
 * A compliance lock cannot be taken back by anybody, so no single word sets it, and no other one lengthens it: a person
 * says when, who and for how long at most. A day that is not over everywhere on Earth is no day to come.
 */
export function checkLock({ lock, retention, copies }: Policy, today: DateText | undefined): Diagnostic[] {
  const { mode, confirmed } = lock.value;
  if (mode !== "compliance") return [];
  const longest = Math.max(retentionDays(retention.value), ...copies.value.map(({ keep = 0 }) => keep));
  const anew = `confirmed: ${today ?? "DATE"} by NAME for ${formatDays(longest)}`;
  // What was written and cannot be read has been told as that.
  if (confirmed === undefined && lock.places.confirmed !== undefined) return [];
  if (confirmed === undefined)
    return [
      error(
        "MISSING",
        lock.at,
        `lock compliance without confirmed: nobody can delete a point before it is ${formatDays(longest)} old, root included`,
        `write lock: { mode: compliance, ${anew} }, or lock: governance`,
      ),
    ];
  const found: Diagnostic[] = [];
  const at = placeOf(lock, "confirmed");
  if (today !== undefined && compareText(confirmed.on, daysAfter(today, 1)) > 0)
    found.push(
      error(
        "VALUE",
        at,
        `lock compliance is confirmed on ${confirmed.on}, a day to come`,
        `write confirmed: ${sayConfirmation({ ...confirmed, on: today })}`,
      ),
    );
  if (confirmed.days < longest)
    found.push(
      error(
        "RETENTION",
        placeToMend([retention, "keep"], [lock, "confirmed"]),
        `retention ${formatDays(longest)} under lock compliance, which is confirmed for ${formatDays(confirmed.days)}`,
        isOnlyOwn(lock, retention)
          ? `write ${anew}`
          : `write ${formatDays(confirmed.days)} or less, or confirm it in lock, ${anew}`,
      ),
    );
  return found;
}

/**
 * Bytes that points share lie once at a site, and a compliance lock that they have is only ever lengthened: a policy that
 * asks for no such lock lengthens it too, beyond what was confirmed.
 */
export function checkSharedLocks(policies: readonly PlacedPolicy[]): Diagnostic[] {
  const firm = policies.filter(({ lock }) => lock.value.mode === "compliance");
  return policies.flatMap((policy): Diagnostic[] => {
    const { lock, retention, placed } = policy;
    if (lock.value.mode === "compliance") return [];
    const days = retentionDays(retention.value);
    const other = firm.find(
      (one) =>
        retentionDays(one.retention.value) < days && [...placed.keys()].some((site) => one.placed.has(site)),
    );
    if (other === undefined) return [];
    return [
      warning(
        "MEANING",
        placeOf(retention, "keep"),
        `code that ${policy.name} shares with ${other.name}, which has lock compliance, is locked like that for ${formatDays(days)} as well`,
        `keep it ${formatDays(retentionDays(other.retention.value))} or less, or let the two select other functions`,
      ),
    ];
  });
}
