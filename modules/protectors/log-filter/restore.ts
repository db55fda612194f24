import { requireAnsweredFor } from "../kit/answered-for.ts";
import { attempt, attemptOrNone } from "../kit/attempt.ts";
import { firstTags, isMarked, markOf } from "../kit/hashed-mark.ts";
import { isForged, MARK } from "../kit/mark.ts";
import { unallowed } from "../kit/unallowed.ts";
import { untranslated } from "../kit/untranslated.ts";
import type { ThingPlan } from "../protector.ts";
import type { LogGroupDocument } from "./document.ts";
import { POLICY_NAMES } from "./policies.ts";
import { findGroup, nameOf, type ReadGroup, readGroup } from "./read.ts";
import { createGroup } from "./restore/create.ts";
import { filtersNow, planFilters, unknownVersions } from "./restore/filters.ts";
import { metricPart } from "./restore/metric-filters.ts";
import type { GroupRequest, GroupRestorePorts } from "./restore/ports.ts";
import { type Draft, faultOfName, planKey, planRoles } from "./restore/prerequisites.ts";
import { lastSteps, stepsFrom } from "./restore/steps.ts";
import { OF_RETENTION, retentionWarnings } from "./retention.ts";

const READ = "logs:DescribeLogGroups";

/** What a restore would do, from what is at the destination now. Reads only. Arming puts the subscription filters. */
export async function planGroup(ports: GroupRestorePorts, request: GroupRequest): Promise<ThingPlan> {
  const { source, document, missing, warnings, used } = request.translation;
  const { name, arn } = document;
  const resource = `log group ${name}`;
  const fault = faultOfName(document);
  // No such group can be there, and Logs takes no question about one.
  const live = fault === undefined ? await liveGroup(ports, document) : undefined;
  const mark = markOf(request.point);
  const begun = live !== undefined && (await isBegun(ports, document, live, request.point));
  const draft: Draft = {
    ports,
    document,
    live,
    effect: live === undefined || begun ? "create" : "replace",
    skip: request.skip ?? new Set(),
    steps: [],
    blocked: [...untranslated([...missing, ...unknownVersions(request)]), ...(fault ? [fault] : [])],
    warnings: [...warnings],
  };
  const subscribing = planFilters(request, live);
  if (fault === undefined) {
    await planKey(draft);
    await planRoles(draft);
    planWrites(draft, mark);
  }
  const writing = draft.steps.filter(({ effect }) => effect !== "keep");
  if (live !== undefined && writing.length === 0)
    draft.steps.push({ title: `${resource} is as it was`, call: READ, effect: "keep" });
  else if (live !== undefined && !begun && !request.replace)
    draft.blocked.push(...unallowed(resource, writing));
  return {
    live: live === undefined ? "absent" : begun ? "ours" : "there",
    steps: draft.steps,
    parts: document.metricFilters.map(metricPart),
    blocked: [...draft.blocked, ...subscribing.blocked],
    warnings: [
      ...draft.warnings,
      ...subscribing.warnings,
      ...retentionWarnings(resource, document.settings, live?.settings),
      ...beside(document, live),
    ],
    atArm: subscribing.atArm,
    ids: new Map([[source.arn, arn]]),
    activation: (ids) => ({ name, arn, ...filtersNow(subscribing.coming, used, ids) }),
  };
}

/** A new group has a mark from its first step to its last, where one call does not make all of it. */
function planWrites(draft: Draft, mark: string): void {
  const { ports, document, live, steps } = draft;
  if (live !== undefined) {
    steps.push(...stepsFrom(draft, live), ...lastSteps(draft, isMarked(live.tags), live.tags));
    return;
  }
  const { retentionInDays: _, bearerTokenAuthenticationEnabled: __, ...first } = document.settings;
  const rest = stepsFrom(draft, { settings: first, metricFilters: [], tags: {} });
  const isMore = rest.length > 0;
  steps.push(
    {
      title: `create log group ${document.name}`,
      call: "logs:CreateLogGroup",
      effect: "create",
      perform: () => createGroup(ports, document, isMore ? mark : undefined),
    },
    ...rest,
    ...(isMore ? lastSteps(draft, true, firstTags(document.tags)) : []),
  );
}

async function liveGroup(
  ports: GroupRestorePorts,
  { name, arn }: LogGroupDocument,
): Promise<ReadGroup | undefined> {
  const what = { resource: `log group ${name}`, call: READ };
  const live = await attemptOrNone(ports.sleep, what, () => readGroup(ports, name));
  if (live !== undefined) requireAnsweredFor(live.arn, arn, what);
  return live;
}

/** Whether the restore of this very point made it, and has not finished: whoever may tag can write such a mark by hand. */
async function isBegun(
  ports: GroupRestorePorts,
  { name }: LogGroupDocument,
  { tags }: ReadGroup,
  point: string,
): Promise<boolean> {
  if (tags[MARK] !== markOf(point)) return false;
  const what = { resource: `log group ${name}`, call: READ };
  const found = await attempt(ports.sleep, what, () => findGroup(ports, name));
  return !isForged({ point, replace: false }, found?.creationTime);
}

/** What a live group has and the point has not: no restore takes anything away. */
function beside(document: LogGroupDocument, live: ReadGroup | undefined): string[] {
  if (live === undefined) return [];
  const own = new Set(document.metricFilters.map(nameOf));
  const settings = Object.keys(live.settings).filter(
    (key) => document.settings[key] === undefined && key !== "logGroupClass" && !OF_RETENTION.includes(key),
  );
  const policies = POLICY_NAMES.filter((one) => live[one] !== undefined && document[one] === undefined);
  const filters = live.metricFilters.map(nameOf).filter((one) => !own.has(one));
  return [...settings, ...policies, ...filters.map((one) => `metric filter ${one}`)].map(
    (what) => `${what} of log group ${document.name} is not in the point; it stays`,
  );
}
