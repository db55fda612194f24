import { isObject } from "../../kit/canonical.ts";
import { hostOf } from "../../kit/translate/address.ts";
import type { ConnectionDocument } from "../document.ts";
import { giveSecret } from "../give.ts";
import type { ReadConnection } from "../read.ts";

/** What a person has to give again, and what AWS does until then. */
export function secretWarnings(document: ConnectionDocument, live: ReadConnection | undefined): string[] {
  const { name, authorization } = document;
  const { OAuthParameters: oauth } = authorization.AuthParameters ?? {};
  const endpoint = isObject(oauth) ? oauth.AuthorizationEndpoint : undefined;
  return [
    `connection ${name} comes back with a placeholder for its secret, which AWS tells nobody: ` +
      `give it again before you arm (${giveSecret(name, document)})`,
    ...(live === undefined && typeof endpoint === "string"
      ? [
          `EventBridge asks ${hostOf(endpoint)} for a token with that placeholder as soon as connection ${name} is made, and is refused`,
        ]
      : []),
  ];
}
