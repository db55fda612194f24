import { CHANGE, MAKE, READ } from "../../kit/api-methods.ts";
import { isObject, sameJson } from "../../kit/canonical.ts";
import { isLogGroup, planLogRole } from "../../kit/log-role.ts";
import { sortedKeys } from "../../kit/sorted-keys.ts";
import { differingTags } from "../../kit/tags.ts";
import { REPLACE_HINT } from "../../kit/unallowed.ts";
import { asJson, type Stage } from "../document.ts";
import { withoutGoneRoutes } from "../route-settings.ts";
import type { Draft } from "./draft.ts";
import { staying } from "./patch.ts";

/** A stage that arming sees to. */
export interface ComingStage {
  readonly name: string;
  /** It is there otherwise, and may be set as it was. */
  readonly over?: true;
}

/** Stages answer requests, so that arming makes them. Others that are there beside stay. */
export async function planStages(
  draft: Draft,
  deployments: ReadonlyMap<string, string>,
): Promise<readonly ComingStage[]> {
  const { request, live, parts, steps, atArm, blocked, warnings, resource } = draft;
  const coming: ComingStage[] = [];
  const written: Stage[] = [];
  for (const stage of request.translation.document.stages) {
    const { name } = stage;
    const part = `stage/${name}`;
    parts.push(part);
    if (request.skip?.has(part)) {
      warnings.push(`stage ${name} of ${resource} is left out, as --skip ${part} says`);
      continue;
    }
    const there = live?.stages.find((one) => one.name === name);
    const found = there && withoutGoneRoutes(there, live?.routes ?? []);
    const limits = found === undefined ? [] : stayingOfStage(stage, found);
    if (found === undefined) {
      atArm.push({ title: `create stage ${name} of ${resource}`, call: MAKE, effect: "create" });
      coming.push({ name });
      written.push(stage);
    } else if (isAsWas(stage, found, deployments)) {
      steps.push({ title: `stage ${name} of ${resource} is as it was`, call: READ, effect: "keep" });
      coming.push({ name });
    } else if (live?.managed.has(`stage ${name}`))
      blocked.push({
        because: "inexpressible",
        message: `stage ${name} of ${resource} is there, was made by quick create and differs: API Gateway changes it for nobody`,
        hint: `say --skip ${part}, or restore under another name`,
      });
    else if (limits.length > 0)
      blocked.push({
        because: "inexpressible",
        message: `stage ${name} of ${resource} is there with ${limits.join(", ")}, which the point does not have: API Gateway takes no limit away`,
        hint: `delete that stage (aws apigatewayv2 delete-stage), and restore again: arm makes it; or say --skip ${part}`,
      });
    else if (request.replace) {
      atArm.push({ title: `set stage ${name} of ${resource} as it was`, call: CHANGE, effect: "replace" });
      coming.push({ name, over: true });
      written.push(stage);
    } else
      blocked.push({
        because: "live",
        message: `${resource} is there and differs: set stage ${name} as it was`,
        hint: REPLACE_HINT,
      });
  }
  // HTTP APIs have their logs delivered, and need no role for that.
  if (request.translation.document.kind === "websocket-api")
    await planLogRole(
      draft,
      written.filter(logs).map(({ name }) => name),
      resource,
    );
  return coming;
}

/** Whether a stage of a WebSocket API writes to CloudWatch by the account's role, of itself or of one route. */
function logs({ settings }: Stage): boolean {
  const { AccessLogSettings: access, DefaultRouteSettings: all, RouteSettings: routes } = settings;
  const each = [all, ...(isObject(routes) ? Object.values(routes) : [])];
  return (
    (isObject(access) && isLogGroup(access.DestinationArn)) ||
    each.some(
      (one) => isObject(one) && ((one.LoggingLevel ?? "OFF") !== "OFF" || one.DataTraceEnabled === true),
    )
  );
}

/** Limits that no call takes away; those of single routes have one that does. */
export function stayingOfStage(
  wanted: Pick<Stage, "settings">,
  found: Pick<Stage, "settings">,
): readonly string[] {
  const { RouteSettings: _wanted, ...to } = wanted.settings;
  const { RouteSettings: _found, ...from } = found.settings;
  return staying(to, from);
}

function isAsWas(wanted: Stage, found: Stage, deployments: ReadonlyMap<string, string>): boolean {
  const served =
    wanted.deployment === undefined ? undefined : deployments.get(`deployments/${wanted.deployment}`);
  return (
    sameJson(sortedKeys(wanted.settings), sortedKeys(found.settings)) &&
    (wanted.deployment === undefined) === (found.deployment === undefined) &&
    served === found.deployment &&
    sameJson(asJson(differingTags(wanted.tags, found.tags)), {})
  );
}
