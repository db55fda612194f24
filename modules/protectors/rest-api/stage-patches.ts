import type { PatchOperation } from "@aws-sdk/client-api-gateway";
import type { Json, JsonObject } from "../../contract/json.ts";
import { own } from "../../core/own.ts";
import { isObject, sameJson } from "../kit/canonical.ts";
import { isLogGroup } from "../kit/log-role.ts";
import { sortedKeys } from "../kit/sorted-keys.ts";
import { differingTags } from "../kit/tags.ts";
import type { ApiStage } from "./document.ts";

/** A stage with the deployments that it serves by their ids there. */
export interface StageThere extends ApiStage {
  readonly deploymentId: string;
  readonly canaryDeploymentId?: string;
}

const PLAIN = [
  ...["description", "cacheClusterEnabled", "cacheClusterSize", "documentationVersion"],
  ...["tracingEnabled", "clientCertificateId"],
];

/**
 * Where a patch sets what a method's settings have, and what each is where nobody set it.
 * https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateStage-Patch
 */
const METHOD: Readonly<Record<string, string>> = {
  metricsEnabled: "metrics/enabled",
  loggingLevel: "logging/loglevel",
  dataTraceEnabled: "logging/dataTrace",
  throttlingBurstLimit: "throttling/burstLimit",
  throttlingRateLimit: "throttling/rateLimit",
  cachingEnabled: "caching/enabled",
  cacheTtlInSeconds: "caching/ttlInSeconds",
  cacheDataEncrypted: "caching/dataEncrypted",
  requireAuthorizationForCacheControl: "caching/requireAuthorizationForCacheControl",
  unauthorizedCacheControlHeaderStrategy: "caching/unauthorizedCacheControlHeaderStrategy",
};

/** Whether a stage is another one than is wanted, but for which deployments it serves. A tag that is not wanted is no difference. */
export function differs(wanted: ApiStage, live: ApiStage): boolean {
  return !sameJson(form(wanted), form(live)) || Object.keys(differingTags(wanted.tags, live.tags)).length > 0;
}

/** Whether a stage writes to CloudWatch by the account's role: what was called, and how each call went. */
export function logs({ accessLogSettings, methodSettings }: ApiStage): boolean {
  return (
    isLogGroup(accessLogSettings?.destinationArn) ||
    Object.values(methodSettings).some(
      ({ loggingLevel = "OFF", dataTraceEnabled }) => loggingLevel !== "OFF" || dataTraceEnabled === true,
    )
  );
}

/** What CreateStage makes of a stage: the rest is set afterwards. */
export function asCreated({ settings, accessLogSettings: _logs, ...stage }: ApiStage): ApiStage {
  const { clientCertificateId: _later, ...created } = settings;
  return { ...stage, settings: created, methodSettings: {} };
}

function form({
  settings,
  variables = {},
  methodSettings = {},
  accessLogSettings: logs,
  canary,
}: ApiStage): Json {
  const { deployment: _which, ...rest } = canary ?? {};
  return sortedKeys({
    ...{ settings, variables, methodSettings },
    ...(logs !== undefined && { accessLogSettings: logs }),
    ...(canary !== undefined && { canary: rest }),
  } as Json);
}

/** What of a stage is set once it is there: CreateStage takes the rest. */
export function patchesOf(wanted: StageThere, live: StageThere): PatchOperation[] {
  return [
    ...replace("/deploymentId", wanted.deploymentId, live.deploymentId),
    ...PLAIN.flatMap((name) => replace(`/${name}`, own(wanted.settings, name), own(live.settings, name))),
    ...variables("/variables", wanted.variables, live.variables),
    ...methodPatches(wanted, live),
    ...logPatches(wanted, live),
    ...canaryPatches(wanted, live),
  ];
}

function methodPatches(
  { methodSettings: wanted }: ApiStage,
  { methodSettings: live }: ApiStage,
): PatchOperation[] {
  const gone = Object.keys(live).filter((key) => !Object.hasOwn(wanted, key));
  return [
    ...gone.map((key) => ({ op: "remove" as const, path: `/${key}` })),
    ...Object.entries(wanted).flatMap(([key, settings]) =>
      Object.entries(METHOD).flatMap(([name, at]) =>
        replace(`/${key}/${at}`, own(settings, name), own(own(live, key) ?? {}, name)),
      ),
    ),
  ];
}

function logPatches(
  { accessLogSettings: wanted }: ApiStage,
  { accessLogSettings: live }: ApiStage,
): PatchOperation[] {
  if (wanted === undefined) return live === undefined ? [] : [{ op: "remove", path: "/accessLogSettings" }];
  return ["destinationArn", "format"].flatMap((name) =>
    replace(`/accessLogSettings/${name}`, own(wanted, name), own(live ?? {}, name)),
  );
}

function canaryPatches(wanted: StageThere, live: StageThere): PatchOperation[] {
  const [to, from] = [wanted.canary, live.canary];
  if (to === undefined) return from === undefined ? [] : [{ op: "remove", path: "/canarySettings" }];
  const overrides = (canary: JsonObject | undefined): Readonly<Record<string, string>> =>
    isObject(canary?.stageVariableOverrides) ? (canary.stageVariableOverrides as Record<string, string>) : {};
  return [
    ...replace("/canarySettings/deploymentId", wanted.canaryDeploymentId, live.canaryDeploymentId),
    ...["percentTraffic", "useStageCache"].flatMap((name) =>
      replace(`/canarySettings/${name}`, own(to, name), own(from ?? {}, name)),
    ),
    ...variables("/canarySettings/stageVariableOverrides", overrides(to), overrides(from)),
  ];
}

function variables(
  at: string,
  wanted: Readonly<Record<string, string>>,
  live: Readonly<Record<string, string>>,
): PatchOperation[] {
  const gone = Object.keys(live).filter((name) => !Object.hasOwn(wanted, name));
  return [
    ...Object.entries(wanted).flatMap(([name, value]) => replace(`${at}/${name}`, value, own(live, name))),
    ...gone.map((name) => ({ op: "remove" as const, path: `${at}/${name}` })),
  ];
}

function replace(path: string, wanted: Json | undefined, live: Json | undefined): PatchOperation[] {
  if (wanted === live || (wanted === undefined && live === undefined)) return [];
  return [{ op: "replace", path, value: wanted === undefined ? "" : String(wanted) }];
}
