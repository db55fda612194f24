import type { StateBackend } from "../../policy/estate.ts";
import type { Plan, StackPlan, Unit } from "../plan.ts";
import { stateMoves } from "./affected-stacks.ts";
import type { Change } from "./change.ts";
import { uncovered } from "./covers.ts";
import { type BlockDifference, differenceOf, listed, members, other, was } from "./difference.ts";

type Carried = BlockDifference & { readonly stack?: string };

/** What the estate says for all sites: told once, with every stack that carries it. */
export function diffEstate(before: Plan, after: Plan, affected: readonly StackPlan[]): Change[] {
  const ids = affected.map(({ id }) => id);
  const same = new Map<string, Carried[]>();
  for (const one of [
    ...diffAccount(before, after, ids),
    ...diffState(before, after, ids),
    ...diffPace(before, after),
    ...diffUnits(before, after),
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

/** Terraform finds an empty state there, and would make again what stands already. */
function diffState(before: Plan, after: Plan, stacks: readonly string[]): Carried[] {
  if (!stateMoves(before, after)) return [];
  const moved: BlockDifference = {
    class: "changes",
    path: "state",
    what: `keeps Terraform's state in ${was(before.state, after.state, stateWords)}`,
    hint: "move each state before the next deployment: cdktf synth, then terraform init -migrate-state in the folder of each stack",
  };
  return [moved, ...stacks.map((stack) => ({ ...moved, stack }))];
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

function diffUnits(before: Plan, after: Plan): Carried[] {
  const old = new Map(before.stacks.flatMap(({ units }) => units.map((unit) => [unit.id, unit] as const)));
  return after.stacks.flatMap(({ id, units }) =>
    units.flatMap((unit) => diffUnit(old.get(unit.id), unit).map((one) => ({ ...one, stack: id }))),
  );
}

function diffUnit(before: Unit | undefined, after: Unit): BlockDifference[] {
  if (before?.kind === "standby" && after.kind === "standby") {
    const path = "restore.pass-roles";
    const [old, now] = [before.passRoles, after.passRoles];
    return [
      ...diffPrincipals(before.principals, after.principals),
      ...differenceOf("adds", path, uncovered(now, old), (globs) => `a restore may pass roles ${globs} too`),
      ...differenceOf(
        "weakens",
        path,
        uncovered(old, now),
        (globs) => `a restore may no longer pass roles ${globs}`,
      ),
    ];
  }
  if (before?.kind === "alarm" && after.kind === "alarm")
    return members("notify", before.notify, after.notify, {
      gained: (names) => `${names} is told of failures too`,
      lost: (names) => `${names} is no longer told of failures`,
    });
  return [];
}

/** Who may restore: fewer is safer, and may leave nobody on the night; so neither is called weaker. */
function diffPrincipals(
  before: readonly string[] | undefined,
  after: readonly string[] | undefined,
): BlockDifference[] {
  const words = (globs: readonly string[]): string => listed([...globs].sort());
  if (before?.join() === after?.join()) return [];
  const what = `who may take the standby role: ${was(before, after, words, "whoever the account's IAM lets")}`;
  return [{ class: "changes", path: "restore.principals", what }];
}
