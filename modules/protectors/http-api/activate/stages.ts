import {
  CreateStageCommand,
  type CreateStageCommandInput,
  DeleteAccessLogSettingsCommand,
  DeleteRouteSettingsCommand,
  DeleteStageCommand,
  GetStageCommand,
  TagResourceCommand,
  UpdateStageCommand,
  type UpdateStageCommandInput,
} from "@aws-sdk/client-apigatewayv2";
import type { Json } from "../../../contract/json.ts";
import type { Activating, Disarming } from "../../activating.ts";
import { CHANGE, MAKE, READ, TAKE } from "../../kit/api-methods.ts";
import { attempt, attemptOrNone } from "../../kit/attempt.ts";
import { isObject, sameJson } from "../../kit/canonical.ts";
import { changedSince } from "../../kit/disarming.ts";
import { ofLogRole } from "../../kit/log-role.ts";
import { ARM_AGAIN, DISARM_AGAIN, RestoreError } from "../../kit/restore-error.ts";
import { sortedKeys } from "../../kit/sorted-keys.ts";
import { differingTags, writableTags } from "../../kit/tags.ts";
import { idOfApi } from "../arn.ts";
import { asJson, type Stage } from "../document.ts";
import { readRoutes } from "../read.ts";
import { patchOf } from "../restore/patch.ts";
import { stayingOfStage } from "../restore/stages.ts";
import { withoutGoneRoutes } from "../route-settings.ts";
import { stageOf } from "../whole.ts";
import type { ApiActivation, ArmedStage, ArmPorts } from "./activation.ts";

/** A stage of the API as it was, or what was there of it set as it was where a person allowed that. */
export function staging(ports: ArmPorts, api: ApiActivation, wanted: ArmedStage): Activating {
  const ApiId = idOfApi(api.arn);
  const resource = `stage ${wanted.name} of API ${api.name}`;
  const call = wanted.over ? CHANGE : MAKE;
  const read = () => stageNow(ports, { ApiId, resource, again: ARM_AGAIN }, wanted.name);
  const isSo = async (): Promise<boolean> => {
    if (wanted.undeployed)
      throw new RestoreError(
        resource,
        MAKE,
        "the deployment that it is to serve was not made",
        "restore the API by name with --replace; then arm that",
      );
    const found = await read();
    if (found === undefined || isAsWanted(wanted, found)) return found !== undefined;
    const limits = stayingOfStage(wanted, found);
    if (wanted.over && limits.length > 0)
      throw new RestoreError(
        resource,
        CHANGE,
        `it has ${limits.join(", ")}, which API Gateway takes away from no stage`,
        `delete that stage (aws apigatewayv2 delete-stage); then ${ARM_AGAIN}`,
      );
    if (wanted.over) return false;
    throw new RestoreError(
      resource,
      MAKE,
      "it is there, and differs from the one that was captured",
      "restore the API again with --replace, or leave the stage as it is",
    );
  };
  return {
    title: `${wanted.over ? "set" : "create"} ${resource}${wanted.over ? " as it was" : ""}`,
    call,
    active: isSo,
    activate: async () => {
      if (await isSo()) return "kept";
      const found = await read();
      const what = {
        ...{ resource, again: ARM_AGAIN, hint: ofLogRole(ports.region, ARM_AGAIN) },
        call: found === undefined ? MAKE : CHANGE,
      };
      await attempt(ports.sleep, what, async () => {
        if (found === undefined) await create(ports, ApiId, wanted);
        else await change(ports, api.arn, wanted, found);
      });
      return "written";
    },
    ...(wanted.over && { changes: true as const }),
    disarming: deleting(ports, api, wanted),
  };
}

async function create(ports: ArmPorts, ApiId: string, wanted: ArmedStage): Promise<void> {
  const { name: StageName, settings, deployment, tags } = wanted;
  await ports.gateway.send(
    new CreateStageCommand({
      ...(settings as unknown as CreateStageCommandInput),
      ...{ ApiId, StageName },
      ...(deployment !== undefined && { DeploymentId: deployment }),
      ...(Object.keys(writableTags(tags)).length > 0 && { Tags: writableTags(tags) }),
    }),
  );
}

