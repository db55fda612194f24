import { functionOf, isArn, parseArn } from "../../../core/arn.ts";
import { shortList } from "../../../core/short-list.ts";
import type { Blocked } from "../../blocked.ts";
import { calledVersion, unknownVersion, versionNow } from "../../kit/called-version.ts";
import { sameJson } from "../../kit/canonical.ts";
import type { AtArm } from "../../parts.ts";
import type { PlanRequest } from "../../protector.ts";
import type { Untranslated } from "../../untranslated.ts";
import type { Subscription, TopicDocument, TopicSecrets } from "../document.ts";
import { shownEndpoint, subscriptionForm, subscriptionLabel } from "../subscription.ts";
import { type LiveTopic, liveSubscription } from "./live.ts";
import type { TopicRestorePorts } from "./ports.ts";

type Request = PlanRequest<TopicDocument, TopicSecrets>;

/** Subscribers that a warning names. */
const SHOWN = 5;

/** A subscription, and whom it told at the source. */
interface Coming {
  readonly was: string;
  readonly one: Subscription;
  /** It is there, differs, and a person allowed to change it. */
  readonly changes?: true;
}

/** What arming subscribes, and what a person has to know of it before. */
interface Subscribing {
  readonly coming: readonly Coming[];
  readonly atArm: readonly AtArm[];
  readonly blocked: readonly Blocked[];
  readonly warnings: readonly string[];
}

export async function planSubscriptions(
  ports: TopicRestorePorts,
  request: Request,
  live: LiveTopic | undefined,
): Promise<Subscribing> {
  const { document } = request.translation;
  const resource = `topic ${document.name}`;
  const { coming, warnings } = comingBack(request, live);
  const atArm: AtArm[] = [];
  const blocked: Blocked[] = [];
  const seen: Coming[] = [];
  for (const each of coming) {
    const { was, one } = each;
    const endpoint = request.known?.get(was) ?? one.endpoint;
    const there = await liveSubscription(ports, live?.listed ?? [], { ...one, endpoint }, resource);
    const title = `subscribe ${subscriptionLabel({ ...one, endpoint })} to ${resource}`;
    const differs = there !== undefined && !sameJson(subscriptionForm(there), subscriptionForm(one));
    seen.push({ ...each, ...(differs && request.replace && { changes: true }) });
    if (there === undefined) atArm.push({ title, call: "sns:Subscribe", effect: "create" });
    else if (differs) {
      const label = `subscription ${subscriptionLabel(there)} of ${resource}`;
      if (request.replace)
        atArm.push({
          title: `set ${label} as it was`,
          call: "sns:SetSubscriptionAttributes",
          effect: "replace",
        });
      else
        blocked.push({
          because: "live",
          message: `${label} is there and differs`,
          hint: "say --replace to make it as it was captured when it is armed",
        });
    }
  }
  return {
    coming: seen,
    atArm,
    blocked,
    warnings: [...warnings, ...byTheirOwners(document, live), ...toldBeside(document, live)],
  };
}

/**
 * All that was told, where the topic is made, tells nobody, or comes back by itself. Of one that lives on, what is
 * restored with it: who else was told when it was captured and is not now, ended that himself.
 */
function comingBack(
  { translation: { source, document }, together }: Request,
  live: LiveTopic | undefined,
): { readonly coming: readonly Coming[]; readonly warnings: readonly string[] } {
  const all = document.subscriptions.map((one, at) => ({
    was: source.subscriptions[at]?.endpoint ?? "",
    one,
  }));
  const isWith = ({ one }: Coming): boolean => together.has(functionOf(one.endpoint));
  if (live === undefined || live.listed.length === 0 || !all.some(isWith))
    return { coming: all, warnings: [] };
  const gone = all.filter((each) => !isWith(each) && !live.listed.some((one) => isOf(one, each.one)));
  return {
    coming: all.filter(isWith),
    warnings: gone.map(
      ({ one }) =>
        `topic ${document.name} told ${subscriptionLabel(one)} and no longer does: ` +
        "that is left, for it is not restored with it",
    ),
  };
}

/** Those that no restore makes, as far as they are not there. */
function byTheirOwners({ name, others }: TopicDocument, live: LiveTopic | undefined): string[] {
  return others
    .filter(
      (one) =>
        !live?.listed.some((there) => isOf(there, one) || there.endpoint.startsWith(`${one.endpoint}/`)),
    )
    .map((one) => {
      const whose = one.owner === undefined ? "its owner" : `account ${one.owner}`;
      return `topic ${name} told ${subscriptionLabel(one)}: ${whose} has to subscribe it again, and confirm it`;
    });
}

/** Whom a live topic tells and the point does not have, first those outside its account: all that is published goes to them too. */
function toldBeside(
  { name, account, subscriptions, others }: TopicDocument,
  live: LiveTopic | undefined,
): string[] {
  const known = new Set([...subscriptions, ...others].map(shownLabel));
  const beside = (live?.listed ?? []).filter((there) => !known.has(shownLabel(there)));
  const isOwn = ({ endpoint }: Told): boolean => isArn(endpoint) && parseArn(endpoint).account === account;
  const ordered = [...beside.filter((one) => !isOwn(one)), ...beside.filter(isOwn)];
  if (ordered.length === 0) return [];
  return [
    `topic ${name} tells ${shortList(ordered.map(shownLabel), SHOWN)} too, which the point does not have: that stays`,
  ];
}

/** As documents have it: of an address on the web the host alone. */
function shownLabel({ protocol, endpoint }: Told): string {
  return subscriptionLabel({ protocol, endpoint: shownEndpoint(endpoint) });
}

type Told = Pick<Subscription, "protocol" | "endpoint">;

function isOf(a: Told, b: Told): boolean {
  return a.protocol === b.protocol && a.endpoint === b.endpoint;
}

/** Versions of functions that are others at the destination, and that this restore does not publish. */
export function unknownVersions({ translation, together }: Request): Untranslated[] {
  const { source, document, used } = translation;
  return document.subscriptions.flatMap(({ endpoint }, at) => {
    const call = calledVersion(source.subscriptions[at]?.endpoint ?? "", endpoint, used);
    return unknownVersion(`subscriptions[${at}].endpoint`, call, together);
  });
}

/** The subscriptions with the versions that functions have now, labels of those to change, and ARNs of versions that did not come back. */
export function subscriptionsNow(
  coming: readonly Coming[],
  used: readonly string[],
  ids: ReadonlyMap<string, string>,
): {
  readonly subscriptions: readonly Subscription[];
  readonly changes: readonly string[];
  readonly lost: readonly string[];
} {
  const lost: string[] = [];
  const changed: string[] = [];
  const subscriptions: Subscription[] = [];
  for (const { was, one, changes } of coming) {
    const call = calledVersion(was, one.endpoint, used);
    const endpoint = call === undefined ? one.endpoint : versionNow(call, ids);
    if (endpoint === undefined) {
      lost.push(was);
      continue;
    }
    subscriptions.push({ ...one, endpoint });
    if (changes) changed.push(subscriptionLabel({ ...one, endpoint }));
  }
  return { subscriptions, changes: changed, lost };
}
