import { own } from "../../../core/own.ts";

/** What a key-value store holds. */
export type Pairs = Readonly<Record<string, string>>;

/** From what one holds to what it is to hold. */
export interface PairChanges {
  readonly puts: readonly (readonly [key: string, value: string])[];
  readonly deletes: readonly string[];
}

/**
 * Keys that one request may put and delete. The 3 MB that it may have are never reached: a key has 512 bytes and a value 1 kB.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html
 */
const MOST = 50;

/** Puts first: what reads the store meanwhile misses no key that it is to have. */
export function changesOf(from: Pairs, to: Pairs): PairChanges {
  return {
    puts: Object.entries(to).filter(([key, value]) => own(from, key) !== value),
    deletes: Object.keys(from).filter((key) => !Object.hasOwn(to, key)),
  };
}

/** Whether it only lacks keys: none of another value, none beside. */
export function onlyLacks(from: Pairs, { puts, deletes }: PairChanges): boolean {
  return deletes.length === 0 && puts.every(([key]) => !Object.hasOwn(from, key));
}

/** In requests that CloudFront takes, each all or nothing. */
export function batchesOf({ puts, deletes }: PairChanges): readonly PairChanges[] {
  const batches: PairChanges[] = [];
  for (let at = 0; at < puts.length; at += MOST)
    batches.push({ puts: puts.slice(at, at + MOST), deletes: [] });
  for (let at = 0; at < deletes.length; at += MOST)
    batches.push({ puts: [], deletes: deletes.slice(at, at + MOST) });
  return batches;
}
