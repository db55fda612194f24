import {
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingCommandInput,
  type EventSourceMappingConfiguration,
  ListEventSourceMappingsCommand,
  type ListEventSourceMappingsCommandInput,
  UpdateEventSourceMappingCommand,
  type UpdateEventSourceMappingCommandInput,
} from "@aws-sdk/client-lambda";
import type { Json, JsonObject } from "../../../contract/json.ts";
import { functionOf } from "../../../core/arn.ts";
import { cut } from "../../../core/printable.ts";
import { secondOf } from "../../../core/second.ts";
import { attempt, orNone } from "../../kit/attempt.ts";
import { differingKeys, isObject } from "../../kit/canonical.ts";
import { unarmedPoint } from "../../kit/mark.ts";
import { listAll } from "../../kit/pages.ts";
import { AGAIN, RestoreError } from "../../kit/restore-error.ts";
import { switchedOff } from "../../kit/switched-off.ts";
import { writableTags } from "../../kit/tags.ts";
import { readMapping } from "../capture/mapping.ts";
import type { MappingDocument } from "../document.ts";
import { mappingForm } from "../mapping-form.ts";
import { cannotComeBack, comesBack, type Draft, type FunctionStep, lacksWhatIsGone } from "./draft.ts";
import { goneAmong } from "./gone.ts";
import { resolve, toQualifier } from "./ids.ts";
import {
  lasts,
  noneOf,
  readsTheSame,
  sourceLabel,
  startingAt,
  updatable,
  whereItStarts,
} from "./mapping-settings.ts";
import { planMappingTags } from "./mapping-tags.ts";
import { mappingPart } from "./parts.ts";
import type { FunctionRestorePorts } from "./ports.ts";
import { readOf } from "./read-of.ts";
import { staysStopped, stopStep } from "./stop-mapping.ts";

interface LiveMapping extends MappingDocument {
  /** As it was listed: neither enabled nor on its way from or to it. */
  readonly stopped: boolean;
}

/**
 * Mappings are made disabled: no event arrives before `arm`. One of a live function keeps the state it has; one that
 * outlived its function would wake up with it, in the point or not, so what is returned disables it and has to come first.
 */
export async function planMappings(draft: Draft): Promise<FunctionStep[]> {
  const live = await readMappings(draft);
  // Also where nobody wants it back.
  const wakes = draft.ours && !lacksPartsOnly(draft);
  const first = wakes ? live.filter(({ stopped }) => !stopped).map((one) => stopStep(draft, one)) : [];
  const met = new Set<string>();
  for (const mapping of draft.document.mappings) {
    const [part, label] = [
      mappingPart(mapping),
      `the mapping of ${draft.document.name} from ${sourceLabel(mapping.settings)}`,
    ];
    const isSkipped = !comesBack(draft, part, label);
    const wanted = resolve(startingAt(mapping.settings, draft.streams), draft.document.arn, draft.ids);
    const qualifier = mapping.qualifier === undefined ? undefined : toQualifier(mapping.qualifier, draft.ids);
    const known = mapping.qualifier === undefined || qualifier !== undefined;
    const there = live.find(
      (other) => known && other.qualifier === qualifier && readsTheSame(other.settings, wanted),
    );
    if (there !== undefined) met.add(there.uuid);
    if (isSkipped) continue;
    const gone = await goneAmong(draft, namedIn(mapping));
    if (gone !== undefined) lacksWhatIsGone(draft, part, label, gone);
    else if (there === undefined) await planCreation(draft, mapping);
    else {
      draft.ids.mappings.set(mapping.uuid, there.uuid);
      if (mapping.enabled && isSwitchedOff(draft, there)) {
        draft.off.add(mapping.uuid);
        draft.warnings.push(switchedOff(label));
      }
      planUpdate(draft, there, wanted, part);
      planMappingTags(draft, there, mapping);
    }
  }
  for (const one of live)
    if (!met.has(one.uuid))
      draft.warnings.push(
        wakes
          ? staysStopped(draft, one)
          : `mapping ${one.uuid} from ${sourceLabel(one.settings)} is not in the point; it stays`,
      );
  return first;
}

/** One of a function that a restore has not left unarmed was disabled by somebody. */
function isSwitchedOff({ live, ours }: Draft, there: LiveMapping): boolean {
  return live !== undefined && !ours && there.stopped && unarmedPoint(live.tags) === undefined;
}

/** A function that was restored but for parts of it may have been armed: its events go on while those are made. */
function lacksPartsOnly({ live, steps }: Draft): boolean {
  return live !== undefined && steps.every(({ effect, part }) => effect === "keep" || part !== undefined);
}

/** What a mapping reads, and where its failures go. */
function namedIn({ settings: { EventSourceArn, DestinationConfig } }: MappingDocument): readonly string[] {
  const failures = isObject(DestinationConfig) ? DestinationConfig.OnFailure : undefined;
  const to = isObject(failures) ? failures.Destination : undefined;
  return [EventSourceArn, to].filter((one) => typeof one === "string");
}

/** A setting as a plan shows it: filters may be long. */
function shown(value: Json | undefined): string {
  return value === undefined ? "none" : cut(JSON.stringify(value));
}

