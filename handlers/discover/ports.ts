import type { Kind } from "../../modules/contract/kinds.ts";
import type { Protector, ProtectorPorts } from "../../modules/protectors/protector.ts";
import type { WorkArea } from "../../modules/runs/work-area.ts";
import type { Log } from "../shared/reporting.ts";

/** What listing things asks. */
export interface ListPorts {
  /** What protectors ask with. */
  readonly aws: ProtectorPorts;
  readonly protector: (kind: Kind) => Promise<Pick<Protector, "inventory" | "related">>;
}

export interface DiscoverPorts extends ListPorts {
  /** Says that a run of a policy has begun at a site: an alarm misses what does not. */
  readonly begun: (site: string, policy: string) => Promise<void>;
  readonly work: WorkArea;
  readonly log: Log;
}
