import type { BackupRequest } from "../contract/events.ts";
import { shortMarkOf } from "./short-mark.ts";

/** A warning of a run, and so of its signed summary: what it kept is less than its policy promises, or something else. */
export const OTHER_THAN_POLICY =
  "the run was asked for other than its policy says here, and does not count as one of its runs: find out who started it, or deploy the site again where the policy has changed";

/**
 * By which discover knows what a policy asks for from what a request may say in its name. Without what differs from site to
 * site, for which an environment has no room: copies and zones. Without pauses and start window, which the run of a person
 * does not have.
 */
export function markOfAsked({
  policy,
  select: { tags, names, arns, runtimes, exclude, resources = [] },
  protect,
  events,
  retentionDays,
  lock,
}: Pick<BackupRequest, "policy" | "select" | "protect" | "events" | "retentionDays" | "lock">): string {
  const select = { tags, names, arns, runtimes, exclude, resources };
  return shortMarkOf({ policy, select, protect, retentionDays, lock, ...(events && { events }) });
}
