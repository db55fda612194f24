import { describe, test } from "vitest";
import type { PolicyPlan } from "../../../../modules/planner/plan.ts";
import { bothWays, plain, type Row, SILENT } from "./both-ways.ts";

const protect = (changes: Partial<PolicyPlan["protect"]>) => ({
  protect: { ...plain.protect, ...changes },
});

const ROWS: readonly Row[] = [
  [
    SILENT,
    protect({ code: "all" }),
    "adds protect.code: keeps versions of code: all (was published)",
    "weakens protect.code: keeps versions of code: published (was all)",
  ],
  [
    protect({ code: "latest" }),
    SILENT,
    "adds protect.code: keeps versions of code: published (was latest)",
    "weakens protect.code: keeps versions of code: latest (was published)",
  ],
  [
    protect({ configuration: "without-environment" }),
    SILENT,
    "adds protect.configuration: keeps configuration: all (was without-environment)",
    "weakens protect.configuration: keeps configuration: without-environment (was all)",
  ],
  [
    protect({ triggers: ["sqs"] }),
    SILENT,
    "adds protect.triggers: keeps all triggers (was sqs)",
    "weakens protect.triggers: keeps triggers sqs only (was all)",
  ],
  [
    protect({ triggers: [] }),
    protect({ triggers: ["s3"] }),
    "adds protect.triggers: keeps triggers s3 too",
    "weakens protect.triggers: no longer keeps triggers s3",
  ],
  [
    SILENT,
    protect({ state: ["tables"] }),
    "adds protect.state: keeps tables too",
    "weakens protect.state: no longer keeps tables",
  ],
  [
    SILENT,
    protect({ events: { kinesis: 1440 } }),
    "adds protect.events.kinesis: keeps events of kinesis: 1d (was none)",
    "weakens protect.events.kinesis: keeps events of kinesis: none (was 1d)",
  ],
  [
    protect({ events: { eventbridge: 60 } }),
    protect({ events: { eventbridge: "all" } }),
    "adds protect.events.eventbridge: keeps events of eventbridge: all (was 1h)",
    "weakens protect.events.eventbridge: keeps events of eventbridge: 1h (was all)",
  ],
];

describe("each promise says in which direction it changed, and nothing when it did not", () => {
  test.each(ROWS)("%j to %j", bothWays);
});
