import type { SourcePos } from "../../core/diagnostic.ts";
import { compareText } from "../../core/source-order.ts";
import type { Acceptance, Block, Origin } from "../../policy/policy.ts";
import type { Capabilities } from "../capabilities.ts";
import { exposureOf } from "../lose/exposure.ts";
import type { PolicyPlan } from "../plan.ts";
import { longestGap } from "../times/gaps.ts";
import type { PlacedPolicy } from "./resolve-sites.ts";

/** What a policy promises, at the sites that its terms mean, with the place that each value comes from. */
export function policyPlan(policy: PlacedPolicy, { replication }: Capabilities): PolicyPlan {
  const { copies, hold, objectives, drill, alerts, compliance, encryption } = policy;
  const stayIn = policy["stay-in"];
  const { beside: _, ...schedule } = policy.schedule.value;
  return {
    name: policy.name,
    owner: policy.owner.value,
    because: policy.nameAt,
    select: policy.select.value,
    sites: [...policy.placed.keys()],
    protect: policy.protect.value,
    schedule,
    retention: policy.retention.value,
    copies: copies.value,
    lock: policy.lock.value,
    ...(stayIn && { stayIn: stayIn.value }),
    ...(hold && { hold: hold.value }),
    ...(objectives && { objectives: objectives.value }),
    ...(drill && { drill: drill.value }),
    ...(alerts && { alerts: alerts.value }),
    ...(compliance && { compliance: compliance.value }),
    ...(encryption && { encryption: encryption.value }),
    cost: policy.cost.value,
    ...(policy.accept.length > 0 && { accept: sortedAcceptances(policy.accept.map(({ value }) => value)) }),
    exposure: exposureOf(schedule, copies.value, longestGap(schedule.timing), replication.value),
    origins: originsOf(policy),
  };
}

export function sortedAcceptances(words: readonly Acceptance[]): Acceptance[] {
  return [...words].sort((a, b) => compareText(a.change, b.change) || compareText(a.reason, b.reason));
}

type Origins = Record<string, { readonly from: Origin; readonly at: SourcePos }>;

/** Everything that somebody wrote; zonekeep's own defaults have no line. */
function originsOf(policy: PlacedPolicy): Origins {
  const found: Origins = { owner: { from: policy.owner.from, at: policy.owner.at } };
  for (const key of BLOCKS) {
    const block: Block<unknown> | undefined = policy[key];
    if (block === undefined || block.from === "default") continue;
    const { from, at, places } = block;
    found[key] = { from, at };
    for (const [path, place] of Object.entries(places)) found[`${key}.${path}`] = { from, at: place };
  }
  return Object.fromEntries(Object.entries(found).sort(([a], [b]) => compareText(a, b)));
}

const BLOCKS = [
  "select",
  "protect",
  "schedule",
  "retention",
  "copies",
  "lock",
  "stay-in",
  "hold",
  "objectives",
  "drill",
  "alerts",
  "compliance",
  "encryption",
  "cost",
] as const;
