import { uniqueSorted } from "../../core/source-order.ts";
import type { SiteId } from "../../policy/policy.ts";
import { SPECS } from "../../protectors/kinds.ts";
import { permissionsFor } from "../../protectors/permissions-for.ts";
import { secretReads, storeReads } from "../../recovery/permissions.ts";
import type { NameScope } from "../names.ts";
import { grant, type Places } from "./grant.ts";
import { allowOnAliasedKeys } from "./key-by-alias.ts";
import { ownStays } from "./own-stays.ts";
import { allow, type Statement } from "./statement.ts";

export interface RestorePlaces extends Omit<Required<Places>, "prefix" | "signer"> {
  /** Edge zones that keep their points in this region's store. */
  readonly zones: readonly SiteId[];
  /** Globs of role names or role ARNs that what is restored may be given. */
  readonly passRoles: readonly string[];
}

/**
 * All that a restore into the region needs beside what the kinds do, in place before another region is lost: with
 * us-east-1 gone, no IAM can be written. Reads every source in the region's store, replicas included; opens the secrets kept under its key
 * and its zones' keys. What is zonekeep's own it cannot change, whatever the permissions of the kinds reach.
 */
export function restoreStatements(places: RestorePlaces): Statement[] {
  const whole = { ...places, prefix: "" };
  return [
    ...grant(storeReads, whole),
    ...grant(secretReads, whole),
    ...zoneKeys(places),
    ...passRoles(places),
    ...ownStays(places),
  ];
}

/** What the kinds need to come back: more with each kind, and for that apart, in policies of their own. */
export function kindStatements(places: RestorePlaces): Statement[] {
  return grant(permissionsFor("restore", "activate"), { ...places, prefix: "" });
}

function zoneKeys({ zones, region, ...scope }: RestorePlaces): Statement[] {
  return zones.length === 0
    ? []
    : [allowOnAliasedKeys(scope, ["kms:Decrypt"], { regions: [region], sites: zones })];
}

/** Without the bound on the service, a restore that may pass any role may become any role. */
function passRoles({ passRoles: globs, ...scope }: RestorePlaces): Statement[] {
  const services = uniqueSorted(Object.values(SPECS).flatMap(({ passedTo }) => passedTo ?? []));
  if (globs.length === 0 || services.length === 0) return [];
  return [
    allow(
      ["iam:PassRole"],
      globs.map((glob) => roleArns(scope, glob)),
      { StringEquals: { "iam:PassedToService": services } },
    ),
  ];
}

function roleArns({ partition, account }: NameScope, glob: string): string {
  return glob.startsWith("arn:") ? glob : `arn:${partition}:iam::${account}:role/${glob}`;
}
