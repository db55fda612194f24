import { isMacOf, macOf } from "./mac.ts";
import type { Manifest } from "./manifest.ts";

/** The manifest as this run writes it. `secret`: of the run, 32 bytes. */
export function sealManifest(manifest: Manifest, secret: Uint8Array | undefined): Manifest {
  return secret === undefined ? manifest : { ...manifest, seal: macOf(manifest, secret) };
}

/** Whether an attempt of the run wrote it, and nobody who only writes to the store. */
export function isSealedBy({ seal = "", ...rest }: Manifest, secret: Uint8Array): boolean {
  return isMacOf(seal, rest, secret);
}
