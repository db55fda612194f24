import type { Manifest } from "../../recovery/manifest.ts";
import type { KeyContext } from "../../recovery/secrets.ts";

/** What the key of records is for: no key of a point's secrets opens by it, and none of what a person drained. */
export function recordContext({
  account,
  site,
  kind,
  id,
}: Pick<Manifest, "account" | "site" | "kind" | "id">): KeyContext {
  return { purpose: "records", account, site, kind, id };
}
