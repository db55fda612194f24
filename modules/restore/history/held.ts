import { errorText } from "../../core/error-text.ts";
import type { AnyProtector } from "../../protectors/load.ts";
import { FormError } from "../../protectors/protector.ts";
import { openSecrets } from "../../recovery/open-secrets.ts";
import type { TrustedPoint } from "../../recovery/read-trusted.ts";
import { readOwn } from "../load-thing.ts";
import type { RestorePorts } from "../ports.ts";

export type HeldPorts = Pick<RestorePorts, "protector" | "keys"> & {
  readonly source: Pick<RestorePorts["source"], "store" | "opener">;
};

/** A point as it is compared: its document, verified. Its bytes are compared by their hashes, and not read. */
export interface Held {
  readonly protector: AnyProtector;
  readonly document: unknown;
  /** In memory alone: no value of them is shown. */
  readonly secrets: unknown;
  /** Why its secrets could not be opened. */
  readonly sealed?: string;
}

/** @throws PointError for a document that is not as it was captured, or of a form that is not known; what the store throws */
export async function readHeld(ports: HeldPorts, point: TrustedPoint): Promise<Held> {
  const { protector, document } = await readOwn(ports, point);
  try {
    const { store, opener } = ports.source;
    const opened = await openSecrets(store, point, ports.keys, opener);
    return { protector, document, secrets: protector.parseSecrets(opened) };
  } catch (error) {
    const sealed = error instanceof FormError ? "they are of a form that is not known" : errorText(error);
    return { protector, document, secrets: undefined, sealed };
  }
}
