import { isObject } from "../kit/canonical.ts";
import { leftAway } from "../kit/translate/away.ts";
import { translateOwnText } from "../kit/translate/own-text.ts";
import { translationScope } from "../kit/translate/scope.ts";
import { findings, gathered, translateObject } from "../kit/translate/walk.ts";
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
  const { Target: called } = document.settings;
  const served = leftAway(isObject(called) ? called.Arn : undefined, scope);
  if (served !== undefined)
    into.away.push({ what: `schedule ${scheduleId(document)}`, with: served, whole: true });
  const { groupArn: _, ...rest } = document;
  const settings = translateObject(document.settings, "settings", scope, into);
  const input =
    secrets && translateOwnText(secrets.input, `the input of schedule ${scheduleId(document)}`, scope, into);
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
