import type { Authenticity } from "../recovery/signing/authenticity.ts";
import type { RestorePorts } from "./ports.ts";

/** Whether a point may be restored from, as far as it is known who made it. What was tampered with may never. */
export function isProven({ state }: Authenticity, accept: RestorePorts["accept"]): boolean {
  return state === "signed" || (state !== "refused" && accept?.unsigned === true);
}
