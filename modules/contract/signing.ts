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
}

/** The only algorithm of an ECC_NIST_P256 key. */
export const SIGNING_ALGORITHM = "ECDSA_SHA_256";

/** Beside the summary that it is about: made once, when the run ended. */
export interface RunSignature {
  readonly algorithm: typeof SIGNING_ALGORITHM;
  /** ARN of the KMS key that made it. */
  readonly key: string;
  /** DER, base64. */
  readonly value: string;
}
