import type { PinnedKey } from "../contract/signing.ts";
import type { SiteId } from "../policy/policy.ts";

/** All of them lie below. */
export const SIGNERS_PATH = "/zonekeep/signers";

/** In a region where points of `source` lie: the keys that sign them, the oldest first. */
export interface SignersParameter {
  readonly source: SiteId;
  readonly name: string;
  /** Of each key `FINGERPRINT FROM` or `FINGERPRINT FROM UNTIL`, with commas between; 4,096 characters at most. */
  readonly value: string;
}

/**
 * Characters of a standard parameter, which costs nothing.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html
 */
const MOST = 4_096;

/** A parameter for each source whose keys are believed: of more keys than it holds, the newest. */
export function signersParameters(keys: readonly PinnedKey[]): readonly SignersParameter[] {
  return [...new Set(keys.map(({ region }) => region))].map((source) => ({
    source,
    name: `${SIGNERS_PATH}/${source}`,
    value: newest(
      keys
        .filter(({ region }) => region === source)
        .map(({ fingerprint, from, until }) => [fingerprint, from, until].filter(Boolean).join(" ")),
    ),
  }));
}

function newest(texts: readonly string[]): string {
  const text = texts.join(",");
  return text.length <= MOST ? text : newest(texts.slice(1));
}
