import type { DateText } from "../../policy/policy.ts";
import type { Plan, PolicyPlan, StackPlan } from "../plan.ts";
import { sameDeployed } from "./affected-stacks.ts";
import type { Change } from "./change.ts";
import { diffAccept } from "./diff-accept.ts";
import { diffCopies } from "./diff-copies.ts";
import { diffLock } from "./diff-lock.ts";
import { diffPlaced, type RunAt, runsOf } from "./diff-placed.ts";
import { diffPromises } from "./diff-promises.ts";
import { diffProtect } from "./diff-protect.ts";
import { diffRetention, firm } from "./diff-retention.ts";
import { diffSchedule } from "./diff-schedule.ts";
import { diffSelection } from "./diff-selection.ts";
import { type BlockDifference, other, was } from "./difference.ts";
import { ACCEPTABLE } from "./judge-changes.ts";
import { type Pair, pairPolicies } from "./pair-policies.ts";
import { placeOfChange } from "./place-of-change.ts";
import { reachOf } from "./reach.ts";

/** Nothing that is deployed says them. */
const UNDEPLOYED: readonly string[] = [
  "accept",
  "cost",
  "exposure",
  "lock.confirmed",
  "objectives",
  "stay-in",
];

/** What each policy promises more, less or otherwise. `affected` are the stacks that any change deploys again. */
export function diffPolicies(
  before: Plan,
  after: Plan,
  affected: readonly StackPlan[],
  today: DateText | undefined,
): Change[] {
  const pairs = pairPolicies(before.policies, after.policies);
  const [kept, stays] = [new Set(pairs.map(([old]) => old)), new Set(pairs.map(([, now]) => now))];
  const reach = reachOf([before, after], affected);
  const runs = [runsOf(before), runsOf(after)] as const;
  const whole = (policy: PolicyPlan, difference: BlockDifference, gone: boolean): Change => ({
    ...difference,
    subject: { kind: "policy", id: policy.name },
    because: policy.because,
    gone,
    stacks: reach(policy),
  });
  return [
    ...before.policies
      .filter((policy) => !kept.has(policy))
      .map((policy) => whole(policy, removed(policy, after, today), true)),
    ...after.policies
      .filter((policy) => !stays.has(policy))
      .map((policy) => whole(policy, firm(ADDED, policy.lock.mode), false)),
    ...pairs.flatMap((policies) =>
      diffPolicy(policies, { account: after.account, runs, today }, reach(...policies)),
    ),
  ];
}

/** Whether another policy protects all that it did, no less in any respect. */
function removed(policy: PolicyPlan, after: Plan, today: DateText | undefined): BlockDifference {
  const heir = after.policies.find(
    (other) =>
      policy.sites.every((site) => other.sites.includes(site)) &&
      !comparePromised([policy, other], after.account, today).some(({ class: kind }) =>
        ACCEPTABLE.some((one) => one === kind),
      ),
  );
  if (heir !== undefined)
    return { class: "changes", path: "", what: `is removed: ${heir.name} protects all that it did` };
  return { class: "weakens", path: "", what: "is removed: it no longer protects anything" };
}

const ADDED = { class: "adds", path: "", what: "is new" } as const;

interface Context {
  readonly account: string;
  readonly runs: readonly [RunAt, RunAt];
  readonly today: DateText | undefined;
}

/** Block by block; which sites they run at is told apart. */
function comparePromised(
  [before, after]: Pair,
  account: string,
  today: DateText | undefined,
): BlockDifference[] {
  return [
    ...diffSelection(before.select, after.select, account),
    ...diffProtect(before.protect, after.protect),
    ...diffSchedule(before, after, today),
    ...diffRetention(before.retention, after.retention, after.lock.mode),
    ...diffCopies(before, after),
    ...diffLock(before.lock, after.lock),
    ...diffPromises(before, after),
  ];
}

function diffPolicy(pair: Pair, { account, runs, today }: Context, stacks: readonly string[]): Change[] {
  const [before, after] = pair;
  const promised = [
    ...other("name", before.name, after.name, `is called ${was(before.name, after.name)}`),
    ...comparePromised(pair, account, today),
    ...diffAccept(before.accept, after.accept),
  ].map((difference) => ({ ...difference, ...placeOfChange(difference.path, before, after) }));
  const found = [...diffPlaced(pair, runs), ...promised];
  return [...found, ...(found.length === 0 ? rewritten(before, after) : [])].map((difference) => ({
    ...difference,
    subject: { kind: "policy", id: after.name },
    stacks: UNDEPLOYED.some((path) => `${difference.path}.`.startsWith(`${path}.`)) ? [] : stacks,
  }));
}

/** Such as names: ["*"] for no names at all. */
function rewritten(
  before: PolicyPlan,
  after: PolicyPlan,
): (BlockDifference & Pick<Change, "because" | "gone">)[] {
  if (sameDeployed(before, after)) return [];
  const what = "is written otherwise and means the same";
  return [{ class: "changes", path: "", what, because: after.because, gone: false }];
}
