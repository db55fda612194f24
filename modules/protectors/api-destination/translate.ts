import { translateAddress } from "../kit/translate/address.ts";
import { lookUp, translationScope } from "../kit/translate/scope.ts";
import { findings, gathered, translateJson } from "../kit/translate/walk.ts";
import type { Translation, TranslationRequest } from "../protector.ts";
import type { DestinationDocument } from "./document.ts";

/**
 * Turns what a destination was into what it is to be at the destination. Pure. Its ARN is known once it is made: until then
 * the document has that of the source, or the one that the map says is there.
 */
export function translateDestination(
  document: DestinationDocument,
  request: TranslationRequest,
): Translation<DestinationDocument, never> {
  const arn = lookUp(request.map, document.arn) ?? document.arn;
  const scope = translationScope(document, request, arn);
  const into = findings();
  const { name, account, region } = scope.target;
  const { InvocationEndpoint: endpoint, ...settings } = document.settings;
  return {
    source: document,
    document: {
      ...document,
      ...{ name, arn, account, region },
      connection: String(translateJson(document.connection, "connection", scope, into)),
      settings: {
        ...settings,
        ...(typeof endpoint === "string" && {
          InvocationEndpoint: translateAddress(endpoint, "settings.InvocationEndpoint", scope, into),
        }),
      },
    },
    ...gathered(into),
  };
}
