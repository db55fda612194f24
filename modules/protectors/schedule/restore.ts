import type { Blocked } from "../blocked.ts";
import { attempt, attemptOrNone } from "../kit/attempt.ts";
import { sameJson } from "../kit/canonical.ts";
import { planKeyUse, planRoleUse } from "../kit/prerequisites.ts";
import { AGAIN, RestoreError } from "../kit/restore-error.ts";
import { switchedOff } from "../kit/switched-off.ts";
import { REPLACE_HINT } from "../kit/unallowed.ts";
import { untranslated } from "../kit/untranslated.ts";
import type { AtArm } from "../parts.ts";
import type { PlannedStep, PlanRequest, ThingPlan } from "../protector.ts";
import { scheduleId } from "./arn.ts";
import type { ScheduleDocument, ScheduleSecrets } from "./document.ts";
import { formOf } from "./form.ts";
import { endedAt, openUntil, withStartToCome } from "./past.ts";
import { type FoundSchedule, getSchedule } from "./read.ts";
import { planGroup, type ScheduleRestorePorts } from "./restore/prerequisites.ts";
import { createSchedule, updateSchedule } from "./write.ts";

const READ = "scheduler:GetSchedule";
const UPDATE = "scheduler:UpdateSchedule";

/** What a restore would do, from what is at the destination now. Reads only. */
export async function planSchedule(
  ports: ScheduleRestorePorts,
  { translation, together, replace }: PlanRequest<ScheduleDocument, ScheduleSecrets>,
): Promise<ThingPlan> {
  const { source, document, secrets, missing } = translation;
  const id = scheduleId(document);
  const blocked: Blocked[] = untranslated(missing);
  const warnings = [...translation.warnings];
  const steps: PlannedStep[] = [];
  const atArm: AtArm[] = [];
  const live = await liveSchedule(ports, document);
  const ended = endedAt(document, ports.now());
  const settings = withStartToCome(document.settings, ports.now());
  const wanted = { ...document, settings, secrets, enabled: false };
  const same = live !== undefined && isSame(wanted, live, ports.now());
  if (ended !== undefined) warnings.push(...endedWarnings(document, ended, { live, same }, ports.now()));
  if (same) steps.push({ title: `schedule ${id} is as it was`, call: READ, effect: "keep" });
  else if (ended !== undefined && live !== undefined)
    steps.push({ title: `schedule ${id} stays as it is`, call: READ, effect: "keep" });
  else if (ended === undefined) {
    await planGroup(ports, document, together, live !== undefined, blocked);
    const { Target, KmsKeyArn: key } = document.settings;
    const role = String(Target.RoleArn);
    await planRoleUse({ steps, blocked }, ports.role, role, `role ${role} of schedule ${id}`);
    if (typeof key === "string")
      await planKeyUse({ steps, blocked }, ports.key, key, `key ${key} of schedule ${id}`);
    steps.push(
      live === undefined
        ? {
            title: `create schedule ${id}, disabled`,
            call: "scheduler:CreateSchedule",
            effect: "create",
            perform: () => create(ports, wanted),
          }
        : {
            title: `set schedule ${id} as it was, disabled`,
            call: UPDATE,
            effect: "replace",
            perform: () =>
              attempt(ports.sleep, { resource: `schedule ${id}`, call: UPDATE }, () =>
                updateSchedule(ports, wanted),
              ),
          },
    );
    if (live !== undefined && !replace)
      blocked.push({
        because: "live",
        message: `schedule ${id} is there and differs`,
        hint: REPLACE_HINT,
      });
    const open = live?.enabled ? openUntil(live, ports.now()) : undefined;
    if (open !== undefined)
      warnings.push(
        `schedule ${id} as it is there may call ${live?.settings.Target.Arn} until ${open}, and may not have called yet: ` +
          "set as it was it does not; call that yourself if it was not called",
      );
  }
  const enables = ended === undefined && document.enabled;
  const off = enables && live?.enabled === false;
  if (off) warnings.push(switchedOff(`schedule ${id}`));
  if (enables && !(same && live.enabled))
    atArm.push({ title: `enable schedule ${id}`, call: UPDATE, effect: "create" });
  return {
    live: live === undefined ? "absent" : "there",
    steps,
    blocked,
    warnings,
    atArm,
    ids: new Map([[source.arn, document.arn]]),
    activation: () => ({
      group: document.group,
      name: document.name,
      enabled: enables,
      source: source.arn,
      ...(off && { off }),
    }),
  };
}

/** What becomes of a schedule whose time has been, and of what is there in its place. */
function endedWarnings(
  document: ScheduleDocument,
  ended: string,
  { live, same }: { readonly live: FoundSchedule | undefined; readonly same: boolean },
  now: number,
): string[] {
  const id = scheduleId(document);
  const open = openUntil(document, now);
  const stays =
    live === undefined ? "it is not made again" : "what is there is another one, and stays as it is";
  if (open === undefined)
    return same ? [] : [`schedule ${id} ended at ${ended}, and calls nothing any more: ${stays}`];
  const called = String(document.settings.Target.Arn);
  const waits = `schedule ${id} was to call ${called} once between ${ended} and ${open}, and may not have called yet`;
  const yourself = `call ${called} yourself if it was not called`;
  if (!same) return [`${waits}: ${stays}; ${yourself}`];
  return document.enabled && live?.enabled === false
    ? [`${waits}: it is disabled, and stays so; ${yourself}`]
    : [];
}

/** Everything but whether it is enabled. */
function isSame(
  {
    settings,
    secrets,
  }: { readonly settings: ScheduleDocument["settings"]; readonly secrets: ScheduleSecrets | undefined },
  live: FoundSchedule,
  now: number,
): boolean {
  return (
    sameJson(formOf(settings), formOf(withStartToCome(live.settings, now))) &&
    secrets?.input === live.secrets?.input
  );
}

function liveSchedule(
  ports: ScheduleRestorePorts,
  document: ScheduleDocument,
): Promise<FoundSchedule | undefined> {
  const what = { resource: `schedule ${scheduleId(document)}`, call: READ };
  return attemptOrNone(ports.sleep, what, () => getSchedule(ports, document));
}

/** One that was made meanwhile is ours where it is the same: the answer to our own call may have been lost. */
async function create(
  ports: ScheduleRestorePorts,
  wanted: ScheduleDocument & { readonly secrets: ScheduleSecrets | undefined },
): Promise<void> {
  const what = { resource: `schedule ${scheduleId(wanted)}`, call: "scheduler:CreateSchedule" };
  await attempt(ports.sleep, what, async () => {
    try {
      await createSchedule(ports, wanted);
    } catch (error) {
      if (!(error instanceof Error && error.name === "ConflictException")) throw error;
      const live = await liveSchedule(ports, wanted);
      if (live === undefined) throw error;
      if (live.enabled || !isSame(wanted, live, ports.now()))
        throw new RestoreError(
          what.resource,
          what.call,
          "one of that name was made meanwhile, and is another",
          AGAIN,
        );
    }
  });
}
