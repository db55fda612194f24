/** A key that signs the runs of a region, as it was pinned: its public half, which nobody who writes a store can change. */
export interface PinnedKey {
  readonly region: string;
  /** ARN of the KMS key. */
  readonly key: string;
  /** SHA-256 of the public key's DER, 64 hex digits. */
  readonly fingerprint: string;
  /** SubjectPublicKeyInfo, DER, base64. */
  readonly publicKey: string;
  /** ISO 8601, UTC. When KMS made it: no earlier run is signed by it. */
  readonly from: string;
  /** ISO 8601, UTC. When another one took its place: no later run is signed by it. Absent: it is in use. */
  readonly until?: string;
  /** Which of its region's keys it is, from 2 on. Absent: the first, or one that was put in its place by hand. */
  readonly generation?: number;
}

/**
 * Variables that a stack gives its runners: whoever writes a store or a request cannot change them, and whoever changes
 * the functions is told of.
 */
export const SIGNING_VARIABLES = {
  /** Of capture and summarise: which generation of the region's key signs. Absent: the first. */
  generation: "ZONEKEEP_SIGNING_GENERATION",
  /** Of capture: the keys that are pinned for its region. Absent: none is yet. */
  pinned: "ZONEKEEP_PINNED_KEYS",
} as const;

/** Each is a key, a dollar a month and an alias. A key for every year is more than most estates make. */
export const MOST_GENERATIONS = 40;

/** What KMS calls the kind of key that signs. */
export const SIGNING_KEY = "ECC_NIST_P256";

/** The only algorithm of such a key. */
export const SIGNING_ALGORITHM = "ECDSA_SHA_256";

/** Beside the summary that it is about: made once, when the run ended. */
export interface RunSignature {
  readonly algorithm: typeof SIGNING_ALGORITHM;
  /** ARN of the KMS key that made it. */
  readonly key: string;
  /** DER, base64. */
  readonly value: string;
}
