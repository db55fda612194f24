import { readIndexOf } from "../../drain/records/open-records.ts";
import { loadProtector } from "../../protectors/load.ts";
import type { ClientOf } from "../../protectors/protector.ts";
import type { HeldThing, UsablePoint } from "./point-records.ts";

/**
 * Whether what a point holds is in the very stream, or archive, of that name that is there: put into that, or on its bus, it
 * would come twice. `region`: where it is put, by default the region of the point's store.
 */
export function holdsOwn(
  client: (region: string) => ClientOf,
  { kind, id }: HeldThing,
  region: string | undefined,
): (found: UsablePoint) => Promise<boolean> {
  return async ({ source, point }) => {
    const ports = { client: client(region ?? source.region) };
    const protector = await loadProtector(kind);
    const there = (await protector.records?.(ports, id)) ?? (await protector.archived?.(ports, id));
    if (there === undefined) return false;
    const { stream, made } = await readIndexOf(source.store, point);
    return there.arn === stream && there.made === made;
  };
}
