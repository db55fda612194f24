import type { StackPlan } from "../../planner/plan.ts";

/** Stacks as a report groups them. */
export const STACK_KINDS: readonly { readonly kind: StackPlan["kind"]; readonly title: string }[] = [
  { kind: "site", title: "Regions" },
  { kind: "zone", title: "Edge zones" },
  { kind: "links", title: "Links between regions" },
];
