import {
  CreateEventBusCommand,
  type CreateEventBusCommandInput,
  TagResourceCommand,
  UpdateEventBusCommand,
} from "@aws-sdk/client-eventbridge";
import type { JsonObject } from "../../contract/json.ts";
import type { Blocked } from "../blocked.ts";
import { requireAnsweredFor } from "../kit/answered-for.ts";
import { attempt, attemptOrNone } from "../kit/attempt.ts";
import { sameJson } from "../kit/canonical.ts";
import { publicStatements } from "../kit/public-statements.ts";
import { deletedWarnings, livingPolicy } from "../kit/resource-policy.ts";
import { AGAIN, RestoreError } from "../kit/restore-error.ts";
import { differingTags, tagList } from "../kit/tags.ts";
import { unallowed } from "../kit/unallowed.ts";
import { untranslated } from "../kit/untranslated.ts";
import type { AtArm } from "../parts.ts";
import type { PlannedStep, PlanRequest, ThingPlan } from "../protector.ts";
import { POLICY_CALL } from "./activate.ts";
import type { BusDocument } from "./document.ts";
import { policyForm, settingsForm } from "./form.ts";
import { READ, type ReadBus, readBus } from "./read.ts";
import { type BusRestorePorts, planKey } from "./restore/key.ts";

const CREATE = "events:CreateEventBus";
const UPDATE = "events:UpdateEventBus";
const TAG = "events:TagResource";

/** What a restore would do, from what is at the destination now. Reads only. Whom the bus lets in is written by arming. */
export async function planBus(
  ports: BusRestorePorts,
  { translation, replace, allowPublic }: PlanRequest<BusDocument>,
): Promise<ThingPlan> {
  const { source, document, missing } = translation;
  const resource = `event bus ${document.name}`;
  const blocked: Blocked[] = untranslated(missing);
  const steps: PlannedStep[] = [];
  const live = await liveBus(ports, document);
  if (live?.managedBy !== undefined)
    blocked.push({
      because: "live",
      message: `${resource} is there, and is made and kept by ${live.managedBy}`,
      hint: "restore under another name",
    });
  const tags = differingTags(document.tags, live?.tags ?? {});
  const Tags = tagList(tags);
  const sets = live !== undefined && !sameJson(settingsForm(document.settings), settingsForm(live.settings));
  if (live === undefined || sets) await planKey(ports, document, { steps, blocked });
  if (live === undefined)
    steps.push({
      title: `create ${resource}`,
      call: CREATE,
      effect: "create",
      perform: () => create(ports, document, Tags),
    });
  else if (sets)
    steps.push({
      title: `set ${resource} as it was`,
      call: UPDATE,
      effect: "replace",
      perform: async () => {
        await attempt(ports.sleep, { resource, call: UPDATE }, () =>
          ports.events.send(new UpdateEventBusCommand(wholeOf(document))),
        );
      },
    });
  if (live !== undefined && Tags.length > 0)
    steps.push({
      title: `set tags ${Object.keys(tags).join(", ")} of ${resource}`,
      call: TAG,
      effect: "replace",
      perform: async () => {
        await attempt(ports.sleep, { resource, call: TAG }, () =>
          ports.events.send(new TagResourceCommand({ ResourceARN: live.arn, Tags })),
        );
      },
    });
  const waiting = policyAtArm(document, live);
  const writing = steps.filter(({ effect }) => effect !== "keep");
  if (writing.length === 0) steps.push({ title: `${resource} is as it was`, call: READ, effect: "keep" });
  if (live !== undefined && !replace)
    blocked.push(
      ...unallowed(resource, [...writing, ...waiting.filter(({ effect }) => effect === "replace")]),
    );
  if (waiting.length > 0 && !allowPublic)
    blocked.push(...publicStatements(resource, document.policy, live?.policy));
  return {
    // A bus is made in one call, so none is ever half restored.
    live: live === undefined ? "absent" : "there",
    steps,
    blocked,
    warnings: [
      ...translation.warnings,
      ...(live === undefined ? logWarnings(resource, document) : []),
      ...(waiting.length > 0 ? deletedWarnings(resource, document.policy) : []),
    ],
    atArm: waiting,
    ids: new Map([[source.arn, document.arn]]),
    activation: () => ({
      name: document.name,
      policy: livingPolicy(document.policy) ?? null,
      seen: live?.policy ?? null,
    }),
  };
}

/** A bus that is gone took the deliveries of its logs with it, which are CloudWatch Logs' own things. */
function logWarnings(resource: string, { settings }: BusDocument): string[] {
  if (settingsForm(settings).LogConfig === undefined) return [];
  return [
    `where ${resource} sends its logs does not come back, only what it logs: give it its deliveries again (logs:PutDeliverySource, logs:CreateDelivery)`,
  ];
}

/** A policy that the point does not have stays: nobody is kept out by a restore. */
function policyAtArm({ name, policy }: BusDocument, live: ReadBus | undefined): AtArm[] {
  const wanted = policyForm(policy);
  if (wanted === null || sameJson(wanted, policyForm(live?.policy))) return [];
  const effect = live?.policy === undefined ? "create" : "replace";
  return [{ title: `write the policy of event bus ${name}`, call: POLICY_CALL, effect }];
}

async function liveBus(ports: BusRestorePorts, { name, arn }: BusDocument): Promise<ReadBus | undefined> {
  const what = { resource: `event bus ${name}`, call: READ };
  const live = await attemptOrNone(ports.sleep, what, () => readBus(ports, name));
  if (live !== undefined) requireAnsweredFor(live.arn, arn, what);
  return live;
}

/** An update puts back to its default what is left out, but a description, which the empty text takes away. */
function wholeOf({ name, settings }: BusDocument): CreateEventBusCommandInput {
  const { LogConfig, ...rest } = settings as Partial<CreateEventBusCommandInput>;
  return {
    Description: "",
    ...rest,
    LogConfig: LogConfig ?? { Level: "OFF", IncludeDetail: "NONE" },
    Name: name,
  };
}

/** One that was made meanwhile with all of this is ours: the answer to our own call may have been lost. */
async function create(
  ports: BusRestorePorts,
  document: BusDocument,
  Tags: { Key: string; Value: string }[],
): Promise<void> {
  const what = { resource: `event bus ${document.name}`, call: CREATE };
  const settings = document.settings as JsonObject & Partial<CreateEventBusCommandInput>;
  await attempt(ports.sleep, what, async () => {
    try {
      await ports.events.send(
        new CreateEventBusCommand({ ...settings, Name: document.name, ...(Tags.length > 0 && { Tags }) }),
      );
    } catch (error) {
      if (!(error instanceof Error && error.name === "ResourceAlreadyExistsException")) throw error;
      const live = await liveBus(ports, document);
      const same =
        live !== undefined &&
        sameJson(settingsForm(settings), settingsForm(live.settings)) &&
        Tags.every(({ Key, Value }) => live.tags[Key] === Value);
      if (!same)
        throw new RestoreError(
          what.resource,
          CREATE,
          "one of that name was made meanwhile, and is another",
          AGAIN,
        );
    }
  });
}