/** An update leaves alone what it is not told; some of it has a call of its own that takes it away. */
async function change(ports: ArmPorts, arn: string, wanted: ArmedStage, found: Stage): Promise<void> {
  const { name: StageName, deployment } = wanted;
  const ids = { ApiId: idOfApi(arn), StageName };
  const { AccessLogSettings: log, RouteSettings: routes = {}, ...settings } = wanted.settings;
  const { AccessLogSettings: liveLog, RouteSettings: liveRoutes = {}, ...live } = found.settings;
  if (log === undefined && liveLog !== undefined)
    await ports.gateway.send(new DeleteAccessLogSettingsCommand(ids));
  // Of a route's settings an update takes nothing away either: they go as a whole first.
  for (const [RouteKey, there] of Object.entries(isObject(liveRoutes) ? liveRoutes : {}))
    if (!hasAllOf(isObject(routes) ? routes[RouteKey] : undefined, there))
      await ports.gateway.send(new DeleteRouteSettingsCommand({ ...ids, RouteKey }));
  const patch = {
    ...patchOf(settings, live),
    ...(log !== undefined && { AccessLogSettings: log }),
    ...(isObject(routes) && Object.keys(routes).length > 0 && { RouteSettings: routes }),
    ...(deployment !== undefined && { DeploymentId: deployment }),
  };
  await ports.gateway.send(new UpdateStageCommand({ ...patch, ...ids } as UpdateStageCommandInput));
  const tags = differingTags(wanted.tags, found.tags);
  if (Object.keys(tags).length > 0)
    await ports.gateway.send(
      new TagResourceCommand({ ResourceArn: `${arn}/stages/${StageName}`, Tags: tags }),
    );
}

function hasAllOf(wanted: Json | undefined, there: Json): boolean {
  if (!isObject(wanted) || !isObject(there)) return false;
  return Object.keys(there).every((key) => Object.hasOwn(wanted, key));
}

/** Exactly the stage that was made: one that somebody changed since stays, and is told. */
function deleting(ports: ArmPorts, api: ApiActivation, wanted: ArmedStage): Disarming {
  const ApiId = idOfApi(api.arn);
  const resource = `stage ${wanted.name} of API ${api.name}`;
  const isGone = async (): Promise<boolean> => {
    const found = await stageNow(ports, { ApiId, resource, again: DISARM_AGAIN }, wanted.name);
    if (found === undefined) return true;
    if (isAsWanted(wanted, found)) return false;
    throw changedSince(resource, TAKE, "what it serves, or how,");
  };
  return {
    title: `delete ${resource}`,
    call: TAKE,
    inactive: isGone,
    disarm: async () => {
      if (await isGone()) return;
      await attempt(ports.sleep, { resource, call: TAKE, again: DISARM_AGAIN }, () =>
        ports.gateway.send(new DeleteStageCommand({ ApiId, StageName: wanted.name })),
      );
    },
  };
}

function isAsWanted({ settings, deployment, tags }: ArmedStage, found: Stage): boolean {
  return (
    sameJson(sortedKeys(settings), sortedKeys(found.settings)) &&
    deployment === found.deployment &&
    sameJson(asJson(differingTags(tags, found.tags)), {})
  );
}

/** `undefined`: it is not there, or the API is not. */
async function stageNow(
  ports: ArmPorts,
  { ApiId, resource, again }: { readonly ApiId: string; readonly resource: string; readonly again: string },
  StageName: string,
): Promise<Stage | undefined> {
  const found = await attemptOrNone(ports.sleep, { resource, call: READ, again }, () =>
    ports.gateway.send(new GetStageCommand({ ApiId, StageName })),
  );
  if (found === undefined) return undefined;
  if (found.StageName !== StageName)
    throw new RestoreError(resource, READ, `it answered for ${found.StageName ?? "no stage"}`, again);
  const stage = stageOf(found);
  if (stage.settings.RouteSettings === undefined) return stage;
  const what = { resource: `routes of API ${ApiId}, for ${resource}`, call: READ, again };
  const routes = await attempt(ports.sleep, what, () => readRoutes(ports, ApiId));
  return withoutGoneRoutes(
    stage,
    routes.map(({ RouteKey: key = "" }) => ({ key })),
  );
}
