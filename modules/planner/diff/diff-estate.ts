import type { StateBackend } from "../../policy/estate.ts";
import type { Plan, StackPlan } from "../plan.ts";
import { stateMoves } from "./affected-stacks.ts";
import type { Change } from "./change.ts";
import { diffAccept } from "./diff-accept.ts";
import { diffGuards } from "./diff-guards.ts";
import { diffRelease, releaseMoves } from "./diff-release.ts";
import { diffStayIn } from "./diff-stay-in.ts";
import { diffTargets } from "./diff-targets.ts";
import { type BlockDifference, type Carried, other, was } from "./difference.ts";

/** What the estate says for all sites: told once, with every stack that carries it. */
export function diffEstate(before: Plan, after: Plan, affected: readonly StackPlan[]): Change[] {
  const ids = affected.map(({ id }) => id);
  const same = new Map<string, Carried[]>();
  for (const one of [
    ...diffAccount(before, after, ids),
    ...diffState(before, after, ids),
    ...diffReleases(before, after, ids),
    ...diffPace(before, after),
    ...diffStayIn(before.stayIn, after.stayIn),
    ...diffTargets(before.targets, after.targets),
    ...diffGuards(before, after),
    ...diffAccept(before.accept, after.accept),
  ])
    same.set(one.what, [...(same.get(one.what) ?? []), one]);
  return [...same.values()].flatMap((carried) => {
    const stacks = new Set(carried.map(({ stack }) => stack));
    return carried.slice(0, 1).map(({ stack: _one, ...difference }) => ({
      ...difference,
      subject: { kind: "estate", id: after.account },
      gone: false,
      stacks: ids.filter((id) => stacks.has(id)),
    }));
  });
}

function diffAccount(before: Plan, after: Plan, stacks: readonly string[]): Carried[] {
  return (["account", "partition"] as const)
    .filter((key) => before[key] !== after[key])
    .flatMap((key) => {
      const moved: BlockDifference = {
        class: "destroys",
        path: key,
        what: `${key} ${was(before[key], after[key])}: everything kept there leaves the plan`,
        hint: `leave this estate as it was and write another one for ${after[key]}`,
      };
      return [moved, ...stacks.map((stack) => ({ ...moved, stack }))];
    });
}

/**
 * Terraform finds an empty state there, and would make again what stands already. Whoever may write there decides what
 * is deployed, and a state that is read tells all of it.
 */
function diffState(before: Plan, after: Plan, stacks: readonly string[]): Carried[] {
  if (!stateMoves(before, after)) return [];
  const moved: BlockDifference = {
    class: "widens",
    path: "state",
    what: `keeps Terraform's state in ${was(before.state, after.state, stateWords)}`,
    hint: "move each state before the next deployment: cdktf synth, then terraform init -migrate-state in the folder of each stack",
  };
  return [moved, ...stacks.map((stack) => ({ ...moved, stack }))];
}

function diffReleases(before: Plan, after: Plan, stacks: readonly string[]): Carried[] {
  const found = diffRelease(before.zonekeep, after.zonekeep);
  if (!releaseMoves(before, after)) return found;
  return found.flatMap((one) => [one, ...stacks.map((stack) => ({ ...one, stack }))]);
}

function stateWords(state: StateBackend): string {
  return state.kind === "local" ? "local files" : `s3://${state.bucket}/${state.prefix} of ${state.region}`;
}

/** Fewer reads make runs slower, and none of them weaker. */
function diffPace(before: Plan, after: Plan): Carried[] {
  const paces = new Map(before.budgets.map(({ region, allowed }) => [region, allowed]));
  return after.budgets.flatMap(({ region, allowed }) => {
    const pace = paces.get(region) ?? allowed;
    return other("api-share", pace, allowed, `reads a minute that runs may use: ${was(pace, allowed)}`);
  });
}
