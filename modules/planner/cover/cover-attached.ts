import type { TriggerKind } from "../../contract/triggers.ts";
import { compareText } from "../../core/source-order.ts";
import type { EventKind, SiteId, StateKind } from "../../policy/policy.ts";
import { EVENT_KINDS } from "../../policy/policy.ts";
import type { Capabilities } from "../capabilities.ts";
import type { PolicyPlan } from "../plan.ts";
import type { SelectedCoverage } from "./cover-selected.ts";
import type { AttachedKind, InventoryResource } from "./inventory.ts";

/**
 * `protected`: what it holds is kept. `trigger`: how it calls functions is kept with them, what it holds is not.
 * `unprotected`: neither.
 */
export interface AttachedCoverage {
  readonly kind: AttachedKind;
  readonly arn: string;
  readonly name: string;
  readonly region: SiteId;
  readonly status: "protected" | "trigger" | "unprotected";
  /** Names of the policies, sorted; empty when it is unprotected. */
  readonly policies: readonly string[];
  /** Of an unprotected one. */
  readonly why?: string;
}

const STATE: Readonly<Partial<Record<AttachedKind, StateKind>>> = {
  dynamodb: "tables",
  "file-system": "file-systems",
  s3: "buckets",
};

/** Whether a selection names what an ARN names; a part of it, such as whom a bucket tells, or all that is kept of its kind. */
export type NamesResource = (resources: readonly string[], arn: string) => "whole" | "part" | undefined;

interface AttachedAround {
  readonly policies: readonly PolicyPlan[];
  /** Those that run in a region. */
  readonly here: (region: SiteId) => readonly PolicyPlan[];
  readonly refuse: Capabilities["refuse"];
  readonly named: NamesResource;
}

/** What happens to a resource that is not selected itself: it is named by a policy, or a policy protects a function that it feeds. */
export function coverAttached(
  { kind, arn, name, region, feeds = [] }: InventoryResource<AttachedKind>,
  selected: ReadonlyMap<string, SelectedCoverage>,
  { policies, here, refuse, named: names }: AttachedAround,
): AttachedCoverage {
  const base = { kind, arn, name, region };
  const fed = feeds.flatMap((to) => selected.get(to) ?? []);
  const users = new Set(
    fed.flatMap((covered) => (covered.status === "protected" ? covered.by.map(({ policy }) => policy) : [])),
  );
  const named = here(region).filter(({ select }) => names(select.resources, arn) !== undefined);
  const isWhole = ({ select }: PolicyPlan): boolean => names(select.resources, arn) === "whole";
  const using = policies.filter(({ name }) => users.has(name));
  const holding = [...named.filter(isWhole), ...using.filter((policy) => keepsContent(policy, kind, arn))];
  const calling = [...named, ...using.filter((policy) => keepsTrigger(policy, kind, refuse))];
  const said = (status: "protected" | "trigger", by: readonly PolicyPlan[]): AttachedCoverage => ({
    ...base,
    status,
    policies: [...new Set(by.map((policy) => policy.name))].sort(compareText),
  });
  if (holding.length > 0) return said("protected", holding);
  if (calling.length > 0) return said("trigger", calling);
  const why =
    feeds.length === 0
      ? "no policy names it, and it feeds no function"
      : using.length === 0
        ? "no function that it feeds is protected"
        : `triggers of kind ${kind} are not kept by ${using
            .map(({ name }) => name)
            .sort(compareText)
            .join(", ")}`;
  return { ...base, status: "unprotected", policies: [], why };
}

function keepsContent({ protect }: PolicyPlan, kind: AttachedKind, arn: string): boolean {
  const state = STATE[kind];
  return (
    (state !== undefined && protect.state.includes(state)) ||
    (isEvent(kind) && protect.events[kind] !== undefined && holdsEvents(kind, arn))
  );
}

/** Of what brings events through EventBridge, archives alone keep any. */
function holdsEvents(kind: EventKind, arn: string): boolean {
  return kind !== "eventbridge" || /^arn:[^:]+:events:[^:]+:\d+:archive\//.test(arn);
}

function keepsTrigger({ protect }: PolicyPlan, kind: AttachedKind, refuse: Capabilities["refuse"]): boolean {
  if (kind === "file-system" || refuse(`protect.triggers.${kind}`) !== undefined) return false;
  return protect.triggers === "all" || protect.triggers.includes(kind satisfies TriggerKind);
}

function isEvent(kind: AttachedKind): kind is EventKind {
  return EVENT_KINDS.some((event) => event === kind);
}
