import type { SiteId } from "../policy/policy.ts";
import { DEPLOYMENT, type WatchedCalls, type WatchPlaces } from "./calls.ts";
import { keyAliasArn, signingAliasArn } from "./names.ts";

/** A pattern names each by its ARN and holds 2,048 characters: what encrypts, and the newest ten that sign. */
const MOST_KEYS = 11;

/**
 * The keys of a site: what makes all that it encrypts unreadable, hands it to others, or makes the first possible. Who moves
 * an alias is known by the alias: CloudTrail names it and the key that it points to from then on, which is somebody else's.
 * https://docs.aws.amazon.com/kms/latest/developerguide/ct-updatealias.html
 * `keyArns`: the site's own, then those that sign its runs, the newest first.
 */
export function keyCalls(
  places: WatchPlaces & { readonly site: SiteId },
  keyArns: readonly string[],
): WatchedCalls {
  const { site, region } = places;
  const aliases = [
    keyAliasArn(places, region, site),
    ...(site === region ? [{ prefix: signingAliasArn(places, region) }] : []),
  ];
  return {
    rule: "key",
    calls: [
      {
        service: "kms",
        names: [
          "CreateGrant",
          "DeleteImportedKeyMaterial",
          "DisableKey",
          "PutKeyPolicy",
          "ScheduleKeyDeletion",
        ],
        resources: keyArns.slice(0, MOST_KEYS),
      },
      { service: "kms", names: ["CreateAlias", "DeleteAlias", "UpdateAlias"], resources: aliases },
    ],
    on: `a key of ${site}`,
    advice: `Without its keys no recovery point of ${site} can be opened, or signed: if none of you did it, enable the key or cancel its deletion now. ${DEPLOYMENT}`,
  };
}
