import type { DestinationReads } from "../../api-destination/read.ts";
import type { Presence } from "../../kit/presence.ts";
import type { PlanPorts } from "../../protector.ts";
import type { PipeReads } from "../read.ts";

export interface PipeRestorePorts
  extends PipeReads,
    DestinationReads,
    Pick<PlanPorts, "sleep" | "account" | "region"> {
  readonly role: (arn: string) => Promise<Presence>;
  readonly key: (key: string) => Promise<Presence>;
  readonly queue: (arn: string) => Promise<Presence>;
  readonly fn: (arn: string) => Promise<Presence>;
}
