import type { JsonObject } from "../../contract/json.ts";
import { isObject } from "../kit/canonical.ts";
import { type Difference, differencesOf } from "../kit/differences.ts";
import { renamed } from "../kit/renamed.ts";
import { renamedAddress } from "../kit/translate/address.ts";
import type { IdMap } from "../protector.ts";
import type { Authorization, ConnectionDocument } from "./document.ts";
import { authorizationForm, settingsForm } from "./form.ts";

/** Where a restored connection differs from what was captured. Of its secrets nobody can tell. */
export function compareConnections(
  was: ConnectionDocument,
  is: ConnectionDocument,
  ids: IdMap,
): Difference[] {
  const own = { from: was.arn, to: is.arn };
  const settings = renamed(was.settings, ids, own) as JsonObject;
  return differencesOf(
    viewOf({ settings, authorization: withAddress(was.authorization, ids) }),
    viewOf({ settings: is.settings, authorization: is.authorization }),
  );
}

function viewOf({ settings, authorization }: Pick<ConnectionDocument, "settings" | "authorization">) {
  return { settings: settingsForm(settings), authorization: authorizationForm(authorization) };
}

function withAddress(authorization: Authorization, ids: IdMap): Authorization {
  const moved = renamed({ ...authorization }, ids, { from: "", to: "" }) as unknown as Authorization;
  const { OAuthParameters: oauth } = moved.AuthParameters ?? {};
  if (!isObject(oauth) || typeof oauth.AuthorizationEndpoint !== "string") return moved;
  const AuthorizationEndpoint = renamedAddress(oauth.AuthorizationEndpoint, ids);
  return {
    ...moved,
    AuthParameters: { ...moved.AuthParameters, OAuthParameters: { ...oauth, AuthorizationEndpoint } },
  };
}
