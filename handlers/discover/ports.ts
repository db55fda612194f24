import type { BackupRequest, Run } from "../../modules/contract/events.ts";
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
  /** A new secret for the run: the ciphertext, base64. */
  readonly secretFor: (request: BackupRequest, run: Run) => Promise<string>;
  readonly work: WorkArea;
  readonly log: Log;
}
