import type { Plan } from "../planner/plan.ts";
import { EVENT_KINDS, type EventKind } from "../policy/policy.ts";

/** What AWS charges for by an amount that no policy says. https://aws.amazon.com/eventbridge/pricing/ */
const CHARGED: Readonly<Record<EventKind, string>> = {
  eventbridge:
    "EventBridge charges each event that is kept, since it is replayed once, as one that is put ($1 a million in us-east-1, each 64 KB as one), SQS some $0.12 a million, and S3 their bytes",
  kinesis: "S3 charges their bytes and a third more, and Lambda a second for each 512 KiB of a shard",
};

export interface UncountedCost {
  readonly policy: string;
  /** `protect.events.kinesis` */
  readonly what: string;
  readonly charged: string;
}

/** What an estimate leaves out of policies, since nobody says how much there is of it. */
export function uncountedCosts({ policies }: Pick<Plan, "policies">): UncountedCost[] {
  return policies.flatMap(({ name: policy, protect }) =>
    EVENT_KINDS.filter((kind) => protect.events[kind] !== undefined).map((kind) => ({
      ...{ policy, what: `protect.events.${kind}`, charged: CHARGED[kind] },
    })),
  );
}
