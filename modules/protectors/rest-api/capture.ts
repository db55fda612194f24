import type { CaptureItem } from "../../contract/events.ts";
import { orNone } from "../kit/attempt.ts";
import { hashOfRead } from "../kit/hash-of-read.ts";
import { pick, toJson } from "../kit/json.ts";
import { atOneMoment, ChangedError } from "../kit/moment.ts";
import { restoredFrom, withoutOrigin } from "../kit/origin.ts";
import { sortedKeys } from "../kit/sorted-keys.ts";
import { type Captured, FormError, type ProtectorPorts } from "../protector.ts";
import type { ApiUsagePlan, RestApiDocument, RestApiSecrets } from "./document.ts";
import {
  authorizerForm,
  modelForm,
  planSettings,
  resourceForm,
  resourcePolicy,
  settingsOf,
  stageForm,
} from "./form.ts";
import {
  type ApiReads,
  readApi,
  readAuthorizers,
  readDeployments,
  readDocumentation,
  readDocumentationVersions,
  readGatewayResponses,
  readModels,
  readResources,
  readStages,
  readValidators,
  type WithId,
} from "./read.ts";
import { readKey, readKeysOf, readMappings, readUsagePlans } from "./read-plans.ts";
import { undeployed, undeployedWarning } from "./undeployed.ts";

type Place = Pick<ProtectorPorts, "account" | "region">;

/** An API has no revision: all of it is read twice, and its hash stands for one. */
export function captureApi(
  ports: ApiReads & Place & Pick<ProtectorPorts, "sleep">,
  item: CaptureItem,
): Promise<Captured<RestApiDocument, RestApiSecrets> | undefined> {
  if (item.hints !== undefined) throw new FormError("hints are not a REST API's: it has none");
  return atOneMoment(
    ports.sleep,
    `REST API ${item.id}`,
    async () => {
      const found = await readWhole(ports, item);
      const [before, after] = [hashOfRead(found), hashOfRead(await readWhole(ports, item))];
      if (before !== after) throw new ChangedError("it was written meanwhile");
      const { document: api, keys, begun } = found;
      if (begun !== undefined)
        throw new Error(
          `REST API ${item.id} is half restored, from ${begun}: run that restore again, which finishes it; the point before stays the newest`,
        );
      const { document, warnings } = await withServed(ports, api);
      return {
        document,
        blobs: [],
        ...(Object.keys(keys).length > 0 && { secrets: { keys } }),
        revision: { before, after },
        warnings: [...warningsOf(document), ...warnings],
      };
    },
    async () => (await orNone(() => readApi(ports, item.id))) === undefined,
  );
}

/** What of the API its stages do not serve yet, and is told of it: only what a stage serves can be asked for, not a canary. By the stages' names. */
async function withServed(
  reads: ApiReads,
  document: RestApiDocument,
): Promise<{ readonly document: RestApiDocument; readonly warnings: readonly string[] }> {
  const deployments: RestApiDocument["deployments"][number][] = [];
  const warnings: string[] = [];
  for (const [at, one] of document.deployments.entries()) {
    const stage = document.stages.find(({ deployment }) => deployment === at);
    const before = stage === undefined ? [] : await undeployed(reads, document, stage.name);
    deployments.push({ ...one, ...(before !== undefined && before.length > 0 && { before }) });
    const label = `stage ${stage?.name} of REST API ${document.id}`;
    if (before === undefined)
      warnings.push(`${label}: AWS exports it not, so that nothing tells of changes which were not deployed`);
    else if (before.length > 0) warnings.push(undeployedWarning(label, before));
  }
  return { document: { ...document, deployments }, warnings: warnings.sort() };
}

interface Whole extends RestApiSecrets {
  readonly document: RestApiDocument;
  /** Key of the point whose restore made it and has not finished. */
  readonly begun: string | undefined;
}

async function readWhole(ports: ApiReads & Place, { id, arn }: CaptureItem): Promise<Whole> {
  const api = await readApi(ports, id);
  const { account, region } = ports;
  const stages = await readStages(ports, id);
  const served = new Set(stages.flatMap((one) => [one.deploymentId, one.canarySettings?.deploymentId]));
  const deployments = (await readDeployments(ports, id)).filter((one) => served.has(one.id));
  const ids = deployments.map((one) => one.id);
  const { plans, keys } = await readPlans(ports, id);
  const mappings = (await readMappings(ports, region)).filter((one) => one.api === id);
  const document: RestApiDocument = {
    kind: "rest-api",
    ...{ id, arn, account, region, name: api.name ?? "" },
    settings: settingsOf(api),
    ...optional("policy", resourcePolicy(api)),
    ...(await readParts(ports, id)),
    deployments: deployments.map((one) => ({
      id: one.id,
      createdDate: String(one.settings.createdDate),
      ...pick(one.settings as { readonly description?: string }, ["description"]),
    })),
    stages: stages.map((one) => stageForm(one, ids)),
    usagePlans: plans,
    mappings: mappings.map(({ api: _api, ...one }) => one),
    tags: withoutOrigin(api.tags ?? {}),
  };
  return { document, keys, begun: restoredFrom("rest-api", api.tags ?? {}, api.createdDate?.getTime()) };
}

