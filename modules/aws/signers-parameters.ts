import type { PinnedKey } from "../contract/signing.ts";
import type { SiteId } from "../policy/policy.ts";

/** All of them lie below. */
export const SIGNERS_PATH = "/zonekeep/signers";

/** In a region where points of `source` lie: the keys that sign them, the oldest first. */
export interface SignersParameter {
  readonly source: SiteId;
  readonly name: string;
  /** Of each key `FINGERPRINT FROM` or `FINGERPRINT FROM UNTIL`, with commas between. */
  readonly value: string;
}

/** A parameter for each source whose keys are believed. */
export function signersParameters(keys: readonly PinnedKey[]): readonly SignersParameter[] {
  return [...new Set(keys.map(({ region }) => region))].map((source) => ({
    source,
    name: `${SIGNERS_PATH}/${source}`,
    value: keys
      .filter(({ region }) => region === source)
      .map(({ fingerprint, from, until }) => [fingerprint, from, until].filter(Boolean).join(" "))
      .join(","),
  }));
}
