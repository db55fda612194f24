import type { BackupRequest, Run } from "../../modules/contract/events.ts";
import type { Kind } from "../../modules/contract/kinds.ts";
import type { Protector, ProtectorPorts } from "../../modules/protectors/protector.ts";
import type { ReadList } from "../../modules/protectors/read-list.ts";
import type { CopyRule } from "../../modules/runs/not-replicated.ts";
import type { ListContext } from "../../modules/runs/shared-list.ts";
import type { WorkArea } from "../../modules/runs/work-area.ts";
import type { Log } from "../shared/reporting.ts";

/** What listing things asks. */
export interface ListPorts {
  /** What protectors ask with. */
  readonly aws: ProtectorPorts;
  readonly protector: (kind: Kind) => Promise<Pick<Protector, "inventory" | "related">>;
  readonly list: ReadList;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Id of the run, which orders what takes long. */
  readonly run?: string;
}

/** What sharing lists with other runs of the region asks. */
export interface SharePorts {
  readonly work: WorkArea;
  /** What lists are sealed with, base64, and the 32 bytes of that, only in the same context. */
  readonly listSecret: {
    readonly make: (request: BackupRequest, context: ListContext) => Promise<string>;
    readonly open: (request: BackupRequest, context: ListContext, secret: string) => Promise<Uint8Array>;
  };
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Log;
}

export interface DiscoverPorts extends Omit<ListPorts, "list">, SharePorts {
  /** Says that a run of a policy has begun at a site: an alarm misses what does not. */
  readonly begun: (site: string, policy: string) => Promise<void>;
  /** Whether the request asks for what its policy asks for, as the region's stack has deployed it. */
  readonly asked: (request: BackupRequest) => boolean;
  /** A new secret for the run: the ciphertext, base64. */
  readonly secretFor: (request: BackupRequest, run: Run) => Promise<string>;
  /** Says it to the region that watches this one, which misses a region that has fallen silent. */
  readonly begunElsewhere: (watchedBy: string, region: string) => Promise<void>;
  /** The rules by which the run's store copies; asked where copies are wanted. */
  readonly copyRules: () => Promise<readonly CopyRule[]>;
}
