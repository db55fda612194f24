import {
  bucketArn,
  bucketName,
  keyAliasArn,
  type NameScope,
  roleArn,
  signingAliasArn,
  WORK_PREFIX,
} from "../../modules/aws/names.ts";
import { BOUNDS_VARIABLE, type RunnerBounds, type RunnerMarks } from "../../modules/contract/bounds.ts";
import type { BackupRequest } from "../../modules/contract/events.ts";
import type { RecordWindow, RecordWindows } from "../../modules/contract/records.ts";
import { parseArn } from "../../modules/core/arn.ts";
import { show } from "../../modules/core/printable.ts";
import { shortList } from "../../modules/core/short-list.ts";
import { hashOfJson } from "../../modules/recovery/bytes.ts";
import { sourcePrefix } from "../../modules/recovery/layout.ts";
import { markOfAsked } from "../../modules/runs/asked.ts";
import { markOfPauses } from "../../modules/runs/pause.ts";

/** What AWS tells a runner of itself, beside the event. */
export interface Invocation {
  readonly invokedFunctionArn: string;
}

/** So many are named of what is deployed. */
const MAX_NAMED = 5;

/**
 * A request is what whoever may start the state machine writes. The account's other buckets and keys may let a runner in by
 * their own policies, so the store, the work area and the keys of a run are only those that zonekeep deploys beside the
 * runner: else a run's secret would be one that its author can open, and what is signed would be the author's own words.
 * So is what a request may ask for at most: an alias of zonekeep's in a region that the estate does not use is nobody's, a
 * pause would let a run be counted that captures nothing, and a lock is paid for until it ends.
 * @param deployed the runner's `ZONEKEEP_BOUNDS`
 * @throws Error with every place that is another one, and all that is asked for beyond the bounds
 */
export function requireOwnPlaces(
  request: BackupRequest,
  { invokedFunctionArn }: Invocation,
  deployed: string | undefined,
  handed?: RunnerMarks,
): void {
  const { partition, region, account } = parseArn(invokedFunctionArn);
  const others = [
    ...otherPlaces(request, { partition, account }, region),
    ...beyond(request, boundsIn(deployed, region, handed)),
  ];
  if (others.length > 0)
    throw new Error(
      `the request is not one of this account and region: ${others.join("; ")}. Where policies have changed, deploy site-${region}`,
    );
}

/**
 * Whether a request asks for what its policy asks for here.
 * @param deployed the runner's `ZONEKEEP_BOUNDS`
 * @param handed marks that came with the request: they count where what is deployed knows them by their hash
 */
export function isAsked(
  request: BackupRequest,
  { invokedFunctionArn }: Invocation,
  deployed: string | undefined,
  handed?: RunnerMarks,
): boolean {
  const { asked = [] } = boundsIn(deployed, parseArn(invokedFunctionArn).region, handed);
  return asked.includes(markOfAsked(request));
}

function boundsIn(
  deployed: string | undefined,
  region: string,
  handed: RunnerMarks | undefined,
): RunnerBounds {
  if (deployed === undefined) throw new Error(`${BOUNDS_VARIABLE} is not set: deploy site-${region} again`);
  const bounds = JSON.parse(deployed) as RunnerBounds;
  if (bounds.marks === undefined) return bounds;
  // Marks of another deployment are those of no policy here.
  const known = handed !== undefined && hashOfJson(handed) === bounds.marks;
  return { ...bounds, ...(known ? handed : { pauses: [], asked: [] }) };
}

/** Buckets, keys and roles other than those that follow from the account, the region and the site. */
function otherPlaces(request: BackupRequest, scope: NameScope, region: string): string[] {
  const { account } = scope;
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
    // That of an older zonekeep names none, and signs nothing; of another generation than is deployed, nothing either.
    [
      "signer",
      signer?.replace(/-[1-9][0-9]?$/, "") ?? signingAliasArn(scope, region),
      signingAliasArn(scope, region),
    ],
    ...copies.flatMap(({ site: to, region: there, key, bucket }) => [
      [`the key of the copy to ${to}`, key, keyAliasArn(scope, there, to)] as const,
      [`the region of the copy to ${to}`, there, to] as const,
      [`the store of the copy to ${to}`, bucket ?? storeOf(there), storeOf(there)] as const,
    ]),
  ];
  return places.flatMap(([what, said, own]) =>
    said === own ? [] : [`${what} is ${said === undefined ? "none" : show(said)}, not ${own ?? "none"}`],
  );

  function storeOf(there: string): string {
    return bucketArn(scope, bucketName(account, there));
  }
}

/** What no policy of the estate asks for here. */
function beyond(request: BackupRequest, bounds: RunnerBounds): string[] {
  const { store, copies, watchedBy, retentionDays, lock, pauses, policy, events } = request;
  const isOneOf = (what: string, said: string, own: readonly string[]): string[] =>
    own.includes(said) ? [] : [`${what} is ${show(said)}, not one of ${shortList(own, MAX_NAMED) || "none"}`];
  const locks = bounds.compliance ? ["GOVERNANCE", "COMPLIANCE"] : ["GOVERNANCE"];
  return [
    ...isOneOf("store.site", store.site, bounds.sites),
    ...copies.flatMap(({ site }) => isOneOf("the site of a copy", site, bounds.copies)),
    // Requests of versions that did not tell have none.
    ...(watchedBy === undefined || watchedBy === bounds.watchedBy
      ? []
      : [`watchedBy is ${show(watchedBy)}, not ${bounds.watchedBy ?? "none"}`]),
    ...(typeof retentionDays === "number" && retentionDays <= bounds.retentionDays
      ? []
      : [`retentionDays is ${show(retentionDays)}, not ${bounds.retentionDays} at most`]),
    ...isOneOf("lock", lock, locks),
    ...(events === undefined || areWithin(events, bounds.events)
      ? []
      : [
          `events are ${show(JSON.stringify(events))}, not ${JSON.stringify(bounds.events) ?? "none"} at most`,
        ]),
    // Discover alone is told of pauses, and it is what makes one.
    ...(pauses.length === 0 || bounds.pauses === undefined || bounds.pauses.includes(markOfPauses(request))
      ? []
      : [`pauses are not those of ${show(policy)}`]),
  ];
}

function areWithin(asked: RecordWindows, bounds: RecordWindows = {}): boolean {
  return isWithin(asked.kinesis, bounds.kinesis) && isWithin(asked.eventbridge, bounds.eventbridge);
}

function isWithin(asked: RecordWindow | undefined, bound: RecordWindow | undefined): boolean {
  if (asked === undefined) return true;
  const { minutes, all } = asked;
  return bound !== undefined && minutes <= bound.minutes && (all === undefined || bound.all === true);
}
