import type { JsonObject } from "../../../contract/json.ts";
import type { Blocked } from "../../blocked.ts";
import type { Ids, PlannedStep, PlanRequest } from "../../protector.ts";
import type { DistributionDocument } from "../document.ts";
import type { DistributionPlanPorts } from "../live.ts";
import type { ReadDistribution } from "../read.ts";

/** A plan in the making. */
export interface Draft {
  readonly ports: DistributionPlanPorts;
  readonly request: PlanRequest<DistributionDocument>;
  /** `distribution E2QWRUHAPOMQZL (www.example.com)` */
  readonly resource: string;
  /** Absent: none stands for it there. */
  readonly live: ReadDistribution | undefined;
  /** Of the live one. */
  readonly tags: Readonly<Record<string, string>>;
  /** Other distributions of the account with their alternate domain names, where they had to be asked. */
  readonly others: readonly { readonly id: string; readonly aliases: readonly string[] }[];
  /** What stands for something of the source by now, beside what the restore makes. */
  readonly ids: Map<string, string>;
  readonly steps: PlannedStep[];
  readonly blocked: Blocked[];
  readonly warnings: string[];
  readonly leftOut: string[];
  readonly parts: string[];
}

/** Of a document's configuration, what the destination has by now: versions, hosts and functions that this restore made. */
export type ConfigNow = (ids: Ids | ReadonlyMap<string, string>) => JsonObject;
