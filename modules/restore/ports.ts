import type { Kind } from "../contract/kinds.ts";
import type { Elsewhere } from "../protectors/elsewhere.ts";
import type { AnyProtector } from "../protectors/load.ts";
import type { ClientOf, PlanPorts } from "../protectors/protector.ts";
import type { KeyPort } from "../recovery/secrets.ts";
import type { Witness } from "../recovery/signing/authenticity.ts";
import type { Store } from "../recovery/store.ts";

/** Points of one site, in its own store or in a copy of it. */
interface PointSource {
  readonly store: Store;
  /** `<account>/<site>/` */
  readonly prefix: string;
  /** Region of the store. */
  readonly region: string;
  /** Site whose key is tried first on the points' secrets. */
  readonly opener: string;
  /** Tells who made the points. */
  readonly witness: Witness;
}

/** What activating needs: no store, since what is activated stands in the result of the restore. */
export interface ActivatePorts extends Elsewhere<ClientOf>, Pick<PlanPorts, "now"> {
  readonly account: string;
  readonly partition: string;
  /** Where things come back. */
  readonly region: string;
  /** Clients of that region. */
  readonly client: ClientOf;
  /** Code of a kind, loaded when it is needed. */
  readonly protector: (kind: Kind) => Promise<AnyProtector>;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** What a restore asks, whoever runs it: the command line, a runner, a drill. */
export interface RestorePorts extends ActivatePorts, Pick<PlanPorts, "holder"> {
  readonly source: PointSource;
  /** The region's own store: services take packages from a bucket of their region only. */
  readonly near: { readonly store: Store; readonly bucket: string };
  readonly keys: Pick<KeyPort, "unwrap">;
  /** What a person takes although it proves less. Absent: nothing. */
  readonly accept?: {
    /** Points whose run nobody signed, or with a key that is not pinned. */
    readonly unsigned?: boolean;
    /** Points of which something is not locked until they expire. */
    readonly unlocked?: boolean;
  };
  /** The day in UTC, `2027-02-01`. */
  readonly today: () => string;
}
