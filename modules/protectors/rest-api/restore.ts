import { parseArn } from "../../core/arn.ts";
import { PUT, READ } from "../kit/api-methods.ts";
import { calledVersion, unknownVersion } from "../kit/called-version.ts";
import { openRoutes } from "../kit/open-routes.ts";
import { ORIGIN } from "../kit/origin.ts";
import { planRoleUse } from "../kit/prerequisites.ts";
import { publicStatements } from "../kit/public-statements.ts";
import { deletedWarnings, livingPolicy } from "../kit/resource-policy.ts";
import { unallowed } from "../kit/unallowed.ts";
import { untranslated } from "../kit/untranslated.ts";
import type { PlanRequest, ThingPlan } from "../protector.ts";
import { activationOf } from "./activate/activation.ts";
import type { RestApiDocument, RestApiSecrets } from "./document.ts";
import { resourcePolicy } from "./form.ts";
import { readStages } from "./read.ts";
import { originOf, otherName, planCreate, planTags, putOrigin } from "./restore/create.ts";
import { planDeployments } from "./restore/deployments.ts";
import { type Draft, labelOf, partKey, patiently } from "./restore/draft.ts";
import { findLive, isBegun, type LiveApi } from "./restore/live.ts";
import { planMappings } from "./restore/mappings.ts";
import { isSameJson } from "./restore/patch.ts";
import { planUsagePlans } from "./restore/plans.ts";
import type { ApiRestorePorts } from "./restore/ports.ts";
import { planSections, versionsCalled } from "./restore/sections.ts";
import { planStages } from "./restore/stages.ts";
import { wordsOf } from "./restore/words.ts";

/** What a restore would do, from what is at the destination now. Reads only. */
export async function planApi(
  ports: ApiRestorePorts,
  request: PlanRequest<RestApiDocument, RestApiSecrets>,
): Promise<ThingPlan> {
  const { translation, replace } = request;
  const { source, document, missing, warnings } = translation;
  const [live, ...others] = await findLive(ports, {
    ...{ source, as: otherName({ request }), point: request.point },
    mapped: document.arn === source.arn ? undefined : document.arn,
  });
  const begun = live !== undefined && (await isOurs({ ports, request }, live));
  const draft: Draft = {
    ports,
    request,
    live,
    isOurs: live === undefined || begun,
    ...{ steps: [], leftOut: [], atArm: [], notes: [] },
    blocked: untranslated([...missing, ...unknownVersions(request)]),
    warnings: [...warnings],
  };
  if (live !== undefined && others.length > 0)
    draft.blocked.push({
      because: "live",
      message: `${labelOf(draft)}: APIs ${[live, ...others].map(({ api }) => api.id).join(", ")} are all tagged ${ORIGIN} as what a restore has made of it`,
      hint: "look at them, delete those that are not it or take that tag away from them; or map it to the one that it is",
    });
  planPolicy(draft);
  await planRoles(draft);
  if (live === undefined) planCreate(draft);
  else planTags(draft);
  const before = draft.steps.length;
  await planSections(draft);
  const changed = draft.steps.length > before;
  await planDeployments(draft, changed);
  const writing = draft.steps.filter(({ effect }) => effect !== "keep");
  if (live !== undefined && !begun && !replace) draft.blocked.push(...unallowed(labelOf(draft), writing));
  if (writing.length > 0) draft.warnings.push(...openRoutes(labelOf(draft), openMethods(document)));
  if (live !== undefined && writing.length === 0)
    draft.steps.push({
      title: `${labelOf(draft)} is as it was, as ${live.api.id}`,
      call: READ,
      effect: "keep",
    });
  const stages = await planStages(draft);
  const standing = await planUsagePlans(draft);
  if (draft.isOurs) planFinish(draft);
  const mappings = await planMappings(draft);
  tell(draft);
  const words = live === undefined ? [] : await wordsOf(ports, source, live.api.id);
  return {
    live: live === undefined ? "absent" : begun ? "ours" : "there",
    steps: draft.steps,
    blocked: draft.blocked,
    warnings: draft.warnings,
    leftOut: draft.leftOut,
    atArm: draft.atArm,
    ids: new Map([...words, ...standing]),
    activation: (ids) => activationOf(draft, stages, mappings, ids, document),
  };
}

