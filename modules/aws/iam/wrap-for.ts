import type { SiteId } from "../../policy/policy.ts";
import type { NameScope } from "../names.ts";
import { allowOnAliasedKeys } from "./key-by-alias.ts";
import type { Statement } from "./statement.ts";

/** Wraps a point's data key by the keys of the sites that must be able to open it. */
export function wrapFor(scope: NameScope, copies: readonly SiteId[]): Statement[] {
  return copies.length === 0
    ? []
    : [allowOnAliasedKeys(scope, ["kms:Encrypt"], { regions: copies, sites: copies })];
}
