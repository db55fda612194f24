import type { Json } from "../../contract/json.ts";
import { type TranslationScope, translationScope } from "../kit/translate/scope.ts";
import { translateValue } from "../kit/translate/value.ts";
import { type Findings, findings, gathered, translateObject } from "../kit/translate/walk.ts";
import type { IdMap, Translation, TranslationRequest } from "../protector.ts";
import { arnOfSchedule, groupOf, parseScheduleId, scheduleId } from "./arn.ts";
import type { ScheduleDocument, ScheduleSecrets } from "./document.ts";

/** What the schedule's ARN becomes: names stay, or a person gives another one. */
export function scheduleNames(
  { arn, group, name }: ScheduleDocument,
  { target, name: other = name }: Pick<TranslationRequest, "target" | "name">,
): IdMap {
  return { [arn]: arnOfSchedule(target, parseScheduleId(other, group)) };
}

/** Turns what a schedule was into what it is to be at the destination. Pure. */
export function translateSchedule(
  document: ScheduleDocument,
  secrets: ScheduleSecrets | undefined,
  request: TranslationRequest,
): Translation<ScheduleDocument, ScheduleSecrets> {
  const to = parseScheduleId(request.name ?? document.name, document.group);
  const arn = arnOfSchedule(request.target, to);
  const scope = translationScope(document, request, arn);
  const into = findings();
  const { account, region } = scope.target;
  const { groupArn: _, ...rest } = document;
  const settings = translateObject(document.settings, "settings", scope, into);
  const input = secrets && translateInput(document, secrets.input, scope, into);
  return {
    source: document,
    document: {
      ...rest,
      ...to,
      ...groupOf(request.target, to),
      ...{ arn, account, region },
      settings: settings as ScheduleDocument["settings"],
    },
    ...(input !== undefined && { secrets: { input } }),
    ...gathered(into),
  };
}

/**
 * An input is a program's own text: each text in its JSON that is bound to the source and in the map is replaced; that one
 * is not is warned of, and not shown.
 */
function translateInput(
  document: ScheduleDocument,
  input: string,
  scope: TranslationScope,
  into: Findings,
): string {
  let left = false;
  const replaced = new Map<string, string>();
  const textOf = (text: string): string => {
    const found = translateValue(text, scope);
    if (found.kind === "missing") left = true;
    if (found.kind !== "replaced") return text;
    if (found.by !== undefined) into.used.add(found.by);
    replaced.set(text, found.value);
    return found.value;
  };
  const value = parsed(input);
  const wanted = value === undefined ? textOf(input) : JSON.stringify(eachText(value, textOf));
  if (left)
    into.warnings.add(
      `the input of schedule ${scheduleId(document)} still names something of ${scope.source.region} or its account; ` +
        "if that is lost too, map the value it has",
    );
  return value === undefined ? wanted : inPlace(input, replaced, wanted);
}

/** Spaces, numbers and the order of keys are the writer's own: they stay where that gives the same JSON. */
function inPlace(input: string, replaced: ReadonlyMap<string, string>, wanted: string): string {
  const edited = [...replaced].reduce(
    (text, [from, to]) => text.replaceAll(JSON.stringify(from), () => JSON.stringify(to)),
    input,
  );
  return JSON.stringify(parsed(edited)) === wanted ? edited : wanted;
}

function eachText(value: Json, textOf: (value: string) => string): Json {
  if (typeof value === "string") return textOf(value);
  if (Array.isArray(value)) return value.map((item: Json) => eachText(item, textOf));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, eachText(item, textOf)]));
}

function parsed(input: string): Json | undefined {
  try {
    return JSON.parse(input) as Json;
  } catch {
    return undefined;
  }
}