/** Of an API without a policy, what asks for no caller and no key. Browsers ask for OPTIONS before anything else, by no name. */
function openMethods({ policy, settings, resources }: RestApiDocument): readonly string[] {
  if (policy !== undefined || JSON.stringify(settings).includes('"PRIVATE"')) return [];
  return resources.flatMap(({ path, methods }) =>
    Object.entries(methods).flatMap(([verb, { settings: asked }]) =>
      verb !== "OPTIONS" && asked.authorizationType === "NONE" && asked.apiKeyRequired !== true
        ? `${verb} ${path}`
        : [],
    ),
  );
}

/** A restore that is not finished has made no stage yet, whatever the tag says. */
async function isOurs(draft: Pick<Draft, "request" | "ports">, live: LiveApi): Promise<boolean> {
  if (!isBegun(live, draft.request.point)) return false;
  return (await patiently(draft, () => readStages(draft.ports, live.api.id))).length === 0;
}

/** Statements that anybody may use come back only when that is said. */
function planPolicy(draft: Draft): void {
  const { policy } = draft.request.translation.document;
  const there = draft.live && resourcePolicy(draft.live.api);
  if (isSameJson(livingPolicy(policy), there)) return;
  draft.warnings.push(...deletedWarnings(labelOf(draft), policy));
  if (!draft.request.allowPublic) draft.blocked.push(...publicStatements(labelOf(draft), policy, there));
}

function unknownVersions({ translation, together }: PlanRequest<RestApiDocument, RestApiSecrets>) {
  const now = versionsCalled(translation.document);
  return versionsCalled(translation.source).flatMap(({ path, fn }, at) =>
    unknownVersion(path, calledVersion(fn, now[at]?.fn ?? fn, translation.used), together),
  );
}

/** Roles that API Gateway takes when it calls: it looks at them when it is told of them. */
async function planRoles(draft: Draft): Promise<void> {
  const { resources, authorizers } = draft.request.translation.document;
  const named = [
    ...resources.flatMap(({ methods }) =>
      Object.values(methods).map(({ integration }) => integration?.credentials),
    ),
    ...authorizers.map((one) => one.authorizerCredentials),
  ];
  // A role of the caller's own is a pattern of users.
  for (const role of new Set(named))
    if (
      typeof role === "string" &&
      /^arn:[^:]+:iam::\d{12}:role\//.test(role) &&
      parseArn(role).account === draft.ports.account
    )
      await planRoleUse(draft, draft.ports.role, role, `role ${role} of ${labelOf(draft)}`);
}

/** The last step: from here on it is an API like any other. */
function planFinish(draft: Draft): void {
  const { deployments } = draft.request.translation.document;
  draft.steps.push({
    title: `note that ${labelOf(draft)} is whole`,
    call: PUT,
    effect: "create",
    perform: (ids) =>
      putOrigin(
        draft,
        ids,
        originOf(
          draft,
          deployments.map((one) => ids.get(partKey(draft, "deployments", one.id)) ?? "0"),
          false,
        ),
      ),
  });
}

/** What a person has to know of an API that has another id. */
function tell(draft: Draft): void {
  const { live, request, ports } = draft;
  const { source, document } = request.translation;
  if (live?.api.id !== source.id)
    draft.warnings.push(
      `${labelOf(draft)} comes back under another id: who calls https://${source.id}.execute-api.${source.region}.amazonaws.com ` +
        "has to call its new address, which the restore's result tells; what the same restore brings back is given it",
    );
  for (const { name, webAclArn } of document.stages)
    if (webAclArn !== undefined)
      draft.warnings.push(
        `stage ${name} of ${labelOf(draft)} had web ACL ${webAclArn} in front of it, which no restore sets: associate one in ` +
          `${ports.region} once it is armed (aws wafv2 associate-web-acl)`,
      );
}
