import {
  type ApiKey,
  CreateApiKeyCommand,
  type CreateApiKeyCommandInput,
  CreateUsagePlanCommand,
  type CreateUsagePlanCommandInput,
  CreateUsagePlanKeyCommand,
} from "@aws-sdk/client-api-gateway";
import { CHANGE, MAKE, READ } from "../../kit/api-methods.ts";
import { attempt } from "../../kit/attempt.ts";
import { isStandIn, ORIGIN, originText } from "../../kit/origin.ts";
import { AGAIN, RestoreError } from "../../kit/restore-error.ts";
import { writableTags } from "../../kit/tags.ts";
import type { Ids } from "../../protector.ts";
import type { ApiKeyOf, ApiUsagePlan } from "../document.ts";
import { readKeys, readKeysOf, readUsagePlans } from "../read-plans.ts";
import { type Draft, labelOf, partKey, patiently } from "./draft.ts";

interface Tagged {
  readonly id?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** What stands for something of the source among what is there: itself, or what its tag says. */
function standing<One extends Tagged>(draft: Draft, all: readonly One[], id: string): One | undefined {
  const { ports, request } = draft;
  const { source } = request.translation;
  const isHome = ports.account === source.account && ports.region === source.region;
  return (
    all.find((one) => isHome && one.id === id) ??
    all.find(({ tags = {} }) => isStandIn(tags, { ...source, id }, undefined))
  );
}

/** A value is of one key in an account and region: where it is known, whoever may tag cannot put another key in its place. */
function standingKey(draft: Draft, all: readonly ApiKey[], id: string): ApiKey | undefined {
  const value = draft.request.translation.secrets?.keys[id];
  return value === undefined ? standing(draft, all, id) : all.find((one) => one.value === value);
}

/**
 * Usage plans and the keys that they let in, without a stage of the API: that comes by arming. A plan or a key that is there
 * stays as it is, since other APIs may go by it. Answers with what stands for those of the source.
 */
export async function planUsagePlans(draft: Draft): Promise<ReadonlyMap<string, string>> {
  const known = new Map<string, string>();
  const { ports, request } = draft;
  const { usagePlans } = request.translation.document;
  if (usagePlans.length === 0) return known;
  const plans = await patiently(draft, () => readUsagePlans(ports, ports.region));
  const keys = await patiently(draft, () => readKeys(ports, ports.region, true));
  for (const plan of usagePlans) {
    const live = standing(draft, plans, plan.id);
    planPlan(draft, plan, live?.id);
    if (live?.id !== undefined) known.set(partKey(draft, "usageplans", plan.id), live.id);
    for (const { stage } of plan.stages)
      if (!live?.apiStages?.some((one) => one.apiId === draft.live?.api.id && one.stage === stage))
        draft.atArm.push({
          title: `let usage plan ${String(plan.settings.name)} (${plan.id}) into stage ${stage} of ${labelOf(draft)}`,
          call: CHANGE,
          effect: "create",
        });
    const entries =
      live?.id === undefined ? [] : await patiently(draft, () => readKeysOf(ports, String(live.id)));
    for (const key of plan.keys) {
      const there = standingKey(draft, keys, key.id);
      planKey(draft, key, there?.id);
      if (there?.id !== undefined) known.set(partKey(draft, "apikeys", key.id), there.id);
      planEntry(draft, plan, key, there?.id !== undefined && entries.includes(there.id));
    }
  }
  return known;
}

function planPlan(draft: Draft, plan: ApiUsagePlan, there: string | undefined): void {
  const { ports, request } = draft;
  const key = partKey(draft, "usageplans", plan.id);
  const label = `usage plan ${String(plan.settings.name)} (${plan.id})`;
  if (there !== undefined) {
    draft.steps.push({
      title: `use ${label}`,
      call: READ,
      effect: "keep",
      perform: remembering(key, there),
    });
    return;
  }
  const { productCode: _ofMarketplace, ...settings } = plan.settings;
  draft.steps.push({
    title: `create ${label}`,
    call: MAKE,
    effect: "create",
    once: key.replace(/^.*\/usageplans\//, "usage plan "),
    perform: async (ids) => {
      const tags = {
        ...writableTags(plan.tags),
        [ORIGIN]: markText(request.translation.source, plan.id),
      };
      const { id } = await attempt(ports.sleep, { resource: label, call: MAKE }, () =>
        ports.gateway.send(
          new CreateUsagePlanCommand({ ...settings, tags } as unknown as CreateUsagePlanCommandInput),
        ),
      );
      if (id === undefined) throw new RestoreError(label, MAKE, "answered without an id", AGAIN);
      ids.set(key, id);
    },
  });
}

function planKey(draft: Draft, one: ApiKeyOf, there: string | undefined): void {
  const { ports, request } = draft;
  const key = partKey(draft, "apikeys", one.id);
  const label = `API key ${String(one.settings.name ?? "without a name")} (${one.id})`;
  if (there !== undefined) {
    draft.steps.push({
      title: `use ${label}`,
      call: READ,
      effect: "keep",
      perform: remembering(key, there),
    });
    return;
  }
  const value = request.translation.secrets?.keys[one.id];
  draft.steps.push({
    title: `create ${label}${value === undefined ? ", with another value" : ""}`,
    call: MAKE,
    effect: "create",
    perform: async (ids) => {
      if (ids.has(key)) return;
      const tags = { ...writableTags(one.tags), [ORIGIN]: markText(request.translation.source, one.id) };
      const { id } = await attempt(ports.sleep, { resource: label, call: MAKE, hint: ofValue }, () =>
        ports.gateway.send(
          new CreateApiKeyCommand({
            ...(one.settings as unknown as CreateApiKeyCommandInput),
            ...(value !== undefined && { value }),
            tags,
          }),
        ),
      );
      if (id === undefined) throw new RestoreError(label, MAKE, "answered without an id", AGAIN);
      ids.set(key, id);
    },
  });
}

/** A value is of one key in an account and region. */
function ofValue(words: string): string | undefined {
  return /already exists/i.test(words)
    ? `a key with that value was made meanwhile, and is the one: ${AGAIN}`
    : undefined;
}

function planEntry(draft: Draft, plan: ApiUsagePlan, one: ApiKeyOf, isThere: boolean): void {
  const { ports } = draft;
  if (isThere) return;
  const label = `usage plan ${String(plan.settings.name)} (${plan.id})`;
  draft.steps.push({
    title: `let API key ${String(one.settings.name ?? one.id)} in by ${label}`,
    call: MAKE,
    effect: "create",
    perform: async (ids) => {
      const usagePlanId = ids.get(partKey(draft, "usageplans", plan.id));
      const keyId = ids.get(partKey(draft, "apikeys", one.id));
      await attempt(ports.sleep, { resource: `${label}, API key ${keyId}`, call: MAKE }, () =>
        ports.gateway.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId, keyType: "API_KEY" })),
      );
    },
  });
}

function markText(source: { readonly account: string; readonly region: string }, id: string): string {
  return originText({ ...source, id }, undefined);
}

function remembering(key: string, id: string): (ids: Ids) => Promise<void> {
  return async (ids) => void ids.set(key, id);
}
