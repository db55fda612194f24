import type { Json, JsonObject } from "../../../contract/json.ts";
import { parseArn } from "../../../core/arn.ts";
import { isObject } from "../../kit/canonical.ts";
import { toJson } from "../../kit/json.ts";
import { writableTags } from "../../kit/tags.ts";
import { given, importOf } from "../../kit/terraform/api-parts.ts";
import { type Argument, OwnAttribute } from "../../kit/terraform/argument.ts";
import { providerWords } from "../../kit/terraform/provider-words.ts";
import type { TerraformResource } from "../../kit/terraform/resource.ts";
import { SAYS_OTHERWISE } from "../../kit/terraform/says-otherwise.ts";
import type { ApiStage, RestApiDocument } from "../document.ts";
import { isSameJson } from "../restore/patch.ts";
import { differs } from "../stage-patches.ts";
import { idOfMadeApi, PART, type RestApiInTerraform } from "./draft.ts";
import { isPolicyLeft } from "./parts.ts";

/**
 * Stages, with what those serve that are gone: the API as it is written, made once all of it is. Without a stage an API
 * answers nobody. `parts`: all that a deployment is made of.
 */
export function stageResources(
  draft: RestApiInTerraform,
  parts: readonly TerraformResource[],
): readonly TerraformResource[] {
  const { document, live } = draft;
  const deployed = new Set<number>();
  const stages = document.stages.flatMap((stage): TerraformResource[] => {
    const now = thereOf(draft, stage.name);
    const why = leftFor(draft, stage);
    if (why !== undefined) {
      draft.left.push(`its stage ${stage.name}: ${why}`);
      return [];
    }
    if (now !== undefined && live !== undefined && !isSameJson(partsOf(live), partsOf(document)))
      draft.left.push(
        `what its stage ${stage.name} serves: it stays as it was deployed; once this is applied, deploy it ` +
          `(aws apigateway create-deployment --rest-api-id ${live.id} --stage-name ${stage.name})`,
      );
    const serving = (was: number, there: number | undefined): Argument => {
      const id = there === undefined ? undefined : live?.deployments[there]?.id;
      if (id !== undefined) return id;
      deployed.add(was);
      return new OwnAttribute(PART.deployment, deploymentKey(draft, was), "id");
    };
    return [stageResource(draft, stage, serving), ...methodSettings(draft, stage), ...webAcl(draft, stage)];
  });
  return [...[...deployed].sort((a, b) => a - b).map((at) => deployment(draft, at, parts)), ...stages];
}

function thereOf({ live }: RestApiInTerraform, name: string): ApiStage | undefined {
  return live?.stages.find((one) => one.name === name);
}

/** Whether a stage of that name is among what is written. */
export function isStageWritten(draft: RestApiInTerraform, name: string): boolean {
  const stage = draft.document.stages.find((one) => one.name === name);
  return stage !== undefined && leftFor(draft, stage) === undefined;
}

/** Why a stage is not written. It answers requests: one that does so otherwise stays as it is. */
function leftFor(draft: RestApiInTerraform, stage: ApiStage): string | undefined {
  const now = thereOf(draft, stage.name);
  if (now === undefined)
    return isPolicyLeft(draft)
      ? "it would be open to others, since the policy stays as it is there"
      : undefined;
  return differs({ ...stage, tags: {} }, { ...now, tags: {} }) ? SAYS_OTHERWISE : undefined;
}

/** What a deployment is made of. */
function partsOf(document: RestApiDocument): Json {
  const { models, validators, authorizers, gatewayResponses, resources } = document;
  return toJson({ models, validators, authorizers, gatewayResponses, resources }) as Json;
}

function deploymentKey({ document }: RestApiInTerraform, at: number): string {
  return document.stages.find(({ deployment }) => deployment === at)?.name ?? `canary_${at}`;
}

