import type { StoreLocation } from "../../modules/contract/events.ts";

/** Credentials for one store: an edge zone's are those of its own role, which reads no other zone. */
export interface SiteClients<Clients> {
  for(location: StoreLocation): Clients;
}

/** Makes the clients of a store when first asked, and keeps them for the life of the runner. */
export function siteClients<Clients>(
  make: (role: string | undefined, region: string) => Clients,
): SiteClients<Clients> {
  const known = new Map<string, Clients>();
  return {
    for({ role, region }) {
      const key = `${role ?? ""} ${region}`;
      const found = known.get(key) ?? make(role, region);
      known.set(key, found);
      return found;
    },
  };
}
