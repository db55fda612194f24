import type { StackPlan } from "../../planner/plan.ts";

/** Stacks as a report groups them, and what one is the stack of. */
export const STACK_KINDS: readonly {
  readonly kind: StackPlan["kind"];
  readonly title: string;
  readonly one: string;
}[] = [
  { kind: "site", title: "Regions", one: "region" },
  { kind: "zone", title: "Edge zones", one: "edge zone" },
  { kind: "links", title: "Links between regions", one: "links" },
];
