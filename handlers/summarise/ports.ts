import type { SummariseEvent } from "../../modules/contract/events.ts";
import type { RunSignature } from "../../modules/contract/signing.ts";
import type { Store } from "../../modules/recovery/store.ts";
import type { WorkArea } from "../../modules/runs/work-area.ts";
import type { Log } from "../shared/reporting.ts";

/** A key that signs, and can be asked for its public half. */
export interface Signer {
  sign(statement: Uint8Array): Promise<RunSignature>;
  /** DER, base64. */
  publicKey(): Promise<string>;
}

export interface SummarisePorts {
  readonly store: Store;
  readonly work: WorkArea;
  /** How many resources a run protected and failed to, of one site. */
  readonly count: (
    site: string,
    counts: { readonly protected: number; readonly failed: number },
  ) => Promise<void>;
  /** Opens the secret of the run. */
  readonly secretOf: (event: Pick<SummariseEvent, "request" | "run">) => Promise<Uint8Array | undefined>;
  /** Signs with the region's key. Undefined: it is another one than signs there now. */
  readonly signer: (key: string) => Signer | undefined;
  readonly log: Log;
  readonly now: () => Date;
}