async function planCreation(draft: Draft, mapping: MappingDocument): Promise<void> {
  const { ports, document, steps, warnings } = draft;
  const read = await readOf(draft, mapping);
  const start = draft.streams ?? (typeof read === "object" ? { at: secondOf(read.from) } : undefined);
  warnings.push(...whereItStarts(startingAt(mapping.settings, start), read));
  const label = `mapping from ${sourceLabel(mapping.settings)}`;
  const what = { resource: `${document.name}, ${label}`, call: "lambda:CreateEventSourceMapping" };
  steps.push({
    title: `create ${label}, disabled`,
    call: what.call,
    effect: "create",
    part: mappingPart(mapping),
    perform: async (ids) => {
      const qualifier = mapping.qualifier === undefined ? undefined : toQualifier(mapping.qualifier, ids);
      const settings = mappingForm(startingAt(resolve(mapping.settings, document.arn, ids), start));
      const at = settings.StartingPositionTimestamp;
      const input = {
        ...settings,
        ...(typeof at === "string" && { StartingPositionTimestamp: new Date(at) }),
        FunctionName: qualifier === undefined ? document.name : `${document.name}:${qualifier}`,
        Enabled: false,
        ...(mapping.tags !== undefined && { Tags: writableTags(mapping.tags) }),
      } as unknown as CreateEventSourceMappingCommandInput;
      const { UUID } = await attempt(ports.sleep, what, () =>
        ports.lambda.send(new CreateEventSourceMappingCommand(input)),
      );
      if (UUID === undefined)
        throw new RestoreError(what.resource, what.call, "the answer has no UUID", AGAIN);
      ids.mappings.set(mapping.uuid, UUID);
    },
  });
}

function planUpdate(draft: Draft, there: MappingDocument, wanted: JsonObject, part: string): void {
  const { ports, document, steps } = draft;
  const label = `mapping from ${sourceLabel(wanted)}`;
  const [from, to] = [updatable(mappingForm(there.settings)), updatable(mappingForm(wanted))];
  const differing = differingKeys(from, to);
  const stuck = differing.filter((key) => lasts(key, to));
  if (stuck.length > 0)
    cannotComeBack(
      draft,
      part,
      `the ${label}`,
      `Lambda keeps its ${stuck.join(", ")}, which the point has not, as long as the mapping is there: delete mapping ${there.uuid}`,
    );
  const keys = differing.filter((key) => !stuck.includes(key));
  if (keys.length === 0) {
    if (stuck.length > 0) return;
    steps.push({ title: `${label} is as it was`, call: "lambda:GetEventSourceMapping", effect: "keep" });
    return;
  }
  const what = { resource: `${document.name}, ${label}`, call: "lambda:UpdateEventSourceMapping" };
  steps.push({
    title: `set ${label} (${keys.map((key) => `${key}: ${shown(from[key])} becomes ${shown(to[key])}`).join(", ")})`,
    call: what.call,
    // It is there, whoever made it: a mapping outlives the function.
    effect: "replace",
    part,
    perform: async () => {
      const input = {
        UUID: there.uuid,
        ...Object.fromEntries(keys.map((key) => [key, to[key] ?? noneOf(key)])),
      } as unknown as UpdateEventSourceMappingCommandInput;
      await attempt(ports.sleep, what, () => ports.lambda.send(new UpdateEventSourceMappingCommand(input)));
    },
  });
}

/**
 * Those of a live function, under each name it is invoked by, and those of the same sources. A mapping outlives the deleted
 * function it names, which Lambda then knows nothing of: only the list of the region has all of them. Each is read singly,
 * for the list hides filters that are encrypted.
 */
async function readMappings({ ports, document, ours }: Draft): Promise<LiveMapping[]> {
  const names = [document.name, ...document.aliases.map(({ name }) => `${document.name}:${name}`)];
  const sources = document.mappings.flatMap(({ settings: { EventSourceArn } }) =>
    typeof EventSourceArn === "string" ? [EventSourceArn] : [],
  );
  const questions: ListEventSourceMappingsCommandInput[] = ours
    ? [{}]
    : [
        ...names.map((FunctionName) => ({ FunctionName })),
        ...[...new Set(sources)].map((EventSourceArn) => ({ EventSourceArn })),
      ];
  const found = new Map<string, LiveMapping>();
  for (const question of questions) {
    for (const { UUID: uuid = "", State } of await listMappings(ports, question, document.arn)) {
      if (found.has(uuid)) continue;
      const one = { resource: `mapping ${uuid}`, call: "lambda:GetEventSourceMapping" };
      const mapping = await attempt(ports.sleep, one, () => readMapping(ports, uuid, document.arn));
      if (mapping !== undefined) found.set(uuid, { ...mapping, stopped: State === "Disabled" });
    }
  }
  return [...found.values()];
}

/** Of a name that does not exist there are none. */
async function listMappings(
  { lambda, sleep, region }: FunctionRestorePorts,
  question: ListEventSourceMappingsCommandInput,
  arn: string,
): Promise<EventSourceMappingConfiguration[]> {
  const what = {
    resource: question.FunctionName ?? question.EventSourceArn ?? region,
    call: "lambda:ListEventSourceMappings",
  };
  const listed = await listAll(
    sleep,
    what,
    (Marker) => orNone(() => lambda.send(new ListEventSourceMappingsCommand({ ...question, Marker }))),
    (page) => ({ items: page?.EventSourceMappings, next: page?.NextMarker }),
  );
  return listed.filter(({ FunctionArn = "", UUID }) => UUID !== undefined && functionOf(FunctionArn) === arn);
}
