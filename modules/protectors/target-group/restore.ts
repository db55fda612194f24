import type { JsonObject } from "../../contract/json.ts";
import { unknownVersion } from "../kit/called-version.ts";
import { unallowed } from "../kit/unallowed.ts";
import { untranslated } from "../kit/untranslated.ts";
import type { PlanRequest, ThingPlan } from "../protector.ts";
import type { GroupDocument, GroupSecrets } from "./document.ts";
import type { Draft } from "./restore/draft.ts";
import { Listeners } from "./restore/listeners.ts";
import { changesOf, type GroupRestorePorts, isBegun, liveGroup, READ } from "./restore/live.ts";
import { planGroupRoom } from "./restore/quota.ts";
import { faultOfName, otherType } from "./restore/refusals.ts";
import { type ComingRule, isOfRule, planRules } from "./restore/rules.ts";
import { rulesNow, wholeRules } from "./restore/rules-now.ts";
import { calledBy, planTarget, targetNow } from "./restore/target.ts";
import { planChanges, planCreate } from "./restore/write.ts";
import { rulePart } from "./rule.ts";
import { withoutHidden } from "./told.ts";

/** What a restore would do, from what is at the destination now. Reads only. */
export async function planGroup(
  ports: GroupRestorePorts,
  request: PlanRequest<GroupDocument, GroupSecrets>,
): Promise<ThingPlan> {
  const { translation, replace } = request;
  const { source, document, missing, warnings } = translation;
  const resource = `target group ${document.name}`;
  const fault = faultOfName(document);
  const live = fault === undefined ? await liveGroup(ports, document.name) : undefined;
  const other = live !== undefined && live.type !== "lambda" ? otherType(resource, live) : undefined;
  const wanted = missing.filter(({ path }) => !isSkipped(request, path));
  const draft: Draft = {
    ports,
    request,
    live,
    rules: wholeRules(request, live?.arn),
    steps: [],
    blocked: [
      ...untranslated([...wanted, ...unknownVersion("target", calledBy(request), request.together)]),
      ...[fault ?? other ?? []].flat(),
    ],
    warnings: [...warnings],
    parts: [],
    leftOut: [],
    atArm: [],
  };
  const changes = live && other === undefined ? changesOf(document, live) : undefined;
  const begun = live !== undefined && changes !== undefined && isBegun(live, changes);
  const listeners = new Listeners(ports, resource);
  let coming: readonly ComingRule[] = [];
  if (fault === undefined && other === undefined) {
    if (live === undefined) {
      await planGroupRoom(draft, listeners);
      planCreate(draft);
    } else if (changes !== undefined) planChanges(draft, changes, begun);
    const writing = [...draft.steps];
    if (writing.length === 0)
      draft.steps.push({ title: `${resource} is as it was`, call: READ, effect: "keep" });
    else if (live !== undefined && !begun && !replace) draft.blocked.push(...unallowed(resource, writing));
    planTarget(draft);
    coming = await planRules(draft, listeners);
  }
  return {
    live: live === undefined ? "absent" : begun ? "ours" : "there",
    steps: draft.steps,
    blocked: draft.blocked,
    warnings: draft.warnings,
    parts: draft.parts,
    leftOut: draft.leftOut,
    atArm: draft.atArm,
    ids: new Map(live === undefined ? [] : [[source.arn, live.arn]]),
    activation: (ids) => activationOf(draft, coming, ids),
  };
}

function activationOf(
  { request, rules }: Draft,
  coming: readonly ComingRule[],
  ids: ReadonlyMap<string, string>,
): JsonObject {
  const { source, document } = request.translation;
  const all = rulesNow(request, rules, ids);
  return {
    arn: ids.get(source.arn) ?? document.arn,
    name: document.name,
    ...targetNow(request, ids),
    rules: coming.flatMap(({ at, ...more }): JsonObject[] => {
      // One with conditions that are kept secret has been made by the restore.
      const [rule] = withoutHidden(all.slice(at, at + 1)).rules;
      return rule === undefined ? [] : [{ ...rule, ...more } as unknown as JsonObject];
    }),
  };
}

function isSkipped({ skip, translation }: PlanRequest<GroupDocument, GroupSecrets>, path: string): boolean {
  const at = translation.source.rules.findIndex((_rule, n) => isOfRule(path, n));
  const rule = translation.source.rules[at];
  return rule !== undefined && skip?.has(rulePart(rule)) === true;
}
