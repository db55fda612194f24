import type { SourcePos } from "../core/diagnostic.ts";
import { compareText } from "../core/source-order.ts";
import type { Estate, EstateZone, LockMode, Policy, SiteId } from "../policy/policy.ts";

/** Everything that all policies together ask of one site. */
export interface SiteAsk {
  readonly site: SiteId;
  /** Where its resources live: the site itself, or the parent of a zone. */
  readonly region: SiteId;
  readonly zone: EstateZone | undefined;
  /** Policies that protect functions here, by name. */
  readonly policies: Policy[];
  /** Lines that need something to exist here. */
  readonly because: SourcePos[];
  /** Promises for what ends up in its vault, its own and those of copies. */
  readonly kept: { readonly days: number; readonly lock: LockMode }[];
  /** Destinations of its copies, each with the lines that asked. Replication copies a site whole. */
  readonly copies: Map<SiteId, SourcePos[]>;
}

/**
 * What each site is asked for, by its name. A zone asks for its parent, a copy for its destination. Sites and
 * copies that cannot be are left out: `checkPolicies` names them.
 */
export function collectAsks(policies: readonly Policy[], estate: Estate): ReadonlyMap<SiteId, SiteAsk> {
  const zones = new Map(estate.zones.map((zone) => [zone.id, zone]));
  const regions = new Set(estate.regions.map(({ id }) => id));
  const asks = new Map<SiteId, SiteAsk>();
  const ask = (site: SiteId): SiteAsk => {
    const zone = zones.get(site);
    const found = asks.get(site) ?? {
      site,
      region: zone?.parent ?? site,
      zone,
      policies: [],
      because: [],
      kept: [],
      copies: new Map<SiteId, SourcePos[]>(),
    };
    asks.set(site, found);
    return found;
  };

  for (const policy of [...policies].sort((a, b) => compareText(a.name, b.name))) {
    for (const { value: id, at } of policy.sites) {
      const parent = zones.get(id)?.parent ?? id;
      if (!regions.has(parent)) continue;
      const source = ask(id);
      source.because.push(at);
      source.kept.push({ days: policy.retention.value, lock: policy.lock.value });
      if (source.policies.at(-1) !== policy) source.policies.push(policy);
      if (parent !== id) ask(parent).because.push(at);
      for (const copy of policy.copies) {
        if (!regions.has(copy.value) || copy.value === parent) continue;
        const asked = source.copies.get(copy.value) ?? [];
        asked.push(copy.at);
        source.copies.set(copy.value, asked);
      }
    }
  }
  for (const source of [...asks.values()])
    for (const [to, because] of source.copies) {
      const destination = ask(to);
      destination.because.push(...because);
      destination.kept.push(...source.kept);
    }
  return new Map([...asks].sort(([a], [b]) => compareText(a, b)));
}
