import type { JsonObject } from "../../contract/json.ts";
import { attempt } from "../kit/attempt.ts";
import { AGAIN, RestoreError } from "../kit/restore-error.ts";
import { switchedOff } from "../kit/switched-off.ts";
import { unallowed } from "../kit/unallowed.ts";
import { untranslated } from "../kit/untranslated.ts";
import type { AtArm } from "../parts.ts";
import type { PlanRequest, ThingPlan } from "../protector.ts";
import { enableCall } from "./activate.ts";
import { ruleId } from "./arn.ts";
import type { RuleDocument, RuleSecrets } from "./document.ts";
import type { ReadRule } from "./read.ts";
import { destinationsOf, planDestinations, targetsToMade } from "./restore/destinations.ts";
import { changesOf, isBegun, liveRule, READ } from "./restore/live.ts";
import type { RuleRestorePorts } from "./restore/ports.ts";
import { type Needing, planBus, planRoles } from "./restore/prerequisites.ts";
import { targetsKnown, targetsNow, unknownVersions } from "./restore/versions.ts";
import { putRule, putTargets, tagRule } from "./restore/write.ts";
import { withTold } from "./told.ts";

const PUT = "events:PutRule";
const TARGETS = "events:PutTargets";
const TAG = "events:TagResource";

/** What a restore would do, from what is at the destination now. Reads only. */
export async function planRule(
  ports: RuleRestorePorts,
  request: PlanRequest<RuleDocument, RuleSecrets>,
): Promise<ThingPlan> {
  const { translation, replace, known = new Map() } = request;
  const { source, document, secrets, missing } = translation;
  const id = ruleId(document);
  const resource = `event rule ${id}`;
  const blocked = untranslated([...missing, ...unknownVersions(translation, request.together)]);
  const warnings = [...translation.warnings];
  const notes: string[] = [];
  const plan: Needing = { ports, request, steps: [], blocked };
  const { steps } = plan;
  const whole = withTold({ targets: document.targets, ...(secrets !== undefined && { secrets }) });
  const live = await liveRule(ports, document);
  const destinations = await destinationsOf(ports, translation);
  const called = targetsToMade(targetsKnown(translation, whole, known), destinations);
  const changes = live && changesOf(document, called, live);
  const begun = live !== undefined && changes !== undefined && isBegun(live, changes);
  if (live?.managedBy !== undefined)
    blocked.push({
      because: "live",
      message: `${resource} is there, and is made and kept by ${live.managedBy}`,
      hint: "restore under another name",
    });

  if (live === undefined) await planBus(plan);
  const disabled = { ...document, state: "DISABLED" as const };
  const wanted = changes?.targets ?? whole;
  // A target that is written to an enabled rule is called at once.
  const sets = changes?.settings || (wanted.length > 0 && live?.state !== "DISABLED");
  if (live === undefined || sets || wanted.length > 0) {
    await planRoles(plan);
    planDestinations(plan, destinations);
  }
  if (live === undefined)
    steps.push({
      title: `create ${resource}, disabled`,
      call: PUT,
      effect: "create",
      perform: () => createRule(ports, disabled),
    });
  else if (sets)
    steps.push({
      title: `set ${resource} as it was, disabled`,
      call: PUT,
      effect: "replace",
      perform: () => attempt(ports.sleep, { resource, call: PUT }, () => putRule(ports, disabled)),
    });
  if (wanted.length > 0)
    steps.push({
      title: `put ${targetWords(wanted)} of ${resource}`,
      call: TARGETS,
      effect: live === undefined || begun ? "create" : "replace",
      perform: async (ids) => {
        const now = targetsNow(translation, wanted, ids);
        for (const lost of now.lost)
          notes.push(
            `target ${lost} of ${resource} is left out: the version that it calls did not come back; let it call an alias`,
          );
        await attempt(ports.sleep, { resource, call: TARGETS }, () =>
          putTargets(ports, document, now.targets),
        );
      },
    });
  if (live !== undefined && changes !== undefined && Object.keys(changes.tags).length > 0)
    steps.push({
      title: `set tags ${Object.keys(changes.tags).join(", ")} of ${resource}`,
      call: TAG,
      effect: "replace",
      perform: () =>
        attempt(ports.sleep, { resource, call: TAG }, () => tagRule(ports, live.arn, changes.tags)),
    });

  const writing = steps.filter(({ effect }) => effect !== "keep");
  if (writing.length === 0) steps.push({ title: `${resource} is as it was`, call: READ, effect: "keep" });
  else if (live !== undefined && !begun && !replace) blocked.push(...unallowed(resource, writing));
  const off = live?.state === "DISABLED" && document.state !== "DISABLED";
  if (off) warnings.push(switchedOff(resource));
  for (const beside of changes?.beside ?? [])
    warnings.push(`target ${beside} of ${resource} is not in the point; it stays`);
  return {
    live: live === undefined ? "absent" : begun ? "ours" : "there",
    steps,
    blocked,
    warnings,
    notes,
    atArm: atArm(document, live, sets === true),
    ids: new Map([[source.arn, document.arn]]),
    activation: () => ({
      bus: document.bus,
      name: document.name,
      state: document.state,
      source: source.arn,
      ...(off && { off }),
    }),
  };
}

function atArm(document: RuleDocument, live: ReadRule | undefined, disables: boolean): AtArm[] {
  if (document.state === "DISABLED" || (live?.state === document.state && !disables)) return [];
  return [
    { title: `enable event rule ${ruleId(document)}`, call: enableCall(document.state), effect: "create" },
  ];
}

function targetWords(targets: readonly JsonObject[]): string {
  const ids = targets.map(({ Id }) => String(Id)).join(", ");
  return targets.length === 1 ? `target ${ids}` : `targets ${ids}`;
}

/** PutRule has no condition: what was made since the plan is looked for right before, and is ours where it is the same. */
async function createRule(ports: RuleRestorePorts, rule: RuleDocument): Promise<void> {
  const what = { resource: `event rule ${ruleId(rule)}`, call: PUT };
  await attempt(ports.sleep, what, async () => {
    const live = await liveRule(ports, rule);
    if (live !== undefined && (live.state !== "DISABLED" || changesOf(rule, [], live).settings))
      throw new RestoreError(
        what.resource,
        PUT,
        "one of that name was made meanwhile, and is another",
        AGAIN,
      );
    await putRule(ports, rule);
  });
}
