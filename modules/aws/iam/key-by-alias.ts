import { dnsSuffix } from "../../core/dns-suffix.ts";
import { uniqueSorted } from "../../core/source-order.ts";
import type { SiteId } from "../../policy/policy.ts";
import { keyAlias, type NameScope } from "../names.ts";
import { allow, type Statement } from "./statement.ts";

/** Keys of sites, each in the region where it lies. */
export interface AliasedKeys {
  readonly regions: readonly SiteId[];
  readonly sites: readonly SiteId[];
}

/**
 * Actions on other sites' keys, named by their aliases since their ids are not known here. A key's own policy denies
 * moving its alias. `via` names the service that alone may use the key. One statement for all of them: a role's
 * policies hold 10,240 characters together, and an alias names its region.
 * https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
 */
export function allowOnAliasedKeys(
  { partition, account }: NameScope,
  actions: readonly string[],
  { regions, sites }: AliasedKeys,
  via?: "s3",
): Statement {
  const [region, ...others] = uniqueSorted(regions);
  const place = others.length === 0 ? region : "*";
  return allow(actions, [`arn:${partition}:kms:${place}:${account}:key/*`], {
    "ForAnyValue:StringEquals": { "kms:ResourceAliases": sites.map(keyAlias) },
    ...(via !== undefined && {
      StringEquals: {
        "kms:ViaService": uniqueSorted(regions).map((one) => `${via}.${one}.${dnsSuffix(partition)}`),
      },
    }),
  });
}
