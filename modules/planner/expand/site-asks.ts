import type { SourcePos } from "../../core/diagnostic.ts";
import { compareText } from "../../core/source-order.ts";
import type { Estate, EstateZone } from "../../policy/estate.ts";
import type { SiteId } from "../../policy/policy.ts";
import { placeOf } from "../place-of.ts";
import { minRetentionDays, retentionDays } from "../retention-days.ts";
import type { PlacedPolicy } from "./resolve-sites.ts";

/** Everything that all policies together ask of one site. */
export interface SiteAsk {
  readonly site: SiteId;
  /** Where its resources live: the site itself, or the parent of a zone. */
  readonly region: SiteId;
  readonly zone: EstateZone | undefined;
  /** Policies that protect functions here, by name. */
  readonly policies: PlacedPolicy[];
  /** Lines that need something to exist here. */
  readonly because: SourcePos[];
  /** What ends up in its vault, its own points and those of copies together. Undefined: none. */
  kept: Kept | undefined;
  /** Destinations of its copies, each with the lines that asked. Replication copies a site whole. */
  readonly copies: Map<SiteId, SourcePos[]>;
}

interface Kept {
  /** Days, of the point kept shortest and of the one kept longest. */
  readonly min: number;
  readonly max: number;
}

/**
 * What each site is asked for, by its name. A zone asks for its parent, a copy for its destination. Sites and
 * copies that cannot be are left out: `checkPolicies` names them.
 */
export function collectSiteAsks(
  policies: readonly PlacedPolicy[],
  estate: Estate,
): ReadonlyMap<SiteId, SiteAsk> {
  const zones = new Map(estate.zones.map((zone) => [zone.id, zone]));
  const regions = new Set(estate.regions.map(({ id }) => id));
  const asks = new Map<SiteId, SiteAsk>();
  /** What a site's own policies keep: what came as a copy is not copied on. */
  const own = new Map<SiteId, Kept>();
  const ask = (site: SiteId): SiteAsk => {
    const zone = zones.get(site);
    const found = asks.get(site) ?? {
      site,
      region: zone?.parent ?? site,
      zone,
      policies: [],
      because: [],
      kept: undefined,
      copies: new Map<SiteId, SourcePos[]>(),
    };
    asks.set(site, found);
    return found;
  };

  for (const policy of policies.toSorted((a, b) => compareText(a.name, b.name))) {
    const { retention, copies } = policy;
    const kept = { min: minRetentionDays(retention.value), max: retentionDays(retention.value) };
    for (const [id, places] of policy.placed) {
      const parent = zones.get(id)?.parent ?? id;
      if (!regions.has(parent)) continue;
      const source = ask(id);
      source.because.push(...places);
      if (parent !== id) ask(parent).because.push(...places);
      source.policies.push(policy);
      source.kept = wider(source.kept, kept);
      own.set(id, wider(own.get(id), kept));
      for (const copy of copies.value) {
        const { to, account } = copy;
        if (!regions.has(to) || to === parent || account !== undefined) continue;
        const place = placeOf(copies, `${to}.to`);
        const places = source.copies.get(to) ?? [];
        places.push(place);
        source.copies.set(to, places);
        const destination = ask(to);
        destination.because.push(place);
        destination.kept = wider(destination.kept, {
          min: copy.keep ?? kept.min,
          max: Math.max(copy.keep ?? 0, kept.max),
        });
      }
    }
  }
  // What a retired zone keeps lies in its parent's store.
  for (const { parent, at } of estate.retired)
    if (parent !== undefined && regions.has(parent)) ask(parent).because.push(at);
  // Replication copies a site whole, also what only another of its policies sends there.
  for (const [site, kept] of own)
    for (const to of ask(site).copies.keys()) ask(to).kept = wider(ask(to).kept, kept);
  return new Map([...asks].sort(([a], [b]) => compareText(a, b)));
}

function wider(before: Kept | undefined, { min, max }: Kept): Kept {
  return {
    min: Math.min(before?.min ?? min, min),
    max: Math.max(before?.max ?? max, max),
  };
}
