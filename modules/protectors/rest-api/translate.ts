import type { Json, JsonObject } from "../../contract/json.ts";
import { isArn, parseArn } from "../../core/arn.ts";
import { policyWithoutSources } from "../kit/translate/away.ts";
import { translateDomainName } from "../kit/translate/domain-name.ts";
import { translateTold } from "../kit/translate/own-text.ts";
import { lookUp, staysHome, type TranslationScope, translationScope } from "../kit/translate/scope.ts";
import { type Findings, findings, gathered, translateJson, translateObject } from "../kit/translate/walk.ts";
import type { Translation, TranslationRequest } from "../protector.ts";
import { idOf } from "./arn.ts";
import { withoutServing } from "./away.ts";
import type { ApiMethod, ApiStage, RestApiDocument, RestApiSecrets } from "./document.ts";
import { translateCalled } from "./translate-called.ts";
import { translateVariables } from "./translate-variables.ts";

/**
 * Turns what an API was into what it is to be at the destination. Pure. Its id is known once it is made: until then the
 * document has that of the source, or of the one that stands for it there.
 */
export function translateApi(
  whole: RestApiDocument,
  secrets: RestApiSecrets | undefined,
  request: TranslationRequest,
): Translation<RestApiDocument, RestApiSecrets> {
  const arn = lookUp(request.map, whole.arn) ?? whole.arn;
  const scope = translationScope(whole, request, arn);
  const into = findings();
  const given = withoutServing(whole, scope, into);
  const { name, account, region } = scope.target;
  const { settings, policy: written, stages } = given;
  const own = `REST API ${given.name}`;
  const policy = policyWithoutSources(written, own, scope, into);
  return {
    source: given,
    document: {
      ...given,
      ...{ id: idOf(arn), arn, name, account, region },
      settings: translateEndpoint(settings, scope, into),
      ...(policy !== undefined && { policy: translateObject(policy, "policy", scope, into) }),
      authorizers: given.authorizers.map((one, at) =>
        translateAuthorizer(one, `authorizers[${at}]`, scope, into),
      ),
      resources: given.resources.map(({ path, methods }, at) => ({
        path,
        methods: Object.fromEntries(
          Object.entries(methods).map(([verb, one]) => [
            verb,
            translateMethod(
              one,
              `resources[${at}].methods.${verb}`,
              `${verb} ${path} of ${own}`,
              scope,
              into,
            ),
          ]),
        ),
      })),
      stages: stages.map((one, at) => translateStage(given, one, `stages[${at}]`, scope, into)),
      mappings: given.mappings.map((one) => ({
        ...one,
        domain: translateDomainName(one.domain, scope, into),
      })),
    },
    ...(secrets !== undefined && { secrets }),
    ...gathered(into),
  };
}

/** A pattern of tokens is whoever's own who calls. */
function translateAuthorizer(
  one: JsonObject,
  path: string,
  scope: TranslationScope,
  into: Findings,
): JsonObject {
  const { providerARNs: pools, authorizerCredentials: role } = one;
  return {
    ...translateCalled(one, "authorizerUri", path, scope, into),
    ...translateObject(
      {
        ...(pools !== undefined && { providerARNs: pools }),
        ...(role !== undefined && { authorizerCredentials: role }),
      },
      path,
      scope,
      into,
    ),
  };
}

function translateMethod(
  method: ApiMethod,
  path: string,
  whose: string,
  scope: TranslationScope,
  into: Findings,
): ApiMethod {
  const { integration } = method;
  if (integration === undefined) return method;
  const called = translateCalled(integration, "uri", `${path}.integration`, scope, into);
  const { requestParameters: sent, requestTemplates: templates, connectionId: link, credentials } = called;
  const told = (value: Json): Json => translateTold(value, `what ${whose} sends`, scope, into);
  const place = `${path}.integration`;
  return {
    ...method,
    integration: {
      ...called,
      ...(sent !== undefined && { requestParameters: told(sent) }),
      ...(templates !== undefined && { requestTemplates: told(templates) }),
      ...(typeof link === "string" && {
        connectionId: translateId(link, `${place}.connectionId`, "VPC link", scope, into),
      }),
      ...(typeof credentials === "string" && {
        credentials: translateJson(credentials, `${place}.credentials`, scope, into),
      }),
      ...translateObject(
        Object.fromEntries(Object.entries(called).filter(([key]) => key === "integrationTarget")),
        place,
        scope,
        into,
      ),
    },
  };
}

