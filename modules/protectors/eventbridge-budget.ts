import type { Pace } from "./spec.ts";

/** All of EventBridge's calls but PutEvents share one rate. */
export const EVENTBRIDGE_BUDGET: Pick<Pace, "budget" | "source" | "perSecond"> = {
  budget: "EventBridge requests",
  source: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html",
  perSecond: 50,
};
