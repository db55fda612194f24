import type * as G from "@aws-sdk/client-api-gateway";
import { invalid, patchPlain, typed } from "./patch.ts";

/** Of a method's settings where one of them is set. */
const METHOD: Required<Omit<G.MethodSetting, "loggingLevel">> = {
  metricsEnabled: false,
  dataTraceEnabled: false,
  throttlingBurstLimit: 5000,
  throttlingRateLimit: 10_000,
  cachingEnabled: true,
  cacheTtlInSeconds: 300,
  cacheDataEncrypted: false,
  requireAuthorizationForCacheControl: true,
  unauthorizedCacheControlHeaderStrategy: "SUCCEED_WITH_RESPONSE_HEADER",
};

const AT: Readonly<Record<string, [keyof G.MethodSetting, (text: string) => unknown]>> = {
  "metrics/enabled": ["metricsEnabled", (text) => text === "true"],
  "logging/loglevel": ["loggingLevel", String],
  "logging/dataTrace": ["dataTraceEnabled", (text) => text === "true"],
  "throttling/burstLimit": ["throttlingBurstLimit", Number],
  "throttling/rateLimit": ["throttlingRateLimit", Number],
  "caching/enabled": ["cachingEnabled", (text) => text === "true"],
  "caching/ttlInSeconds": ["cacheTtlInSeconds", Number],
  "caching/dataEncrypted": ["cacheDataEncrypted", (text) => text === "true"],
  "caching/requireAuthorizationForCacheControl": [
    "requireAuthorizationForCacheControl",
    (text) => text === "true",
  ],
  "caching/unauthorizedCacheControlHeaderStrategy": ["unauthorizedCacheControlHeaderStrategy", String],
};

const PLAIN = [
  ...["deploymentId", "description", "cacheClusterEnabled", "cacheClusterSize", "documentationVersion"],
  ...["clientCertificateId", "tracingEnabled"],
];

export function patchStage(stage: G.Stage, operation: G.PatchOperation): void {
  const { op, path = "", value = "" } = operation;
  if (patchPlain(stage, operation, PLAIN)) return;
  const [, variable] = /^\/variables\/(.+)$/.exec(path) ?? [];
  if (variable !== undefined) {
    stage.variables = { ...stage.variables };
    if (op === "remove") delete stage.variables[variable];
    else stage.variables[variable] = value;
    if (Object.keys(stage.variables).length === 0) delete stage.variables;
    return;
  }
  if (path.startsWith("/accessLogSettings")) {
    const name = path.split("/")[2];
    if (op === "remove") delete stage.accessLogSettings;
    else stage.accessLogSettings = { ...stage.accessLogSettings, [name ?? ""]: value };
    return;
  }
  if (path.startsWith("/canarySettings")) {
    patchCanary(stage, operation);
    return;
  }
  const [, gone] = /^\/([^/]+\/[^/]+)$/.exec(path) ?? [];
  if (op === "remove" && gone !== undefined) {
    delete stage.methodSettings?.[gone];
    return;
  }
  const [, key = "", at = ""] = /^\/([^/]+\/[^/]+)\/([^/]+\/[^/]+)$/.exec(path) ?? [];
  const found = AT[at];
  if (found === undefined || op !== "replace") throw invalid(op, path);
  const [name, read] = found;
  stage.methodSettings = {
    ...stage.methodSettings,
    [key]: { ...METHOD, ...stage.methodSettings?.[key], [name]: read(value) },
  };
}

function patchCanary(stage: G.Stage, { op, path = "", value = "" }: G.PatchOperation): void {
  const [, , name = "", variable] = path.split("/");
  if (op === "remove" && name === "") {
    delete stage.canarySettings;
    return;
  }
  const canary: G.CanarySettings = stage.canarySettings ?? { percentTraffic: 0, useStageCache: false };
  stage.canarySettings = canary;
  if (name !== "stageVariableOverrides") {
    Object.assign(canary, { [name]: typed(name, value) });
    return;
  }
  canary.stageVariableOverrides = { ...canary.stageVariableOverrides };
  if (op === "remove") delete canary.stageVariableOverrides[variable ?? ""];
  else canary.stageVariableOverrides[variable ?? ""] = value;
}
