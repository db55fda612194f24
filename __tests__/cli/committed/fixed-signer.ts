import { createPrivateKey, createPublicKey } from "node:crypto";
import { type TestSigner, testSigner } from "../../support/run-witness.ts";

/** The private half of a key that signs nothing but the committed points of these tests. */
const PRIVATE = {
  kty: "EC",
  crv: "P-256",
  x: "Ugbzv8W7jEcUJd6lrEZIa67pxhptMfT_hYpgbCY3KYk",
  y: "Vu1rycWJeByLmqvxYZA2bsgG_wJfmMyON9t_zYeBuaY",
  d: "sk64BaQRp9XGiVIXM7uf_--tbjunN5a2e370jHjDFDs",
};

/** Always the same key, pinned for us-east-1. */
export function fixedSigner(): TestSigner {
  const privateKey = createPrivateKey({ key: PRIVATE, format: "jwk" });
  return testSigner(undefined, undefined, { privateKey, publicKey: createPublicKey(privateKey) });
}
