import { APIGatewayClient, type ApiKey, type UsagePlan } from "@aws-sdk/client-api-gateway";
import type { JsonObject } from "../../../contract/json.ts";
import { pick, toJson } from "../../kit/json.ts";
import { ORIGIN } from "../../kit/origin.ts";
import { sortedKeys } from "../../kit/sorted-keys.ts";
import type { IdMap, ProtectorPorts } from "../../protector.ts";
import type { RestApiDocument } from "../document.ts";
import { planSettings } from "../form.ts";
import { readAuthorizers, readDocumentation, readResources, readValidators } from "../read.ts";
import { readKeys, readKeysOf, readUsagePlans } from "../read-plans.ts";

/** A usage plan as it is there. */
export interface PlanThere {
  readonly settings: JsonObject;
  /** Stages of the API, with the throttles of their methods. */
  readonly stages: readonly { readonly stage: string; readonly throttle?: JsonObject }[];
  /** It lets into stages of other APIs, too. */
  readonly isShared: boolean;
  /** Ids of the keys that it lets in. */
  readonly keys: readonly string[];
}

/** What AWS draws for parts that a document names, and what usage plans and keys that may stand for its own are. */
export async function importIds(ports: ProtectorPorts, live: RestApiDocument): Promise<IdMap> {
  const reads = { gateway: ports.client(APIGatewayClient) };
  const { id } = live;
  const found: [string, string | undefined][] = [];
  for (const one of await readResources(reads, id)) found.push([`resource ${one.path}`, one.id]);
  for (const one of await readValidators(reads, id)) found.push([`validator ${one.settings.name}`, one.id]);
  for (const one of await readAuthorizers(reads, id)) found.push([`authorizer ${one.settings.name}`, one.id]);
  for (const one of await readDocumentation(reads, id))
    found.push([`documentation ${JSON.stringify(one.settings.location)}`, one.id]);
  const plans = (await readUsagePlans(reads, ports.region)).filter((one) => mayBe(one, id));
  for (const plan of plans)
    found.push([
      `plan ${plan.id}`,
      JSON.stringify(planThere(plan, id, await readKeysOf(reads, plan.id ?? ""))),
    ]);
  if (plans.length > 0)
    for (const key of await readKeys(reads, ports.region, false)) found.push([`key ${key.id}`, keyText(key)]);
  return Object.fromEntries(found.flatMap(([part, id]) => (id === undefined ? [] : [[part, id] as const])));
}

/** Plans that let into the API, or that a restore has made. */
function mayBe({ apiStages = [], tags = {} }: UsagePlan, api: string): boolean {
  return Object.hasOwn(tags, ORIGIN) || apiStages.some(({ apiId }) => apiId === api);
}

function planThere(plan: UsagePlan, api: string, keys: readonly string[]): PlanThere {
  const { apiStages = [] } = plan;
  return {
    settings: planSettings(plan),
    stages: apiStages
      .filter(({ apiId }) => apiId === api)
      .map(({ stage = "", throttle }) => ({
        stage,
        ...(throttle !== undefined && { throttle: toJson(throttle) as JsonObject }),
      })),
    isShared: apiStages.some(({ apiId }) => apiId !== api),
    keys,
  };
}

const KEY = ["name", "description", "enabled", "customerId"] as const;

function keyText(key: ApiKey): string {
  return JSON.stringify(sortedKeys(pick(key, KEY)));
}
