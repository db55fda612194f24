import { type Diagnostic, error, type SourcePos } from "../../core/diagnostic.ts";
import { formatDays } from "../../core/duration.ts";
import type { Copy, Policy } from "../../policy/policy.ts";
import type { Capabilities } from "../capabilities.ts";
import { aboveMax, belowMin } from "../limit.ts";
import { isOnlyOwn, placeOf, placeToMend } from "../place-of.ts";
import { minRetentionDays, retentionDays } from "../retention-days.ts";

/**
 * How long points and their copies are kept, against what the provider allows and against each other. A bound itself
 * is allowed.
 */
export function checkRetention(policy: Policy, capabilities: Capabilities): Diagnostic[] {
  const { retention } = policy;
  const [min, max] = [minRetentionDays(retention.value), retentionDays(retention.value)];
  const { keep } = retention.value;
  const at = keep === undefined ? retention.at : placeOf(retention, "keep");
  return [
    ...outside("retention", min, at, capabilities),
    ...(max === min ? [] : outside("retention", max, retention.at, capabilities)),
    ...coldTooShort(
      "retention",
      retention.value.coldAfter,
      max,
      placeOf(retention, "cold-after"),
      capabilities,
    ),
    ...policy.copies.value.flatMap((copy) => copyFaults(policy, copy, max, capabilities)),
  ];
}

function outside(
  subject: string,
  days: number,
  at: SourcePos,
  { retention: { min, max } }: Capabilities,
): Diagnostic[] {
  const named = `${subject} ${formatDays(days)}`;
  const wording = { format: formatDays };
  return [...belowMin(named, days, min, wording), ...aboveMax(named, days, max, wording)].map(
    ({ code, message, hint }) => error(code, at, message, hint),
  );
}

/** Cold storage is paid for a least time, so a point that leaves it earlier costs as much and is gone. */
function coldTooShort(
  subject: string,
  coldAfter: number | undefined,
  days: number,
  at: SourcePos,
  { coldStay }: Capabilities,
): Diagnostic[] {
  if (coldAfter === undefined || days >= coldAfter + coldStay.value) return [];
  return [
    error(
      "RETENTION",
      at,
      `cold-after ${coldAfter}d with ${subject} ${days}d: a point has to stay ${coldStay.value}d in cold storage`,
      `keep it ${coldAfter + coldStay.value}d or more, or leave cold-after out: ${coldStay.source}`,
    ),
  ];
}

/** A copy against its source. Where the copies are not the policy's own, its source is what the policy can mend. */
function copyFaults(
  { copies, lock, retention }: Policy,
  { to, keep, coldAfter, lock: own }: Copy,
  max: number,
  capabilities: Capabilities,
): Diagnostic[] {
  const found: Diagnostic[] = [];
  if (keep !== undefined && keep < max)
    found.push(
      error(
        "RETENTION",
        placeToMend([copies, `${to}.keep`], [retention, "keep"]),
        `copy to ${to} is kept ${keep}d, its source ${max}d: a lock travels with the copy, so it cannot go earlier`,
        isOnlyOwn(retention, copies)
          ? `write ${keep}d or less, or copies of its own`
          : `write ${max}d or more, or leave keep out`,
      ),
    );
  if (own === "governance" && lock.value.mode !== "governance")
    found.push(
      error(
        "RETENTION",
        placeToMend([copies, `${to}.lock`], [lock, "mode"]),
        `copy to ${to} has lock governance, its source compliance: a lock travels with the copy`,
        isOnlyOwn(lock, copies) ? "write lock: governance, or copies of its own" : "leave lock out",
      ),
    );
  const subject = `copy to ${to} kept`;
  if (keep !== undefined) found.push(...outside(subject, keep, placeOf(copies, `${to}.keep`), capabilities));
  if (keep === undefined && coldAfter === undefined) return found;
  const path = `${to}.cold-after`;
  const at =
    keep === undefined || coldAfter === undefined
      ? placeToMend([copies, path], [retention, keep === undefined ? "keep" : "cold-after"])
      : placeOf(copies, path);
  const cold = coldAfter ?? retention.value.coldAfter;
  return [...found, ...coldTooShort(subject, cold, keep ?? max, at, capabilities)];
}
