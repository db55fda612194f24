import type { RunSummary } from "../../contract/events.ts";
import { pinnedKeysOf } from "../../planner/pinned-keys.ts";
import type { Plan } from "../../planner/plan.ts";
import { jsonBytes } from "../../recovery/bytes.ts";
import { wordOf } from "../../recovery/signing/authenticity.ts";
import { checkRun } from "../../recovery/signing/check-run.ts";
import type { Line } from "../terminal/text.ts";

/** What keeps the points of a run from being proven. */
export interface RunDoubt {
  /** Whether it was tampered with: that is no matter of what is pinned. */
  readonly refused: boolean;
  readonly lines: readonly Line[];
}

/** Looks at the signature of a run as a restore of its points will. Nothing where it is good. */
export function doubtOf(
  plan: Pick<Plan, "account" | "stacks">,
  region: string,
  summary: RunSummary,
  now: Date,
): RunDoubt | undefined {
  const { policy, site, run } = summary;
  const keys = pinnedKeysOf(plan).filter((key) => key.region === region);
  const check = checkRun(jsonBytes(summary), { account: plan.account, site, policy, run }, keys, now);
  if (check.state === "signed") return undefined;
  const help = {
    unsigned: "a restore of its points wants --unsigned: its warnings say why",
    unpinned: "npx zonekeep pin, and commit it: until then a restore of its points wants --unsigned",
    refused: "no restore takes its points: find out who wrote the summary, and run it again",
  }[check.state];
  return {
    refused: check.state === "refused",
    lines: [
      [
        { text: "warning: ", style: "yellow" },
        `the run of ${policy} at ${site} is ${wordOf(check)}: ${check.why}`,
      ],
      `  help: ${help}`,
    ],
  };
}
