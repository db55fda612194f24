import type { Json, JsonObject } from "../../contract/json.ts";
import { translateAddress } from "../kit/translate/address.ts";
import { leftAway } from "../kit/translate/away.ts";
import { translateDomainName } from "../kit/translate/domain-name.ts";
import { translateOwnText, translateTold } from "../kit/translate/own-text.ts";
import { lookUp, staysHome, type TranslationScope, translationScope } from "../kit/translate/scope.ts";
import { type Findings, findings, gathered, translateJson, translateObject } from "../kit/translate/walk.ts";
import type { Translation, TranslationRequest } from "../protector.ts";
import { idOfApi } from "./arn.ts";
import { hasVariables } from "./calls.ts";
import type { ApiDocument, ApiRoute, Authorizer, Called, Integration, Keyed, Stage } from "./document.ts";
import { integrationLabels } from "./labels.ts";
import { goneRoutes, withoutGoneRoutes } from "./route-settings.ts";

/**
 * Turns what an API was into what it is to be at the destination. Pure. Its id is known once it is made: until then the
 * document has that of the source, or the one that the map says is there.
 */
export function translateApi(given: ApiDocument, request: TranslationRequest): Translation<ApiDocument> {
  const arn = lookUp(request.map, given.arn) ?? given.arn;
  const scope = translationScope(given, request, arn);
  const into = findings();
  const { name, account, region } = scope.target;
  const document = ofItsRoutes(withoutAway(given, scope, into), into);
  const labels = integrationLabels(document);
  return {
    source: document,
    document: {
      ...document,
      ...{ name, arn, id: idOfApi(arn), account, region },
      endpoint: lookUp(request.map, given.endpoint) ?? given.endpoint,
      settings: translateObject(document.settings, "settings", scope, into),
      authorizers: document.authorizers.map((one, at) =>
        authorizerNow(one, `authorizers[${at}]`, scope, into),
      ),
      models: document.models.map((one, at) => keyedNow(one, `models[${at}]`, scope, into)),
      integrations: document.integrations.map((one, at) =>
        integrationNow(one, `integrations[${at}]`, labels.get(one.id) ?? one.id, scope, into),
      ),
      routes: document.routes.map((one, at) => ({ ...one, ...keyedNow(one, `routes[${at}]`, scope, into) })),
      stages: document.stages.map((one, at) => stageNow(one, `stages[${at}]`, scope, into)),
      mappings: document.mappings.map((one) => ({
        ...one,
        domain: translateDomainName(one.domain, scope, into),
      })),
    },
    ...gathered(into),
  };
}

/**
 * Without integrations and authorizers of functions that a person leaves out, and without the routes that lead to those: a
 * route whose authorizer stays away would let everybody in.
 */
function withoutAway(given: ApiDocument, scope: TranslationScope, into: Findings): ApiDocument {
  const gone = new Map<string, string>();
  for (const { id, function: called } of [...given.integrations, ...given.authorizers]) {
    const name = leftAway(called, scope);
    if (name !== undefined) gone.set(id, name);
  }
  if (gone.size === 0) return given;
  const stays = ({ id }: { readonly id: string }): boolean => !gone.has(id);
  const routes = given.routes.filter(({ key, integration = "", authorizer = "" }) => {
    const name = gone.get(integration) ?? gone.get(authorizer);
    if (name !== undefined) into.away.push({ what: `route ${key} of API ${given.name}`, with: name });
    return name === undefined;
  });
  return {
    ...given,
    routes,
    integrations: given.integrations.filter(stays),
    authorizers: given.authorizers.filter(stays),
  };
}

/** Stages without settings of routes that do not come back. */
function ofItsRoutes(given: ApiDocument, into: Findings): ApiDocument {
  const { name, routes, stages } = given;
  for (const stage of stages)
    for (const key of goneRoutes(stage, routes))
      into.warnings.add(
        `stage ${stage.name} of API ${name} has settings for route ${key}, which the API does not have: they do not come back`,
      );
  return { ...given, stages: stages.map((one) => withoutGoneRoutes(one, routes)) };
}

function authorizerNow(one: Authorizer, path: string, scope: TranslationScope, into: Findings): Authorizer {
  return {
    ...one,
    ...callsNow(one, path, scope, into),
    settings: translateObject(one.settings, `${path}.settings`, scope, into),
  };
}

const TOLD = ["RequestParameters", "RequestTemplates", "ResponseParameters", "ResponseTemplates"];

