import type { JsonObject } from "../../../contract/json.ts";
import { functionOf } from "../../../core/arn.ts";
import { own } from "../../../core/own.ts";
import type { Blocked } from "../../blocked.ts";
import { calledVersion, unknownVersion, versionNow } from "../../kit/called-version.ts";
import { sameJson } from "../../kit/canonical.ts";
import type { AtArm } from "../../parts.ts";
import type { Untranslated } from "../../untranslated.ts";
import type { LogGroupDocument } from "../document.ts";
import { filterForm, filterForms } from "../form.ts";
import { nameOf, type ReadGroup } from "../read.ts";
import { destinationOf } from "../translate.ts";
import type { GroupRequest } from "./ports.ts";

/**
 * Subscription filters that a group can have: five since September 2026, where pages of AWS's API still say two.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
 */
export const MAX_FILTERS = 5;

/** A filter, and whom it called at the source. */
interface Coming {
  readonly was: string;
  readonly one: JsonObject;
  /** It is there, differs, and a person allowed to change it. */
  readonly changes?: true;
}

/** What arming puts, and what a person has to know of it before. */
interface Subscribing {
  readonly coming: readonly Coming[];
  readonly atArm: readonly AtArm[];
  readonly blocked: readonly Blocked[];
  readonly warnings: readonly string[];
}

export function planFilters(request: GroupRequest, live: ReadGroup | undefined): Subscribing {
  const { document } = request.translation;
  const resource = `log group ${document.name}`;
  const { coming, warnings } = comingBack(request, live);
  const there = filterForms(live?.subscriptionFilters ?? []);
  const atArm: AtArm[] = [];
  const blocked: Blocked[] = [];
  const seen: Coming[] = [];
  const missing: string[] = [];
  for (const each of coming) {
    const name = nameOf(each.one);
    const wanted = { ...each.one, destinationArn: request.known?.get(each.was) ?? destinationOf(each.one) };
    const found = own(there, name);
    const differs = found !== undefined && !sameJson(filterForm(wanted), found);
    seen.push({ ...each, ...(differs && request.replace && { changes: true }) });
    const title = `put subscription filter ${name} of ${resource}, which calls ${wanted.destinationArn}`;
    if (found === undefined) {
      missing.push(name);
      atArm.push({ title, call: "logs:PutSubscriptionFilter", effect: "create" });
    } else if (differs && request.replace)
      atArm.push({ title, call: "logs:PutSubscriptionFilter", effect: "replace" });
    else if (differs)
      blocked.push({
        because: "live",
        message: `subscription filter ${name} of ${resource} is there and differs`,
        hint: "say --replace to make it as it was captured when it is armed",
      });
  }
  const others = Object.keys(there).filter((name) => !coming.some(({ one }) => nameOf(one) === name));
  if (missing.length > 0 && Object.keys(there).length + missing.length > MAX_FILTERS)
    blocked.push({
      because: "quota",
      message: `${resource} has room for ${MAX_FILTERS} subscription filters, and others' are there (${others.join(", ")}): ${missing.join(", ")} cannot come back`,
      hint: "delete one that nobody needs, or restore under another name",
    });
  return { coming: seen, atArm, blocked, warnings: [...warnings, ...callsItself(document)] };
}

/**
 * All filters, where the group is made, has none, or comes back by itself. Of one that lives on, those that call what is
 * restored with it: what else was called when it was captured and is not now, somebody ended himself.
 */
function comingBack(
  { translation: { source, document }, together }: GroupRequest,
  live: ReadGroup | undefined,
): { readonly coming: readonly Coming[]; readonly warnings: readonly string[] } {
  const all = document.subscriptionFilters.map((one, at): Coming => {
    return { was: destinationOf(source.subscriptionFilters[at] ?? {}), one };
  });
  const isWith = ({ one }: Coming): boolean => together.has(functionOf(destinationOf(one)));
  const there = new Set((live?.subscriptionFilters ?? []).map(nameOf));
  if (there.size === 0 || !all.some(isWith)) return { coming: all, warnings: [] };
  const gone = all.filter((each) => !isWith(each) && !there.has(nameOf(each.one)));
  return {
    coming: all.filter(isWith),
    warnings: gone.map(
      ({ one }) =>
        `filter ${nameOf(one)} of log group ${document.name} called ${destinationOf(one)} and is gone: ` +
        "that is left, for it is not restored with it",
    ),
  };
}

/** A function that is called by what it writes itself calls itself for ever. */
function callsItself({ name, subscriptionFilters }: LogGroupDocument): string[] {
  const [, own] = /^\/aws\/lambda\/([^/]+)$/.exec(name) ?? [];
  if (own === undefined) return [];
  return subscriptionFilters
    .filter((one) => functionOf(destinationOf(one)).endsWith(`:function:${own}`))
    .map(
      (one) =>
        `filter ${nameOf(one)} of log group ${name} calls function ${own}, which writes there: ` +
        "it calls itself for ever, unless the filter takes no line that comes of such a call",
    );
}

/** Versions of functions that are others at the destination, and that this restore does not publish. */
export function unknownVersions({ translation, together }: GroupRequest): Untranslated[] {
  const { source, document, used } = translation;
  return document.subscriptionFilters.flatMap((one, at) => {
    const call = calledVersion(destinationOf(source.subscriptionFilters[at] ?? {}), destinationOf(one), used);
    return unknownVersion(`subscriptionFilters[${at}].destinationArn`, call, together);
  });
}

/** The filters with the versions that functions have now, names of those to change, and of those whose version did not come back. */
export function filtersNow(
  coming: readonly Coming[],
  used: readonly string[],
  ids: ReadonlyMap<string, string>,
): {
  readonly filters: readonly JsonObject[];
  readonly changes: readonly string[];
  readonly lost: readonly string[];
} {
  const filters: JsonObject[] = [];
  const changed: string[] = [];
  const lost: string[] = [];
  for (const { was, one, changes } of coming) {
    const call = calledVersion(was, destinationOf(one), used);
    const destinationArn = call === undefined ? destinationOf(one) : versionNow(call, ids);
    if (destinationArn === undefined) {
      lost.push(nameOf(one));
      continue;
    }
    filters.push({ ...one, destinationArn });
    if (changes) changed.push(nameOf(one));
  }
  return { filters, changes: changed, lost };
}
