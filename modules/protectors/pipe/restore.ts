import { attempt } from "../kit/attempt.ts";
import { switchedOff } from "../kit/switched-off.ts";
import { unallowed } from "../kit/unallowed.ts";
import { untranslated } from "../kit/untranslated.ts";
import type { PlannedStep, PlanRequest, ThingPlan } from "../protector.ts";
import { START } from "./activate.ts";
import type { PipeDocument } from "./document.ts";
import { READ, type ReadPipe } from "./read.ts";
import { settingsKnown, settingsNow, unknownVersions } from "./restore/calls.ts";
import { destinationsOf, settingsToMade } from "./restore/destinations.ts";
import { changesOf, livePipe, type PipeChanges } from "./restore/live.ts";
import { bucketsOfLogs } from "./restore/logging.ts";
import type { PipeRestorePorts } from "./restore/ports.ts";
import { planUses } from "./restore/prerequisites.ts";
import { activationOf, CREATE, create, UPDATE, update, wayOut } from "./restore/steps.ts";
import { tagPipe } from "./restore/write.ts";
import { hasFailed, isGivenUp, isUnderWay, isUnmade, stateText } from "./settle.ts";
import { goesOn, startingAt, whereItStarts } from "./source.ts";

const TAG = "pipes:TagResource";

/** What a restore would do, from what is at the destination now. Reads only. */
export async function planPipe(
  ports: PipeRestorePorts,
  request: PlanRequest<PipeDocument>,
): Promise<ThingPlan> {
  const { translation, streams, known = new Map() } = request;
  const { source, document, missing } = translation;
  const { name } = document;
  const resource = `pipe ${name}`;
  const blocked = untranslated([...missing, ...unknownVersions(translation, request.together)]);
  const warnings = [...translation.warnings];
  const steps: PlannedStep[] = [];
  const found = await livePipe(ports, document);
  const isGoing = found?.state === "DELETING";
  const live = isGoing ? undefined : found;
  if (isGoing) warnings.push(`${resource} is being deleted: it is made again when that is done`);
  const destinations = await destinationsOf(ports, document.settings);
  const calls = settingsToMade(settingsKnown(translation, known), destinations, request.together);
  const wanted = { ...document, settings: calls };
  const changes = live && changesOf(wanted, live);
  const whole = (ids: ReadonlyMap<string, string>) => ({
    ...document,
    settings: startingAt(settingsNow(translation, ids), streams),
  });
  if (live !== undefined && changes !== undefined) {
    const { because, told } = inTheWay(resource, live, changes, document.running);
    if (because !== undefined) blocked.push(because);
    warnings.push(...told);
  }
  if (live === undefined || changes?.settings) {
    await planUses({ ports, request, steps, blocked, destinations });
    warnings.push(...bucketsOfLogs(document));
  }
  if (live === undefined) {
    warnings.push(...whereItStarts(name, startingAt(document.settings, streams)));
    steps.push({
      title: `create ${resource}, stopped`,
      call: CREATE,
      effect: "create",
      perform: (ids) => create(ports, whole(ids)),
    });
  } else if (changes?.settings) {
    if (live.state === "RUNNING")
      warnings.push(`${resource} is stopped before it is set: ${goesOn(live.settings.Source)}`);
    steps.push({
      title: `set ${resource} as it was, stopped`,
      call: UPDATE,
      effect: "replace",
      perform: (ids) => update(ports, whole(ids), live.settings),
    });
  }
  const tags = changes?.tags ?? {};
  if (live !== undefined && Object.keys(tags).length > 0)
    steps.push({
      title: `set tags ${Object.keys(tags).join(", ")} of ${resource}`,
      call: TAG,
      effect: "replace",
      perform: () => attempt(ports.sleep, { resource, call: TAG }, () => tagPipe(ports, live.arn, tags)),
    });
  const writing = steps.filter(({ effect }) => effect !== "keep");
  if (writing.length === 0 && changes?.stuck.length === 0)
    steps.push({ title: `${resource} is as it was`, call: READ, effect: "keep" });
  else if (live !== undefined && !request.replace) blocked.push(...unallowed(resource, writing));
  const off = document.running && live !== undefined && !live.running;
  if (off) warnings.push(switchedOff(resource));
  const runs = live?.running === true && live.state === "RUNNING" && !changes?.settings;
  return {
    live: live === undefined ? "absent" : "there",
    steps,
    blocked,
    warnings,
    atArm: document.running && !runs ? [{ title: `start ${resource}`, call: START, effect: "create" }] : [],
    ids: new Map([[source.arn, document.arn]]),
    activation: () => activationOf(document, source.arn, off),
  };
}

/** What of a live pipe no call can change, or what it says of itself. */
function inTheWay(
  resource: string,
  live: ReadPipe,
  { stuck, settings }: PipeChanges,
  isToRun: boolean,
): { readonly because?: ThingPlan["blocked"][number]; readonly told: readonly string[] } {
  const name = resource.slice("pipe ".length);
  if (isUnderWay(live))
    return {
      because: {
        because: "held",
        message: `${resource} stays ${live.state}: AWS takes no change of it meanwhile`,
        hint: "run the restore again when that is done",
      },
      told: [],
    };
  if (isUnmade(live))
    return {
      because: {
        because: "live",
        message: `${resource} is there, and is ${stateText(live)}: AWS changes no pipe that it could not make`,
        hint: wayOut(name, live),
      },
      told: [],
    };
  const again = isToRun && !settings ? ": arm tries to start it again, once the reason is gone" : "";
  const told = hasFailed(live) || isGivenUp(live) ? [`${resource} is ${stateText(live)}${again}`] : [];
  if (stuck.length === 0) return { told };
  return {
    because: {
      because: "inexpressible",
      message: `${resource} is there, and its ${stuck.join(" and its ")} cannot be changed: it reads ${live.settings.Source}`,
      hint: "restore under another name, or delete it and run the restore again",
    },
    told,
  };
}