function integrationNow(
  one: Integration,
  path: string,
  label: string,
  scope: TranslationScope,
  into: Findings,
): Integration {
  return {
    ...one,
    ...callsNow(one, path, scope, into),
    settings: toldNow(
      linkedNow(one.settings, path, scope, into),
      `${path}.settings`,
      `what the integration of ${label} adds`,
      scope,
      into,
    ),
    responses: one.responses.map((response, at) => ({
      ...response,
      settings: toldNow(
        response.settings,
        `${path}.responses[${at}].settings`,
        `what response ${response.key} of ${label} adds`,
        scope,
        into,
      ),
    })),
  };
}

/** Values that an API adds are its owner's own text, and shown nowhere. */
function toldNow(
  settings: JsonObject,
  path: string,
  what: string,
  scope: TranslationScope,
  into: Findings,
): JsonObject {
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => {
      if (TOLD.includes(key)) return [key, translateTold(value, what, scope, into)];
      // A link has been looked up by its own id.
      if (key === "ConnectionId") return [key, value];
      return [key, translateObject({ [key]: value }, path, scope, into)[key] ?? null];
    }),
  );
}

/** A VPC link goes by an id that AWS drew, and lies in one region. */
function linkedNow(settings: JsonObject, path: string, scope: TranslationScope, into: Findings): JsonObject {
  const { ConnectionId: link } = settings;
  if (typeof link !== "string" || hasVariables(link)) return settings;
  return {
    ...settings,
    ConnectionId: drawnNow(link, `${path}.settings.ConnectionId`, "VPC link", scope, into),
  };
}

function drawnNow(id: string, path: string, noun: string, scope: TranslationScope, into: Findings): string {
  const mapped = lookUp(scope.map, id);
  if (mapped !== undefined) {
    into.used.add(id);
    into.replaced.set(id, mapped);
    return mapped;
  }
  const { source, target } = scope;
  if (!staysHome(scope))
    into.missing.push({
      path,
      value: id,
      reason: `a ${noun} lies in ${source.region}; name its counterpart in ${target.region} of account ${target.account}`,
    });
  return id;
}

function callsNow(calls: Called, path: string, scope: TranslationScope, into: Findings): Called {
  const { function: called, endpoint, uri } = calls;
  return {
    ...(called !== undefined && { function: functionNow(called, `${path}.function`, scope, into) }),
    ...(endpoint !== undefined && { endpoint: translateAddress(endpoint, `${path}.endpoint`, scope, into) }),
    ...(uri !== undefined && { uri: serviceNow(uri, `${path}.uri`, scope, into) }),
  };
}

/** Which function a stage variable names is said by the stage: the same name is looked for at the destination. */
function functionNow(called: string, path: string, scope: TranslationScope, into: Findings): string {
  if (!hasVariables(called)) return String(translateJson(called, path, scope, into));
  const { source, target } = scope;
  const own = `arn:${source.partition}:lambda:${source.region}:${source.account}:`;
  const to = `arn:${target.partition}:lambda:${target.region}:${target.account}:`;
  return called.startsWith(own) ? `${to}${called.slice(own.length)}` : called;
}

const SERVICE = /^arn:[^:]+:apigateway:([^:]+):([a-z0-9.-]+:(?:path|action)\/.*)$/;

/** What names a service and nothing of it is the same in each region. */
function serviceNow(uri: string, path: string, scope: TranslationScope, into: Findings): string {
  const [, region, rest = ""] = SERVICE.exec(uri) ?? [];
  const { source, target } = scope;
  const isBound = rest.includes(source.account) || rest.includes(source.region);
  if (region !== source.region || isBound || lookUp(scope.map, uri) !== undefined)
    return String(translateJson(uri, path, scope, into));
  const now = `arn:${target.partition}:apigateway:${target.region}:${rest}`;
  if (now !== uri) into.replaced.set(uri, now);
  return now;
}

function keyedNow(one: Keyed | ApiRoute, path: string, scope: TranslationScope, into: Findings): Keyed {
  return { ...one, settings: translateObject(one.settings, `${path}.settings`, scope, into) };
}

function stageNow(one: Stage, path: string, scope: TranslationScope, into: Findings): Stage {
  const { StageVariables: variables, ClientCertificateId: certificate, ...rest } = one.settings;
  const what = `a variable of stage ${one.name}`;
  return {
    ...one,
    settings: {
      ...translateObject(rest, `${path}.settings`, scope, into),
      ...(typeof certificate === "string" && {
        ClientCertificateId: drawnNow(
          certificate,
          `${path}.settings.ClientCertificateId`,
          "client certificate",
          scope,
          into,
        ),
      }),
      ...(variables !== undefined && { StageVariables: variablesNow(variables, what, scope, into) }),
    },
  };
}

function variablesNow(variables: Json, what: string, scope: TranslationScope, into: Findings): Json {
  if (typeof variables === "string") return translateOwnText(variables, what, scope, into);
  return translateTold(variables, what, scope, into);
}
