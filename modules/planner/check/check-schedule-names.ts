import { type Diagnostic, error, formatPos, type SourcePos } from "../../core/diagnostic.ts";
import type { SiteId } from "../../policy/policy.ts";
import type { SiteAsk } from "../expand/site-asks.ts";

/**
 * What runs is named by site and policy with a hyphen between them, so `bos-1a-x` at `us-east-1` and `x` at
 * `us-east-1-bos-1a` would be one name.
 */
export function checkScheduleNames(asks: ReadonlyMap<SiteId, SiteAsk>): Diagnostic[] {
  const first = new Map<string, { readonly site: SiteId; readonly policy: string; readonly at: SourcePos }>();
  const found: Diagnostic[] = [];
  for (const { site, policies } of asks.values())
    for (const policy of policies) {
      const name = `${site}-${policy.name}`;
      const before = first.get(name);
      if (before === undefined) first.set(name, { site, policy: policy.name, at: policy.nameAt });
      else if (before.site !== site)
        found.push(
          error(
            "NAME",
            policy.nameAt,
            `policy ${policy.name} at ${site} would be named like policy ${before.policy} at ${before.site}`,
            `rename one of them; the other is ${formatPos(before.at)}`,
          ),
        );
    }
  return found;
}