function translateEndpoint(settings: JsonObject, scope: TranslationScope, into: Findings): JsonObject {
  const endpoint = settings.endpointConfiguration as
    | { readonly vpcEndpointIds?: readonly string[] }
    | undefined;
  if (endpoint?.vpcEndpointIds === undefined) return settings;
  const vpcEndpointIds = endpoint.vpcEndpointIds.map((id, at) =>
    translateId(id, `settings.endpointConfiguration.vpcEndpointIds[${at}]`, "VPC endpoint", scope, into),
  );
  return { ...settings, endpointConfiguration: { ...endpoint, vpcEndpointIds } };
}

/** What goes by an id that AWS draws, and no ARN: it is nowhere else. */
function translateId(
  id: string,
  path: string,
  what: string,
  scope: TranslationScope,
  into: Findings,
): string {
  const mapped = lookUp(scope.map, id);
  if (mapped !== undefined) {
    into.used.add(id);
    into.replaced.set(id, mapped);
    return mapped;
  }
  // One that a stage variable names.
  if (!staysHome(scope) && !id.includes("${")) {
    const { region, account } = scope.target;
    into.missing.push({
      path,
      value: id,
      reason: `a ${what} of ${scope.source.region}; name its counterpart in ${region} of account ${account}`,
    });
  }
  return id;
}

function translateStage(
  document: RestApiDocument,
  stage: ApiStage,
  path: string,
  scope: TranslationScope,
  into: Findings,
): ApiStage {
  const { settings, variables = {}, accessLogSettings: logs, canary, webAclArn: acl, tags } = stage;
  const { clientCertificateId: certificate, ...rest } = settings;
  const { stageVariableOverrides: overrides, ...canaryRest } = canary ?? { deployment: 0 };
  const whole = (of: Readonly<Record<string, string>>, name: string) =>
    translateVariables(document, stage, of, `${path}.${name}`, scope, into);
  return {
    ...stage,
    tags,
    settings: {
      ...rest,
      ...(typeof certificate === "string" && {
        clientCertificateId: translateId(
          certificate,
          `${path}.settings.clientCertificateId`,
          "client certificate",
          scope,
          into,
        ),
      }),
    },
    variables: whole(variables, "variables"),
    ...(logs !== undefined && {
      accessLogSettings: {
        ...logs,
        destinationArn: translateDestination(
          String(logs.destinationArn),
          `${path}.accessLogSettings.destinationArn`,
          scope,
          into,
        ),
      },
    }),
    ...(canary !== undefined && {
      canary: {
        ...canaryRest,
        ...(overrides !== undefined && {
          stageVariableOverrides: whole(
            overrides as Readonly<Record<string, string>>,
            "canary.stageVariableOverrides",
          ),
        }),
      },
    }),
    // Nothing that a restore makes goes by it: told to people.
    ...(acl !== undefined && { webAclArn: acl }),
  };
}

/** A log group keeps its name, and goes with the account and region; a stream of Firehose is the map's. */
function translateDestination(arn: string, path: string, scope: TranslationScope, into: Findings): string {
  const { source, target, map } = scope;
  if (lookUp(map, arn) === undefined && isArn(arn) && parseArn(arn).service === "logs" && !staysHome(scope)) {
    const { resource, region, account } = parseArn(arn);
    if (region === source.region && account === source.account) {
      const there = `arn:${target.partition}:logs:${target.region}:${target.account}:${resource}`;
      into.replaced.set(arn, there);
      return there;
    }
  }
  return String(translateJson(arn, path, scope, into));
}
