import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { App, type TerraformStack } from "cdktf";
import { leavingStacks } from "../planner/diff/leaving-stacks.ts";
import type { Plan, StackPlan } from "../planner/plan.ts";
import type { StateBackend } from "../policy/estate.ts";
import type { Zips } from "./handler-zip.ts";
import { literal } from "./literal.ts";
import { LeavingStack } from "./stacks/leaving-stack.ts";
import { LinksStack } from "./stacks/links-stack.ts";
import { SiteStack } from "./stacks/site-stack.ts";
import { ZoneStack } from "./stacks/zone-stack.ts";

export interface Synthesis {
  readonly plan: Plan;
  /** What was deployed: of its stacks that the plan lacks, a root module that removes what they hold. */
  readonly before?: Plan | undefined;
  readonly state: StateBackend;
  /** Where cdktf expects stacks and manifest; local state lies beside it. */
  readonly outdir: string;
  readonly zips: Zips;
}

/** Writes one root module for each stack of the plan, and for those that left it; returns their ids, in this order. */
export function synthesize(synthesis: Synthesis): string[] {
  const { outdir, zips } = synthesis;
  const plan = literal(synthesis.plan);
  const state = literal(synthesis.state);
  forgetCreationStacks();
  mkdirSync(outdir, { recursive: true });
  const app = new App({ outdir, stackTraces: false });
  const stacks = new Map(
    plan.stacks.map((stack) => [stack.id, makeStack(app, { plan, stack, state, zips })] as const),
  );
  for (const { id, dependsOn } of plan.stacks) for (const other of dependsOn) depend(stacks, id, other);
  const left = leaving(app, synthesis, state);
  app.synth();
  return [...stacks.keys(), ...left];
}

interface StackProps {
  readonly plan: Plan;
  readonly stack: StackPlan;
  readonly state: StateBackend;
  readonly zips: Zips;
}

function makeStack(app: App, { plan, stack, state, zips }: StackProps): TerraformStack {
  const props = { plan, scope: { partition: plan.partition, account: plan.account }, stack, state };
  switch (stack.kind) {
    case "site":
      return new SiteStack(app, { ...props, zips });
    case "zone":
      return new ZoneStack(app, props);
    case "links":
      return new LinksStack(app, props);
  }
}

/** In the account that they were deployed to. */
function leaving(app: App, { plan, before }: Synthesis, state: StateBackend): string[] {
  if (before === undefined) return [];
  const old = literal(before);
  const scope = { partition: old.partition, account: old.account };
  return leavingStacks(old, plan).map((stack) => {
    new LeavingStack(app, { plan: old, scope, stack, state });
    return stack.id;
  });
}

function depend(stacks: ReadonlyMap<string, TerraformStack>, id: string, other: string): void {
  const [from, to] = [stacks.get(id), stacks.get(other)];
  if (from === undefined || to === undefined)
    throw new Error(`${id} depends on ${other}, which the plan does not have`);
  from.addDependency(to);
}

/**
 * cdktf records a stack trace for each value it creates, and has no switch for it: most of the time of a
 * synthesis, and nothing that reaches the output.
 */
function forgetCreationStacks(): void {
  const require = createRequire(import.meta.url);
  const traces = require("cdktf/lib/tokens/private/stack-trace") as { captureStackTrace: () => string[] };
  traces.captureStackTrace = () => [];
}
