import type { ThingId } from "../../../modules/contract/kinds.ts";
import { thingName } from "../../../modules/core/thing-name.ts";
import { parsePointKey } from "../../../modules/recovery/layout.ts";
import { verifyPoint } from "../../../modules/recovery/verify.ts";
import { gather } from "../../../modules/restore/gather.ts";
import { loadThing } from "../../../modules/restore/load-thing.ts";
import type { RestorePorts } from "../../../modules/restore/ports.ts";
import { FUNCTION, HOME, MAP, Region, restorePorts } from "../application.ts";
import { type Estate, witnessOf } from "./signed-estate.ts";

/** What came of one point: what is restored from it, or why nothing is; and what verify says. */
export interface Outcome {
  /** What the restore would make: document, secrets, and the hash of the manifest. */
  readonly loaded?: string;
  readonly refused?: Error;
  /** `forged manifest` */
  readonly found: readonly string[];
}

/** In place of what is made of a thing. */
export const TOLD = "left out, or of another run";

const there = new Region(HOME);

export function portsOf(estate: Estate, change: Partial<RestorePorts> = {}): RestorePorts {
  const ports = restorePorts(there, estate.store);
  return { ...ports, source: { ...ports.source, witness: witnessOf(estate) }, ...change };
}

/** A restore of the point at this key, as far as its loading, and its verification. */
export async function outcomeOf(estate: Estate, key: string): Promise<Outcome> {
  const { kind, id, run } = parsePointKey(key) ?? { kind: "", id: "", run: "" };
  const findings = await verifyPoint(estate.store, key, { sites: [HOME], witness: witnessOf(estate) });
  const found = findings.map(({ problem, part }) => `${problem} ${part}`);
  try {
    const { point, document, secrets } = await loadThing(portsOf(estate), { kind, id } as ThingId, run);
    return { loaded: JSON.stringify([point.sha256, document, secrets]), found };
  } catch (error) {
    return { refused: error as Error, found };
  }
}

/** The application with all that comes along: what is made of each thing, and what is not, or of another run, by name. */
export async function application(estate: Estate, run: string): Promise<Record<string, string>> {
  const asked = { things: [FUNCTION], point: run, alone: false, map: MAP };
  const { things, leftOut, warnings } = await gather(portsOf(estate), asked);
  return Object.fromEntries([
    ...leftOut.map((name) => [name, TOLD]),
    ...things.map((thing) => {
      const name = thingName(thing);
      const from = thing.point.name.run;
      // What belongs to a thing of an older run comes from there too.
      if (from !== run && warnings.some((text) => text.includes(` is as run ${from} captured it`)))
        return [name, TOLD];
      return [name, JSON.stringify([thing.point.sha256, thing.document, thing.secrets])];
    }),
  ]);
}
