import type { JsonObject } from "../../../contract/json.ts";
import { isObject } from "../../kit/canonical.ts";
import { sortedKeys } from "../../kit/sorted-keys.ts";
import { writableTags } from "../../kit/tags.ts";
import { type Argument, type Arguments, Given, OwnAttribute } from "../../kit/terraform/argument.ts";
import { providerWords } from "../../kit/terraform/provider-words.ts";
import type { TerraformResource } from "../../kit/terraform/resource.ts";
import { SAYS_OTHERWISE } from "../../kit/terraform/says-otherwise.ts";
import type { ApiKeyOf, ApiUsagePlan } from "../document.ts";
import { isSameJson } from "../restore/patch.ts";
import { idOfMadeApi, PART, type RestApiInTerraform } from "./draft.ts";
import type { PlanThere } from "./import-ids.ts";
import { isStageWritten } from "./stages.ts";

/** Usage plans with the keys that they let in. Into the stages they let once somebody arms. */
export function planResources(draft: RestApiInTerraform): readonly TerraformResource[] {
  return draft.document.usagePlans.flatMap((plan): TerraformResource[] => {
    const id = draft.ids[`${draft.source}/usageplans/${plan.id}`];
    const told = id === undefined ? undefined : draft.imports[`plan ${id}`];
    const now = told === undefined ? undefined : (JSON.parse(told) as PlanThere);
    const why = (id === undefined ? undefined : leftFor(plan, now)) ?? unsaid(plan, now);
    if (why !== undefined) {
      draft.left.push(
        `its usage plan ${String(plan.settings.name)} (${id ?? plan.id}), with its keys: ${why}`,
      );
      return [];
    }
    return [
      planResource(draft, plan, id, now),
      ...plan.keys.flatMap((key) => keyResources(draft, plan, key, id, now)),
    ];
  });
}

/** Why a plan that is there is not written: it may let others in, or into others. */
function leftFor(plan: ApiUsagePlan, now: PlanThere | undefined): string | undefined {
  if (now === undefined)
    return "it is there, and stays as it is, since Terraform would own all stages that it lets into";
  if (now.isShared) return "it lets into other APIs, too, and Terraform would own all that it lets into";
  const wanted = new Map(plan.stages.map((one) => [one.stage, one.throttle ?? {}]));
  const isSame =
    sameSettings(now.settings, plan.settings) &&
    now.stages.every(({ stage, throttle = {} }) => sameSettings(throttle, wanted.get(stage)));
  return isSame ? undefined : SAYS_OTHERWISE;
}

/** A plan with one limit alone would be made with the other one at nothing, which lets nobody in. */
function unsaid(plan: ApiUsagePlan, now: PlanThere | undefined): string | undefined {
  const made = plan.stages.filter(({ stage }) => !now?.stages.some((one) => one.stage === stage));
  const throttles = [
    ...(now === undefined ? [plan.settings.throttle] : []),
    ...made.flatMap(({ throttle = {} }) => Object.values(throttle)),
  ];
  return throttles
    .filter(isObject)
    .some((one) => (one.burstLimit === undefined) !== (one.rateLimit === undefined))
    ? "it limits a rate without a burst, or a burst without a rate, and the provider sets the other one to 0"
    : undefined;
}

function sameSettings(a: JsonObject, b: JsonObject | undefined): boolean {
  return b !== undefined && isSameJson(a, b);
}

function planResource(
  draft: RestApiInTerraform,
  plan: ApiUsagePlan,
  id: string | undefined,
  now: PlanThere | undefined,
): TerraformResource {
  const { throttle, quota, ...settings } = plan.settings;
  const isOpen = (stage: string): boolean => now?.stages.some((one) => one.stage === stage) === true;
  const blocks = (open: boolean): readonly Arguments[] =>
    plan.stages.filter(({ stage }) => isOpen(stage) === open).map((one) => stageWords(draft, one));
  return {
    type: PART.plan,
    key: `plan_${String(plan.settings.name)}`,
    arguments: {
      ...providerWords(settings),
      ...(isObject(throttle) && { throttle_settings: providerWords(throttle) }),
      ...(isObject(quota) && { quota_settings: providerWords(quota) }),
      ...(blocks(true).length > 0 && { api_stages: blocks(true) }),
      tags: writableTags(plan.tags),
    },
    whenArmed: { api_stages: blocks(false) },
    ...(id !== undefined && { importId: id }),
  };
}

function stageWords(
  draft: RestApiInTerraform,
  { stage, throttle = {} }: ApiUsagePlan["stages"][number],
): Arguments {
  const limits = Object.entries(throttle).map(([path, limit]) => ({
    path,
    ...(isObject(limit) && providerWords(limit)),
  }));
  return {
    api_id: idOfMadeApi(),
    stage: isStageWritten(draft, stage) ? new OwnAttribute(PART.stage, stage, "stage_name") : stage,
    ...(limits.length > 0 && { throttle: limits as readonly Argument[] }),
  };
}

function keyResources(
  draft: RestApiInTerraform,
  plan: ApiUsagePlan,
  key: ApiKeyOf,
  planId: string | undefined,
  planNow: PlanThere | undefined,
): readonly TerraformResource[] {
  const { name, description, enabled, customerId } = key.settings;
  const label = `API key ${String(name ?? "without a name")} (${key.id})`;
  const id = draft.ids[`${draft.source}/apikeys/${key.id}`];
  const now = id === undefined ? undefined : draft.imports[`key ${id}`];
  if (typeof name !== "string" || name === "") {
    draft.left.push(`its ${label}: the provider makes none without a name`);
    return [];
  }
  if (now !== undefined && now !== JSON.stringify(sortedKeys(key.settings))) {
    draft.left.push(`its ${label}: ${SAYS_OTHERWISE}`);
    return [];
  }
  const ofKey = `key_${name}_${key.id}`;
  const ofPlan = `plan_${String(plan.settings.name)}`;
  const isFirst =
    draft.document.usagePlans.find(({ keys }) => keys.some((one) => one.id === key.id)) === plan;
  const isIn = id !== undefined && planNow?.keys.includes(id) === true;
  return [
    ...(isFirst ? [keyResource()] : []),
    {
      type: PART.planKey,
      key: `${ofPlan}_${ofKey}`,
      arguments: {
        usage_plan_id: new OwnAttribute(PART.plan, ofPlan, "id"),
        key_id: new OwnAttribute(PART.key, ofKey, "id"),
        key_type: "API_KEY",
      },
      ...(isIn && { importId: `${planId}/${id}` }),
    },
  ];

  function keyResource(): TerraformResource {
    const value = draft.secrets?.keys[key.id];
    return {
      type: PART.key,
      key: ofKey,
      arguments: {
        name,
        // Otherwise the provider says of it who manages it.
        description: String(description ?? ""),
        enabled: enabled as Argument,
        customer_id: customerId as Argument,
        // One that is there keeps its value: with another one Terraform would make another key.
        ...(id === undefined &&
          value !== undefined && { value: new Given(ofKey, `the value of ${label}`, "string", value) }),
        tags: writableTags(key.tags),
      },
      ...(id !== undefined && { importId: id }),
    } as TerraformResource;
  }
}
