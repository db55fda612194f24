import type { Draft } from "./draft.ts";
import type { Listeners } from "./listeners.ts";

const QUOTA = "target-groups";

/** Whether the account may have one more group, counting those that this restore makes. */
export async function planGroupRoom({ request, blocked }: Draft, listeners: Listeners): Promise<void> {
  const { claims = new Map<string, number>() } = request;
  const limit = await listeners.limit(QUOTA);
  if (limit === undefined) return;
  const taken = claims.get(QUOTA) ?? 0;
  claims.set(QUOTA, taken + 1);
  if ((await listeners.groups()) + taken < limit) return;
  blocked.push({
    because: "quota",
    message: `the account has no room for another target group in this region: it may have ${limit}`,
    hint: "ask AWS for more (Service Quotas, target groups per Region), or delete some that nothing uses",
  });
}
