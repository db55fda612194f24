import type { JsonObject } from "../../contract/json.ts";
import { unallowed } from "../kit/unallowed.ts";
import { untranslated } from "../kit/untranslated.ts";
import type { PlanRequest, ThingPlan } from "../protector.ts";
import type { TopicDocument, TopicSecrets } from "./document.ts";
import { createTopic } from "./restore/create.ts";
import { readLive } from "./restore/live.ts";
import type { TopicRestorePorts } from "./restore/ports.ts";
import { type Draft, faultOfName, planKey, planPolicy, planRoles } from "./restore/prerequisites.ts";
import { PROTECTION_PART, planProtection, unreadProtection } from "./restore/protection.ts";
import { planSubscriptions, subscriptionsNow, unknownVersions } from "./restore/subscriptions.ts";
import { differingAttributes, isBegun, planUpdate } from "./restore/update.ts";
import { formOf, PROTECTION } from "./settings.ts";

/** What a restore would do, from what is at the destination now. Reads only. Arming subscribes. */
export async function planTopic(
  ports: TopicRestorePorts,
  request: PlanRequest<TopicDocument, TopicSecrets>,
): Promise<ThingPlan> {
  const { source, document, missing, warnings, used } = request.translation;
  const { name, arn } = document;
  const fault = faultOfName(document);
  // No such topic can be there, and SNS takes no question about one.
  const live = fault === undefined ? await readLive(ports, arn, `topic ${name}`) : undefined;
  const isSkipped = request.skip?.has(PROTECTION_PART) === true;
  const differing = live === undefined ? Object.keys(formOf(document)) : differingAttributes(document, live);
  const begun = live !== undefined && isBegun(differing, document, live);
  // Nobody says whether it is there: it is written over only where that is allowed.
  const unknown =
    live?.refused !== undefined && differing.includes(PROTECTION) && !begun && !request.replace && !isSkipped;
  const wanted = missing.filter(({ path }) => !(isSkipped && path.startsWith("dataProtectionPolicy")));
  const draft: Draft = {
    ports,
    document,
    live,
    writes: differing.filter((one) => one !== PROTECTION || !(isSkipped || unknown)),
    steps: [],
    blocked: [...untranslated([...wanted, ...unknownVersions(request)]), ...(fault ? [fault] : [])],
    warnings: [
      ...warnings,
      ...(isSkipped && differing.includes(PROTECTION)
        ? [`the data protection policy of topic ${name} is left out, as --skip ${PROTECTION_PART} says`]
        : []),
      ...(live?.refused !== undefined && !unknown && !isSkipped
        ? [`whether topic ${name} has a data protection policy already cannot be read (${live.refused})`]
        : []),
    ],
  };
  const subscribing = await planSubscriptions(ports, request, live);
  if (fault === undefined) {
    await planKey(draft);
    await planRoles(draft);
    planPolicy(draft, request.allowPublic);
    if (live !== undefined) planUpdate(draft, live);
    else
      draft.steps.push({
        title: `create topic ${name}`,
        call: "sns:CreateTopic",
        effect: "create",
        perform: () => createTopic(ports, document, draft.writes),
      });
    planProtection(draft, live === undefined || begun ? "create" : "replace");
  }
  const writing = draft.steps.filter(({ effect }) => effect !== "keep");
  if (live !== undefined && writing.length === 0)
    draft.steps.push({ title: `topic ${name} is as it was`, call: "sns:GetTopicAttributes", effect: "keep" });
  else if (live !== undefined && !begun && !request.replace)
    draft.blocked.push(...unallowed(`topic ${name}`, writing));
  return {
    live: live === undefined ? "absent" : begun ? "ours" : "there",
    steps: draft.steps,
    parts:
      document.dataProtectionPolicy !== undefined || differing.includes(PROTECTION) ? [PROTECTION_PART] : [],
    leftOut: unknown ? [unreadProtection(name, live?.refused ?? "")] : [],
    blocked: [...draft.blocked, ...subscribing.blocked],
    warnings: [...draft.warnings, ...subscribing.warnings],
    atArm: subscribing.atArm,
    ids: new Map([[source.arn, arn]]),
    activation: (ids) => {
      const { subscriptions, ...rest } = subscriptionsNow(subscribing.coming, used, ids);
      const written = subscriptions as unknown as readonly JsonObject[];
      return { arn, subscriptions: written, ...rest };
    },
  };
}
