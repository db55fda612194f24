import type { JsonObject } from "../../contract/json.ts";
import { READ } from "../kit/api-methods.ts";
import { attempt } from "../kit/attempt.ts";
import { ORIGIN, restoredFrom } from "../kit/origin.ts";
import { unallowed } from "../kit/unallowed.ts";
import { untranslated } from "../kit/untranslated.ts";
import type { PlanRequest, ThingPlan } from "../protector.ts";
import { wordsOf } from "./arn.ts";
import type { ApiDocument, Mapping } from "./document.ts";
import { isWebSocket } from "./form.ts";
import { type ApiPlanPorts, findLive } from "./live.ts";
import { planAuthorizers, planAuthorizersAway } from "./restore/authorizers.ts";
import { unknownVersions } from "./restore/called.ts";
import { planCreate, planSettings } from "./restore/create.ts";
import { planDeployments } from "./restore/deployments.ts";
import { type Draft, partKey, partNow, wordsOfPart } from "./restore/draft.ts";
import { planIntegrations, planIntegrationsAway } from "./restore/integrations.ts";
import { planMappings } from "./restore/mappings.ts";
import { matched } from "./restore/match.ts";
import { planModels, planModelsAway } from "./restore/models.ts";
import { planLinks, planRoles } from "./restore/prerequisites.ts";
import { planRoutes, planRoutesAway } from "./restore/routes.ts";
import { type ComingStage, planStages } from "./restore/stages.ts";
import { planTags, planUnmark } from "./restore/tags.ts";
import { type ReadApiContent, readWhole } from "./whole.ts";

/** What a restore would do, from what is at the destination now. Reads only. */
export async function planApi(ports: ApiPlanPorts, request: PlanRequest<ApiDocument>): Promise<ThingPlan> {
  const { source, document, missing, warnings } = request.translation;
  const resource = `${document.kind === "http-api" ? "HTTP" : "WebSocket"} API ${document.name}`;
  const { live, others } = await liveApi(ports, request);
  const isOther = live !== undefined && isWebSocket(live.protocol) !== (document.kind === "websocket-api");
  const begun = live && restoredFrom(document.kind, live.tags, live.since);
  const draft: Draft = {
    ...{ ports, request, resource, live },
    // A restore that is not finished has made no stage yet, whatever the tag says.
    isOurs: live === undefined || (begun === request.point && live.stages.length === 0),
    there: live === undefined ? new Map() : matched(document, live),
    steps: [],
    blocked: untranslated([...missing, ...unknownVersions({ request })]),
    warnings: [...warnings],
    parts: [],
    leftOut: [],
    atArm: [],
  };
  if (isOther)
    draft.blocked.push({
      because: "live",
      message: `${resource}: API ${live.id} is of protocol ${live.protocol}, which no call changes`,
      hint: "map it to an API of the same protocol, or to none",
    });
  if (live !== undefined && others.length > 0)
    draft.blocked.push({
      because: "live",
      message: `${resource}: APIs ${[live.id, ...others].join(", ")} are all tagged ${ORIGIN} as what a restore has made of it`,
      hint: "look at them, delete those that are not it or take that tag away from them; or map it to the one that it is",
    });
  const planned = isOther ? NOTHING : await planSteps(draft);
  const known = new Map([
    ...Object.entries(
      live === undefined ? {} : wordsOf({ ...source, partition: ports.partition }, { ...ports, ...live }),
    ),
    ...[...draft.there, ...planned.deployments].flatMap(([part, id]) => [
      [partKey(draft, part), `${document.arn}/${part.split("/")[0]}/${id}`] as const,
      ...wordsOfPart(draft, part, live?.id ?? "", id),
    ]),
  ]);
  return {
    live: live === undefined ? "absent" : draft.isOurs ? "ours" : "there",
    steps: draft.steps,
    blocked: draft.blocked,
    warnings: draft.warnings,
    parts: draft.parts,
    leftOut: draft.leftOut,
    atArm: draft.atArm,
    ids: known,
    activation: (ids) => activationOf(draft, planned, new Map(ids)),
  };
}

interface Planned {
  readonly deployments: ReadonlyMap<string, string>;
  readonly stages: readonly ComingStage[];
  readonly mappings: readonly Mapping[];
}

const NOTHING: Planned = { deployments: new Map(), stages: [], mappings: [] };

async function planSteps(draft: Draft): Promise<Planned> {
  const { live, isOurs, steps, request, resource } = draft;
  await planRoles(draft);
  await planLinks(draft);
  if (live === undefined) planCreate(draft);
  planSettings(draft);
  planModels(draft);
  planAuthorizers(draft);
  planIntegrations(draft);
  planRoutes(draft);
  planRoutesAway(draft);
  planIntegrationsAway(draft);
  planAuthorizersAway(draft);
  planModelsAway(draft);
  const deployments = planDeployments(draft);
  planTags(draft);
  if (isOurs) planUnmark(draft);
  const writing = steps.filter(({ effect }) => effect !== "keep");
  if (writing.length === 0) steps.push({ title: `${resource} is as it was`, call: READ, effect: "keep" });
  else if (!isOurs && !request.replace) draft.blocked.push(...unallowed(resource, writing));
  const stages = await planStages(draft, deployments);
  return { deployments, stages, mappings: await planMappings(draft) };
}

async function liveApi(
  ports: ApiPlanPorts,
  { translation: { source, document }, point }: PlanRequest<ApiDocument>,
): Promise<{ readonly live?: ReadApiContent; readonly others: readonly string[] }> {
  const [found, ...more] = await findLive(ports, {
    point,
    source,
    as: document.name === source.name ? undefined : document.name,
    mapped: document.arn === source.arn ? undefined : document.arn,
  });
  const { ApiId: id } = found ?? {};
  if (id === undefined) return { others: [] };
  const what = { resource: `API ${id}`, call: READ };
  const live = await attempt(ports.sleep, what, () => readWhole(ports, id, []));
  return { live, others: more.flatMap(({ ApiId }) => ApiId ?? []) };
}

function activationOf(draft: Draft, { stages, mappings }: Planned, ids: Map<string, string>): JsonObject {
  const { source, document } = draft.request.translation;
  const coming = new Map(stages.map((one) => [one.name, one]));
  return {
    arn: ids.get(source.arn) ?? document.arn,
    name: document.name,
    stages: document.stages.flatMap((stage): JsonObject[] => {
      const one = coming.get(stage.name);
      if (one === undefined) return [];
      const { deployment, ...rest } = stage;
      const now = deployment === undefined ? undefined : partNow(draft, ids, `deployments/${deployment}`);
      return [
        {
          ...rest,
          ...(now !== undefined && { deployment: now }),
          ...(deployment !== undefined && now === undefined && { undeployed: true }),
          ...(one.over && { over: true }),
        },
      ];
    }),
    mappings: mappings.map((one) => ({ ...one })),
  };
}
