import type { JsonObject } from "../../contract/json.ts";
import { canonical } from "../kit/canonical.ts";

/** One form for settings of a URL: BUFFERED is what an absent mode means. */
export function urlForm(settings: JsonObject): JsonObject {
  return canonical({ ...settings, InvokeMode: settings.InvokeMode ?? "BUFFERED" });
}
