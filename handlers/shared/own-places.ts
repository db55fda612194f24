import {
  bucketArn,
  bucketName,
  keyAliasArn,
  roleArn,
  signingAliasArn,
  WORK_PREFIX,
} from "../../modules/aws/names.ts";
import type { BackupRequest } from "../../modules/contract/events.ts";
import { parseArn } from "../../modules/core/arn.ts";
import { show } from "../../modules/core/printable.ts";
import { sourcePrefix } from "../../modules/recovery/layout.ts";

/** What AWS tells a runner of itself, beside the event. */
export interface Invocation {
  readonly invokedFunctionArn: string;
}

/**
 * A request is what whoever may start the state machine writes. The account's other buckets and keys may let a runner in by
 * their own policies, so the store, the work area and the keys of a run are only those that zonekeep deploys beside the
 * runner: else a run's secret would be one that its author can open, and what is signed would be the author's own words.
 * @throws Error with every place that is another one
 */
export function requireOwnPlaces(request: BackupRequest, { invokedFunctionArn }: Invocation): void {
  const { partition, region, account } = parseArn(invokedFunctionArn);
  const scope = { partition, account };
  const { store, work, copies, signer } = request;
  const { site } = store;
  const places: readonly (readonly [what: string, said: string | undefined, own: string | undefined])[] = [
    ["store.account", store.account, account],
    ["store.region", store.region, region],
    ["store.bucket", store.bucket, bucketName(account, region)],
    ["store.prefix", store.prefix, sourcePrefix(account, site)],
    ["store.key", store.key, keyAliasArn(scope, region, site)],
    ["store.role", store.role, site === region ? undefined : roleArn(scope, site, "zone")],
    ["work.bucket", work.bucket, bucketName(account, region)],
    ["work.prefix", work.prefix, WORK_PREFIX],
    ["work.key", work.key, keyAliasArn(scope, region, region)],
    // That of an older zonekeep names none, and signs nothing.
    ["signer", signer ?? signingAliasArn(scope, region), signingAliasArn(scope, region)],
    ...copies.flatMap(({ site: to, region: there, key, bucket }) => [
      [`the key of the copy to ${to}`, key, keyAliasArn(scope, there, to)] as const,
      [`the region of the copy to ${to}`, there, to] as const,
      [`the store of the copy to ${to}`, bucket ?? storeOf(there), storeOf(there)] as const,
    ]),
  ];
  const others = places.flatMap(([what, said, own]) =>
    said === own ? [] : [`${what} is ${said === undefined ? "none" : show(said)}, not ${own ?? "none"}`],
  );
  if (others.length > 0)
    throw new Error(`the request is not one of this account and region: ${others.join("; ")}`);

  function storeOf(there: string): string {
    return bucketArn(scope, bucketName(account, there));
  }
}
