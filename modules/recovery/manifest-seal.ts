import { createHmac, timingSafeEqual } from "node:crypto";
import { jsonBytes } from "./bytes.ts";
import type { Manifest } from "./manifest.ts";

/** The manifest as this run writes it. `secret`: of the run, 32 bytes. */
export function sealManifest(manifest: Manifest, secret: Uint8Array | undefined): Manifest {
  return secret === undefined ? manifest : { ...manifest, seal: sealOf(manifest, secret).toString("hex") };
}

/** Whether an attempt of the run wrote it, and nobody who only writes to the store. */
export function isSealedBy(manifest: Manifest, secret: Uint8Array): boolean {
  const said = Buffer.from(manifest.seal ?? "", "hex");
  const own = sealOf(manifest, secret);
  return said.length === own.length && timingSafeEqual(said, own);
}

function sealOf({ seal: _, ...rest }: Manifest, secret: Uint8Array): Buffer {
  return createHmac("sha256", secret).update(jsonBytes(rest)).digest();
}
