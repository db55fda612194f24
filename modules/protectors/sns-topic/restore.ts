import type { JsonObject } from "../../contract/json.ts";
import { unallowed } from "../kit/unallowed.ts";
import { untranslated } from "../kit/untranslated.ts";
import type { PlanRequest, ThingPlan } from "../protector.ts";
import type { TopicDocument, TopicSecrets } from "./document.ts";
import { createTopic } from "./restore/create.ts";
import { readLive } from "./restore/live.ts";
import type { TopicRestorePorts } from "./restore/ports.ts";
import { type Draft, faultOfName, planKey, planPolicy, planRoles } from "./restore/prerequisites.ts";
import { planSubscriptions, subscriptionsNow, unknownVersions } from "./restore/subscriptions.ts";
import { differingAttributes, planUpdate } from "./restore/update.ts";
import { formOf } from "./settings.ts";

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
  const draft: Draft = {
    ports,
    document,
    live,
    writes: live === undefined ? Object.keys(formOf(document)) : differingAttributes(document, live),
    steps: [],
    blocked: [...untranslated([...missing, ...unknownVersions(request)]), ...(fault ? [fault] : [])],
    warnings: [...warnings],
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
  }
  const writing = draft.steps.filter(({ effect }) => effect !== "keep");
  if (live !== undefined && writing.length === 0)
    draft.steps.push({ title: `topic ${name} is as it was`, call: "sns:GetTopicAttributes", effect: "keep" });
  else if (live !== undefined && !request.replace) draft.blocked.push(...unallowed(`topic ${name}`, writing));
  return {
    // A topic is made in one call, so none is ever half restored.
    live: live === undefined ? "absent" : "there",
    steps: draft.steps,
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
