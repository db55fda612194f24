import type { Blocked } from "../blocked.ts";
import { arnOfBus, DEFAULT_BUS } from "../event-rule/arn.ts";
import { busLacks } from "../event-rule/restore/bus.ts";
import { sameJson } from "../kit/canonical.ts";
import { planKeyUse } from "../kit/prerequisites.ts";
import { replayCommand } from "../kit/replay-command.ts";
import { isOwnKey } from "../kit/translate/key.ts";
import { unallowed } from "../kit/unallowed.ts";
import { untranslated } from "../kit/untranslated.ts";
import type { PlannedStep, PlanRequest, ThingPlan } from "../protector.ts";
import { busNameOf } from "./arn.ts";
import type { ArchiveDocument } from "./document.ts";
import { settingsForm } from "./form.ts";
import { isChanging, READ, type ReadArchive } from "./read.ts";
import { type ArchiveRestorePorts, liveArchive } from "./restore/live.ts";
import { CREATE, createArchive, UPDATE, updateArchive } from "./restore/write.ts";

/**
 * What a restore would do, from what is at the destination now. Reads only. An archive calls nobody, so that it is made
 * at once and has nothing to arm: what comes to its bus before `arm` is kept.
 */
export async function planArchive(
  ports: ArchiveRestorePorts,
  request: PlanRequest<ArchiveDocument>,
): Promise<ThingPlan> {
  const { translation, target, together, replace } = request;
  const { source, document, missing } = translation;
  const { name, bus, settings } = document;
  const resource = `event archive ${name}`;
  const steps: PlannedStep[] = [];
  const blocked: Blocked[] = untranslated(missing);
  const warnings = [...translation.warnings];
  const live = await liveArchive(ports, document);
  const isSame = live !== undefined && sameJson(settingsForm(settings), settingsForm(live.settings));
  // What AWS could not change is asked for again.
  const sets = live !== undefined && (!isSame || live.state === "UPDATE_FAILED");
  const { KmsKeyIdentifier: key } = settings;
  const isCustomers = typeof key === "string" && key !== "" && !isOwnKey(key);
  if ((live === undefined || sets) && isCustomers)
    await planKeyUse({ steps, blocked }, ports.key, key, `key ${key} of ${resource}`);
  if (live === undefined) {
    const busName = busNameOf(bus);
    const isThere = together.has(bus) || busName === DEFAULT_BUS || !bus.startsWith(arnOfBus(target, ""));
    if (!isThere) blocked.push(...(await busLacks(ports, busName, resource)));
    steps.push({
      title: `create ${resource} of event bus ${busName}`,
      call: CREATE,
      effect: "create",
      perform: () => createArchive(ports, document),
    });
    warnings.push(
      `${resource} comes back empty, and keeps from then on what comes to event bus ${busName}, events that somebody puts again too`,
      ...eventsHeld(request, busName),
    );
  } else {
    blocked.push(...unfit(document, live));
    if (live.state === "DISABLED" || live.state === "UPDATE_FAILED")
      warnings.push(
        `${resource} is there and is ${live.state}, so that it may keep no event: ${live.reason}`,
      );
    if (sets) {
      steps.push({
        title: `set ${resource} as it was`,
        call: UPDATE,
        effect: "replace",
        perform: () => updateArchive(ports, document),
      });
      warnings.push(...losses(document, live));
    }
  }
  const writing = steps.filter(({ effect }) => effect !== "keep");
  if (writing.length === 0) steps.push({ title: `${resource} is as it was`, call: READ, effect: "keep" });
  if (live !== undefined && !replace) blocked.push(...unallowed(resource, writing));
  return {
    // An archive is made in one call, so none is ever half restored.
    live: live === undefined ? "absent" : "there",
    steps,
    blocked,
    warnings,
    ids: new Map([[source.arn, document.arn]]),
    activation: () => null,
  };
}

/** Where the events are that its point holds, which no restore puts. */
function eventsHeld(request: PlanRequest<ArchiveDocument>, bus: string): string[] {
  const { records, translation } = request;
  if (records === undefined) return [];
  const { source, document } = translation;
  const to = document.name === source.name ? [] : [`--to-bus ${bus}`];
  const replay = replayCommand(request, { kind: "event-archive", id: source.name }, to);
  return [
    `the point of event archive ${source.name} holds ${records.records} events from ${records.since} to ${records.until}, which ${replay} puts on event bus ${bus}, after arm (with --from REGION out of a copy)`,
  ];
}

/** What no update makes of one that is there. */
function unfit({ name, bus, settings }: ArchiveDocument, live: ReadArchive): Blocked[] {
  const resource = `event archive ${name}`;
  const found: Blocked[] = [];
  if (live.bus !== bus)
    found.push({
      because: "live",
      message: `${resource} is there and keeps the events of ${live.bus}, not of ${bus}: an archive stays with its bus`,
      hint: "restore under another name",
    });
  if (isChanging(live))
    found.push({
      because: "held",
      message: `${resource} is ${live.state}: AWS takes no change of it meanwhile`,
      hint: "run the restore again when that is done",
    });
  if (live.state === "CREATE_FAILED")
    found.push({
      because: "live",
      message: `${resource} is there and is ${live.state}: ${live.reason}`,
      hint: `see to that, or delete it with what it holds (aws events delete-archive --archive-name ${name})`,
    });
  if (settings.EventPattern === undefined && live.settings.EventPattern !== undefined)
    found.push({
      because: "inexpressible",
      message: `${resource} is there and has a pattern, which no call takes away; the point has none`,
      hint: "restore under another name, or delete it with what it holds",
    });
  return found;
}

/** Another number of days deletes what is older. 0 is for ever. */
function losses({ name, settings }: ArchiveDocument, live: ReadArchive): string[] {
  const [days, now] = [Number(settings.RetentionDays), Number(live.settings.RetentionDays)];
  if (days === 0 || (now !== 0 && now <= days)) return [];
  const kept = now === 0 ? "for ever" : `for ${now} days`;
  return [
    `event archive ${name} keeps events ${kept} now, and ${days} days as it was: what is older is deleted`,
  ];
}