function deployment(
  draft: RestApiInTerraform,
  at: number,
  parts: readonly TerraformResource[],
): TerraformResource {
  const { description } = draft.document.deployments[at] ?? {};
  const deployedTypes: ReadonlySet<string> = new Set([PART.method, PART.integration]);
  return {
    type: PART.deployment,
    key: deploymentKey(draft, at),
    arguments: {
      rest_api_id: idOfMadeApi(),
      ...(description && { description }),
      // Another one once a method is made anew.
      triggers: Object.fromEntries(
        parts
          .filter(({ type }) => deployedTypes.has(type))
          .map(({ type, key }) => [`${type.replace(/^.*_/, "")} ${key}`, new OwnAttribute(type, key, "id")]),
      ),
    },
    after: parts,
    createBeforeDestroy: true,
    opens: true,
  };
}

const NAMES = { tracingEnabled: "xray_tracing_enabled", documentationVersion: "" };

function stageResource(
  draft: RestApiInTerraform,
  stage: ApiStage,
  serving: (was: number, there: number | undefined) => Argument,
): TerraformResource {
  const { name, settings, variables, accessLogSettings: logs, canary, tags } = stage;
  const now = thereOf(draft, name);
  const { documentationVersion: version } = settings;
  const isVersionWritten = draft.document.documentationVersions.some((one) => one.version === version);
  return {
    type: PART.stage,
    key: name,
    arguments: {
      rest_api_id: idOfMadeApi(),
      stage_name: name,
      deployment_id: serving(stage.deployment, now?.deployment),
      ...providerWords(settings, NAMES),
      documentation_version: isVersionWritten
        ? new OwnAttribute(PART.documentationVersion, String(version), "version")
        : (version as Argument),
      variables: given(`stage_${name}_variables`, `variables of stage ${name}`, { ...variables }),
      ...(logs !== undefined && { access_log_settings: providerWords(logs) }),
      ...(canary !== undefined && {
        canary_settings: canaryWords(stage, canary, serving, now),
      }),
      tags: writableTags(tags),
    },
    ...(now !== undefined && importOf(draft, name)),
    opens: true,
  };
}

function canaryWords(
  { name }: ApiStage,
  canary: JsonObject,
  serving: (was: number, there: number | undefined) => Argument,
  now: ApiStage | undefined,
) {
  const { deployment: was, stageVariableOverrides: overrides, ...rest } = canary;
  const there = now?.canary?.deployment;
  return {
    ...providerWords(rest),
    deployment_id: serving(Number(was), there === undefined ? undefined : Number(there)),
    stage_variable_overrides: given(
      `stage_${name}_canary`,
      `variables of the canary of stage ${name}`,
      isObject(overrides) ? overrides : undefined,
    ),
  };
}

/** What the provider takes for each method's settings. */
function methodSettings(draft: RestApiInTerraform, stage: ApiStage): readonly TerraformResource[] {
  const there = thereOf(draft, stage.name)?.methodSettings ?? {};
  return Object.entries(stage.methodSettings).map(
    ([path, settings]): TerraformResource => ({
      type: PART.methodSettings,
      key: `${stage.name} ${path}`,
      arguments: {
        rest_api_id: idOfMadeApi(),
        stage_name: new OwnAttribute(PART.stage, stage.name, "stage_name"),
        method_path: path,
        settings: providerWords(settings),
      },
      ...(Object.hasOwn(there, path) && importOf(draft, stage.name, path)),
      opens: true,
    }),
  );
}

/** A web ACL is of one region, and only named by a point. */
function webAcl(draft: RestApiInTerraform, stage: ApiStage): readonly TerraformResource[] {
  const { name, webAclArn: acl } = stage;
  const { document, live } = draft;
  const now = thereOf(draft, name);
  if (acl === undefined) return [];
  if (now?.webAclArn !== undefined && now.webAclArn !== acl) {
    draft.left.push(`the web ACL of its stage ${name}: another one is there`);
    return [];
  }
  if (parseArn(acl).region !== document.region) {
    draft.left.push(
      `the web ACL of its stage ${name}: ${acl} is of another region; associate one (aws wafv2 associate-web-acl)`,
    );
    return [];
  }
  return [
    {
      type: PART.webAcl,
      key: name,
      arguments: { web_acl_arn: acl, resource_arn: new OwnAttribute(PART.stage, name, "arn") },
      ...(now?.webAclArn !== undefined &&
        live !== undefined && {
          importId: `${acl},${live.arn}/stages/${name}`,
        }),
      opens: true,
    },
  ];
}
