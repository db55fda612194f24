import { attempt } from "../kit/attempt.ts";
import { planRoleUse } from "../kit/prerequisites.ts";
import { switchedOff } from "../kit/switched-off.ts";
import { unallowed } from "../kit/unallowed.ts";
import { untranslated } from "../kit/untranslated.ts";
import type { PlannedStep, PlanRequest, ThingPlan } from "../protector.ts";
import { ENABLE } from "./activate.ts";
import { rolesOf } from "./calls.ts";
import type { TopicRuleDocument } from "./document.ts";
import { READ } from "./read.ts";
import { unconfirmed } from "./restore/destinations.ts";
import { changesOf, liveTopicRule } from "./restore/live.ts";
import type { TopicRuleRestorePorts } from "./restore/ports.ts";
import { settingsKnown, settingsNow, unknownVersions } from "./restore/versions.ts";
import { CREATE, create, ofRole, REPLACE, replaceTopicRule, tagTopicRule } from "./restore/write.ts";

const TAG = "iot:TagResource";

/** What a restore would do, from what is at the destination now. Reads only. */
export async function planTopicRule(
  ports: TopicRuleRestorePorts,
  request: PlanRequest<TopicRuleDocument>,
): Promise<ThingPlan> {
  const { translation, known = new Map() } = request;
  const { source, document, missing } = translation;
  const { name } = document;
  const resource = `topic rule ${name}`;
  const blocked = untranslated([...missing, ...unknownVersions(translation, request.together)]);
  const warnings = [...translation.warnings];
  const steps: PlannedStep[] = [];
  const live = await liveTopicRule(ports, document);
  const changes = live && changesOf({ ...document, settings: settingsKnown(translation, known) }, live);
  const whole = (ids: ReadonlyMap<string, string>) => ({
    ...document,
    settings: settingsNow(translation, ids),
  });

  if (live === undefined || changes?.settings) {
    // IoT tries each role when it makes or changes the rule.
    for (const role of rolesOf(document.settings))
      await planRoleUse({ steps, blocked }, ports.role, role, `role ${role} of ${resource}`);
    warnings.push(...unconfirmed(document));
  }
  if (live === undefined)
    steps.push({
      title: `create ${resource}, disabled`,
      call: CREATE,
      effect: "create",
      perform: (ids) => create(ports, whole(ids)),
    });
  else if (changes?.settings)
    steps.push({
      title: `set ${resource} as it was, disabled`,
      call: REPLACE,
      effect: "replace",
      perform: (ids) =>
        attempt(ports.sleep, { resource, call: REPLACE, hint: ofRole }, () =>
          replaceTopicRule(ports, whole(ids)),
        ),
    });
  const tags = changes?.tags ?? {};
  if (live !== undefined && Object.keys(tags).length > 0)
    steps.push({
      title: `set tags ${Object.keys(tags).join(", ")} of ${resource}`,
      call: TAG,
      effect: "replace",
      perform: () => attempt(ports.sleep, { resource, call: TAG }, () => tagTopicRule(ports, live.arn, tags)),
    });

  const writing = steps.filter(({ effect }) => effect !== "keep");
  if (writing.length === 0) steps.push({ title: `${resource} is as it was`, call: READ, effect: "keep" });
  else if (live !== undefined && !request.replace) blocked.push(...unallowed(resource, writing));
  const off = document.enabled && live?.enabled === false;
  if (off) warnings.push(switchedOff(resource));
  const enabled = live?.enabled === true && !changes?.settings;
  return {
    live: live === undefined ? "absent" : "there",
    steps,
    blocked,
    warnings,
    atArm:
      document.enabled && !enabled ? [{ title: `enable ${resource}`, call: ENABLE, effect: "create" }] : [],
    ids: new Map([[source.arn, document.arn]]),
    activation: () => ({ name, enabled: document.enabled, source: source.arn, ...(off && { off }) }),
  };
}
