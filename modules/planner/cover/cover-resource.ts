import type { TriggerKind } from "../../contract/triggers.ts";
import { compareText } from "../../core/source-order.ts";
import type { EventKind, SiteId, StateKind } from "../../policy/policy.ts";
import { EVENT_KINDS } from "../../policy/policy.ts";
import type { Capabilities } from "../capabilities.ts";
import type { PolicyPlan } from "../plan.ts";
import type { FunctionCoverage } from "./cover-function.ts";
import type { InventoryResource, ResourceKind } from "./inventory.ts";

/**
 * `protected`: what it holds is kept. `trigger`: how it calls functions is kept with them, what it holds is not.
 * `unprotected`: neither.
 */
export interface ResourceCoverage {
  readonly arn: string;
  readonly kind: ResourceKind;
  readonly region: SiteId;
  readonly status: "protected" | "trigger" | "unprotected";
  /** Names of the policies, sorted; empty when it is unprotected. */
  readonly policies: readonly string[];
  /** Of an unprotected one. */
  readonly why?: string;
}

const STATE: Readonly<Partial<Record<ResourceKind, StateKind>>> = {
  dynamodb: "tables",
  "file-system": "file-systems",
  s3: "buckets",
};

/** What happens to a resource: it is named by a policy, or a policy protects a function that it feeds. */
export function coverResource(
  { arn, kind, region, feeds = [] }: InventoryResource,
  functions: ReadonlyMap<string, FunctionCoverage>,
  policies: readonly PolicyPlan[],
  refuse: Capabilities["refuse"],
): ResourceCoverage {
  const fed = feeds.flatMap((to) => functions.get(to) ?? []);
  const users = new Set(
    fed.flatMap((covered) => (covered.status === "protected" ? covered.by.map(({ policy }) => policy) : [])),
  );
  const named = policies.filter(({ select }) => select.resources.includes(arn));
  const using = policies.filter(({ name }) => users.has(name));
  const holding = [...named, ...using.filter((policy) => keepsContent(policy, kind))];
  const calling = using.filter((policy) => keepsTrigger(policy, kind, refuse));
  const said = (status: "protected" | "trigger", by: readonly PolicyPlan[]): ResourceCoverage => ({
    arn,
    kind,
    region,
    status,
    policies: [...new Set(by.map(({ name }) => name))].sort(compareText),
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
  return { arn, kind, region, status: "unprotected", policies: [], why };
}

function keepsContent({ protect }: PolicyPlan, kind: ResourceKind): boolean {
  const state = STATE[kind];
  return (
    (state !== undefined && protect.state.includes(state)) ||
    (isEvent(kind) && protect.events[kind] !== undefined)
  );
}

function keepsTrigger({ protect }: PolicyPlan, kind: ResourceKind, refuse: Capabilities["refuse"]): boolean {
  if (kind === "file-system" || refuse(`protect.triggers.${kind}`) !== undefined) return false;
  return protect.triggers === "all" || protect.triggers.includes(kind satisfies TriggerKind);
}

function isEvent(kind: ResourceKind): kind is EventKind {
  return EVENT_KINDS.some((event) => event === kind);
}
