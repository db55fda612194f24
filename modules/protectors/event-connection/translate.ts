import type { JsonObject } from "../../contract/json.ts";
import { isObject } from "../kit/canonical.ts";
import { translateAddress } from "../kit/translate/address.ts";
import { translateKey } from "../kit/translate/key.ts";
import { translateTold } from "../kit/translate/own-text.ts";
import { lookUp, type TranslationScope, translationScope } from "../kit/translate/scope.ts";
import { type Findings, findings, gathered, translateObject } from "../kit/translate/walk.ts";
import type { Translation, TranslationRequest } from "../protector.ts";
import type { ConnectionDocument } from "./document.ts";

/**
 * Turns what a connection was into what it is to be at the destination. Pure. Its ARN is known once it is made: until then
 * the document has that of the source, or the one that the map says is there.
 */
export function translateConnection(
  document: ConnectionDocument,
  request: TranslationRequest,
): Translation<ConnectionDocument, never> {
  const arn = lookUp(request.map, document.arn) ?? document.arn;
  const scope = translationScope(document, request, arn);
  const into = findings();
  const { name, account, region } = scope.target;
  const { KmsKeyIdentifier: key, ...settings } = document.settings;
  const { AuthParameters: parameters, ...authorization } = document.authorization;
  return {
    source: document,
    document: {
      ...document,
      ...{ name, arn, account, region },
      settings: {
        ...translateObject(settings, "settings", scope, into),
        ...(typeof key === "string" && {
          KmsKeyIdentifier: translateKey(key, "settings.KmsKeyIdentifier", scope, into),
        }),
      },
      authorization: {
        ...authorization,
        ...(parameters && { AuthParameters: translateParameters(parameters, document.name, scope, into) }),
      },
    },
    ...gathered(into),
  };
}

/** Names of users, clients and headers are whoever's own who is called; values are told, and not shown. */
function translateParameters(
  { OAuthParameters: oauth, InvocationHttpParameters: told, ConnectivityParameters: way, ...own }: JsonObject,
  name: string,
  scope: TranslationScope,
  into: Findings,
): JsonObject {
  const path = "authorization.AuthParameters";
  const whatTold = `what connection ${name} sends with each request`;
  return {
    ...own,
    ...(isObject(oauth) && {
      OAuthParameters: translateOAuth(oauth, `${path}.OAuthParameters`, name, scope, into),
    }),
    ...(isObject(told) && { InvocationHttpParameters: translateTold(told, whatTold, scope, into) }),
    ...(isObject(way) && {
      ConnectivityParameters: translateObject(way, `${path}.ConnectivityParameters`, scope, into),
    }),
  };
}

function translateOAuth(
  { AuthorizationEndpoint: endpoint, OAuthHttpParameters: told, ...own }: JsonObject,
  path: string,
  name: string,
  scope: TranslationScope,
  into: Findings,
): JsonObject {
  return {
    ...own,
    ...(typeof endpoint === "string" && {
      AuthorizationEndpoint: translateAddress(endpoint, `${path}.AuthorizationEndpoint`, scope, into),
    }),
    ...(isObject(told) && {
      OAuthHttpParameters: translateTold(
        told,
        `what connection ${name} sends when it asks for a token`,
        scope,
        into,
      ),
    }),
  };
}
