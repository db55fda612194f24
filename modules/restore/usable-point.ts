import type { ThingId } from "../contract/kinds.ts";
import { thingName } from "../core/thing-name.ts";
import { listPoints } from "../recovery/list-points.ts";
import { openSecrets } from "../recovery/open-secrets.ts";
import { readTrusted, type TrustedPoint } from "../recovery/read-trusted.ts";
import type { RestorePorts } from "./ports.ts";
import { isProven } from "./proven.ts";

/** Points that are read: whoever writes to the store can put unproven ones before the last that is. */
export const MOST_READ = 1_000;
const AT_ONCE = 16;
/** Proven ones whose secrets are tried: each is a call of KMS for each site. */
const MOST_OPENED = 30;

/** What was found before a run that cannot be used. */
export interface Usable {
  /** The newest that is proven and whose secrets open here. */
  readonly run?: string;
  /** What a person does where the search has ended before the oldest point. */
  readonly hint?: string;
}

/** Looks for a point to offer in place of that of `run`. Whatever is wrong with another one, it is passed over. */
export async function usablePoint(
  { source: { store, prefix, opener, witness }, keys, accept }: RestorePorts,
  thing: ThingId,
  run: string,
): Promise<Usable> {
  const before: string[] = [];
  for await (const ref of listPoints(store, prefix, thing)) if (ref.run < run) before.push(ref.key);
  const newest = before.reverse().slice(0, MOST_READ);
  let opened = 0;
  for (let at = 0; at < newest.length; at += AT_ONCE) {
    const read = newest
      .slice(at, at + AT_ONCE)
      .map((key) => readTrusted(store, key, witness).catch(() => undefined));
    for (const point of await Promise.all(read)) {
      if (point === undefined || !isProven(point.authenticity, accept)) continue;
      if (++opened > MOST_OPENED)
        return {
          hint: lookYourself(
            thing,
            `none of the ${MOST_OPENED} newest proven points before it can be opened`,
          ),
        };
      if (await opens(point)) return { run: point.manifest.run };
    }
  }
  if (before.length <= MOST_READ) return {};
  return { hint: lookYourself(thing, `none of the ${MOST_READ} points before it is proven`) };

  async function opens(point: TrustedPoint): Promise<boolean> {
    return openSecrets(store, point, keys, opener).then(
      () => true,
      () => false,
    );
  }
}

function lookYourself(thing: ThingId, why: string): string {
  return `${why}: npx zonekeep list ${thingName(thing)} tells which are signed, --point RUN takes one`;
}
