import type { SiteId } from "../../policy/policy.ts";
import { keyAlias, type NameScope } from "../names.ts";
import { allow, dnsSuffix, type Statement } from "./statement.ts";

export interface AliasedKey {
  readonly region: SiteId;
  readonly site: SiteId;
}

/**
 * Actions on another site's key, named by its alias since its id is not known here. The key's own policy denies
 * moving the alias. `via` names the service that alone may use the key.
 * https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
 */
export function allowOnAliasedKey(
  { partition, account }: NameScope,
  actions: readonly string[],
  { region, site }: AliasedKey,
  via?: "s3",
): Statement {
  return allow(actions, [`arn:${partition}:kms:${region}:${account}:key/*`], {
    "ForAnyValue:StringEquals": { "kms:ResourceAliases": [keyAlias(site)] },
    ...(via !== undefined && {
      StringEquals: { "kms:ViaService": `${via}.${region}.${dnsSuffix(partition)}` },
    }),
  });
}