function optional<Value>(key: string, value: Value | undefined): Record<string, Value> {
  return value === undefined ? {} : { [key]: value };
}

type Parts = Pick<
  RestApiDocument,
  | "models"
  | "validators"
  | "authorizers"
  | "authorizerIds"
  | "gatewayResponses"
  | "documentation"
  | "documentationVersions"
  | "resources"
>;

/** All that a deployment is made of. */
async function readParts(reads: ApiReads, id: string): Promise<Parts> {
  const [models, validators] = [await readModels(reads, id), await readValidators(reads, id)];
  const authorizers = await readAuthorizers(reads, id);
  const resources = await readResources(reads, id);
  const names = {
    authorizers: namesOf(authorizers),
    validators: namesOf(validators),
    paths: new Map(resources.map((one) => [one.id ?? "", one.path ?? "/"])),
  };
  return {
    models: models.map((one) => modelForm(one.settings, id)),
    validators: validators.map(({ settings }) => settings),
    authorizers: authorizers.map(({ settings }) => authorizerForm(settings)),
    authorizerIds: Object.fromEntries(
      authorizers.map(({ id: own, settings }) => [String(settings.name), own]),
    ),
    gatewayResponses: await readGatewayResponses(reads, id),
    documentation: (await readDocumentation(reads, id)).map(({ settings }) => settings),
    documentationVersions: await readDocumentationVersions(reads, id),
    resources: resources
      .map((one) => resourceForm(one, names))
      .sort((a, b) => (a.path < b.path ? -1 : Number(a.path > b.path))),
  };
}

function namesOf(all: readonly WithId[]): ReadonlyMap<string, string> {
  return new Map(all.map(({ id, settings }) => [id, String(settings.name)]));
}

const KEY = ["name", "description", "enabled", "customerId"] as const;

/** Plans that have a stage of the API, with their keys, and the values of those. */
async function readPlans(reads: ApiReads & Place, id: string) {
  const keys: Record<string, string> = {};
  const plans: ApiUsagePlan[] = [];
  for (const plan of await readUsagePlans(reads, reads.region)) {
    const ours = (plan.apiStages ?? []).filter((one) => one.apiId === id);
    if (ours.length === 0 || plan.id === undefined) continue;
    const of = [];
    for (const keyId of await readKeysOf(reads, plan.id)) {
      const key = await readKey(reads, keyId, true);
      if (key.value !== undefined) keys[keyId] = key.value;
      of.push({ id: keyId, settings: pick(key, KEY), tags: withoutOrigin(key.tags ?? {}) });
    }
    plans.push({
      id: plan.id,
      settings: planSettings(plan),
      stages: ours
        .map(({ stage = "", throttle }) => ({
          stage,
          ...(throttle && { throttle: toJson(throttle) as never }),
        }))
        .sort((a, b) => (a.stage < b.stage ? -1 : 1)),
      keys: of.sort(bySettings),
      tags: withoutOrigin(plan.tags ?? {}),
    });
  }
  return { plans: plans.sort(bySettings), keys };
}

/** By what a restore brings back, since ids are others then. */
function bySettings(
  a: Pick<ApiUsagePlan, "id" | "settings">,
  b: Pick<ApiUsagePlan, "id" | "settings">,
): number {
  const key = ({ id, settings }: typeof a): string => `${JSON.stringify(sortedKeys(settings))} ${id}`;
  return key(a) < key(b) ? -1 : 1;
}

function warningsOf({ id, stages, settings }: RestApiDocument): string[] {
  const acls = stages.filter((one) => one.webAclArn !== undefined).map((one) => one.name);
  return [
    ...(stages.length === 0 ? [`REST API ${id} has no stage: nobody reaches it`] : []),
    ...(acls.length > 0
      ? [`REST API ${id}: ${acls.join(", ")}: which web ACL is in front is kept, not the ACL itself`]
      : []),
    ...(settings.endpointConfiguration === undefined ? [`REST API ${id} tells no kind of endpoint`] : []),
  ];
}
