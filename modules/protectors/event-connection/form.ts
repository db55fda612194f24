import type { JsonObject } from "../../contract/json.ts";
import { canonical } from "../kit/canonical.ts";
import type { Authorization, ConnectionDocument } from "./document.ts";

/** One form for settings that mean the same. */
export function settingsForm(settings: ConnectionDocument["settings"]): JsonObject {
  return canonical(settings);
}

/** And for ways to authorize, without their secrets. */
export function authorizationForm(authorization: Authorization): JsonObject {
  return canonical({ ...authorization });
}
