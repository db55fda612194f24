import { dnsSuffix } from "../../core/dns-suffix.ts";
import type { SiteId } from "../../policy/policy.ts";
import { keyAlias, type NameScope } from "../names.ts";
import { allow, type Statement } from "./statement.ts";

/** Keys of sites of one region: one statement for all of them, since a role's policies hold 10,240 characters. */
export interface AliasedKeys {
  readonly region: SiteId;
  readonly sites: readonly SiteId[];
}

/**
 * Actions on other sites' keys, named by their aliases since their ids are not known here. A key's own policy denies
 * moving its alias. `via` names the service that alone may use the key.
 * https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
 */
export function allowOnAliasedKey(
  { partition, account }: NameScope,
  actions: readonly string[],
  { region, sites }: AliasedKeys,
  via?: "s3",
): Statement {
  return allow(actions, [`arn:${partition}:kms:${region}:${account}:key/*`], {
    "ForAnyValue:StringEquals": { "kms:ResourceAliases": sites.map(keyAlias) },
    ...(via !== undefined && {
      StringEquals: { "kms:ViaService": `${via}.${region}.${dnsSuffix(partition)}` },
    }),
  });
}
