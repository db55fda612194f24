import {
  CreateRouteCommand,
  type CreateRouteCommandInput,
  CreateRouteResponseCommand,
  DeleteRouteCommand,
  DeleteRouteRequestParameterCommand,
  DeleteRouteResponseCommand,
  UpdateRouteCommand,
  UpdateRouteResponseCommand,
} from "@aws-sdk/client-apigatewayv2";
import type { JsonObject } from "../../../contract/json.ts";
import { CHANGE, MAKE, TAKE } from "../../kit/api-methods.ts";
import { isObject } from "../../kit/canonical.ts";
import { openRoutes } from "../../kit/open-routes.ts";
import { AGAIN, RestoreError } from "../../kit/restore-error.ts";
import type { Ids } from "../../protector.ts";
import type { ApiRoute, Keyed } from "../document.ts";
import { addStep, type Draft, membersOf, partNow } from "./draft.ts";
import { patchOf } from "./patch.ts";

/** Where requests and messages go. */
export function planRoutes(draft: Draft): void {
  const { ports, live, request } = draft;
  const made = new Map<string, string>();
  const opened: string[] = [];
  for (const wanted of request.translation.document.routes) {
    const { key: RouteKey, settings } = wanted;
    const found = live?.routes.find(({ key }) => key === RouteKey);
    const label = `route ${RouteKey}`;
    if (found === undefined)
      addStep(draft, `create ${label}`, MAKE, async (ApiId, ids) => {
        const members = membersOf<CreateRouteCommandInput>({ ...settings, ...linksNow(draft, wanted, ids) });
        const { RouteId } = await ports.gateway.send(new CreateRouteCommand({ ...members, ApiId, RouteKey }));
        if (RouteId === undefined) throw new RestoreError(label, MAKE, "answered without an id", AGAIN);
        made.set(RouteKey, RouteId);
      });
    else {
      const patch = patchOf(routeForm(draft, wanted), liveForm(found));
      if (Object.keys(patch).length > 0) planChange(draft, wanted, found, patch);
    }
    planResponses(draft, wanted, found, made);
    if (isOpen(draft, wanted) && (found === undefined || !isOpen(draft, found))) opened.push(RouteKey);
  }
  draft.warnings.push(...openRoutes(draft.resource, opened));
}

/** Of a WebSocket API, whoever is connected may send: only connecting is asked for. */
function isOpen({ request }: Draft, { key, settings }: Pick<ApiRoute, "key" | "settings">): boolean {
  const { AuthorizationType: asks = "NONE", ApiKeyRequired: keyed } = settings;
  const isAsked = request.translation.document.kind === "http-api" || key === "$connect";
  return isAsked && asks === "NONE" && keyed !== true;
}

function planChange(draft: Draft, wanted: ApiRoute, found: ApiRoute, patch: JsonObject): void {
  const { ports, live } = draft;
  const { key: RouteKey, settings } = wanted;
  const RouteId = live?.ids.get(`route ${RouteKey}`);
  const { RequestParameters: parameters } = settings;
  const gone = Object.keys(
    isObject(found.settings.RequestParameters) ? found.settings.RequestParameters : {},
  ).filter((name) => !isObject(parameters) || !Object.hasOwn(parameters, name));
  for (const RequestParameterKey of gone)
    addStep(
      draft,
      `take request parameter ${RequestParameterKey} away from route ${RouteKey}`,
      TAKE,
      (ApiId) =>
        ports.gateway.send(new DeleteRouteRequestParameterCommand({ ApiId, RouteId, RequestParameterKey })),
    );
  const { RequestParameters: _changed, ...rest } = patch;
  const more = "RequestParameters" in patch && isObject(parameters) ? { RequestParameters: parameters } : {};
  const changes = { ...rest, ...more };
  if (Object.keys(changes).length === 0) return;
  addStep(draft, `set ${Object.keys(changes).join(", ")} of route ${RouteKey}`, CHANGE, (ApiId, ids) => {
    const { Target, AuthorizerId, ...same } = changes as JsonObject;
    const links = linksNow(draft, wanted, ids);
    return ports.gateway.send(
      new UpdateRouteCommand({
        ...same,
        ...(Target !== undefined && { Target: links.Target ?? "" }),
        ...(AuthorizerId !== undefined && { AuthorizerId: links.AuthorizerId ?? "" }),
        ...{ ApiId, RouteId },
      }),
    );
  });
}

/** Those that the point does not have. */
export function planRoutesAway(draft: Draft): void {
  const { ports, live, request, blocked } = draft;
  const wanted = new Set(request.translation.document.routes.map(({ key }) => key));
  for (const { key } of live?.routes ?? []) {
    if (wanted.has(key)) continue;
    if (live?.managed.has(`route ${key}`))
      blocked.push({
        because: "inexpressible",
        message: `route ${key} is there and not in the point, and was made by quick create: API Gateway deletes it for nobody`,
        hint: "restore under another name, or delete that API first",
      });
    else
      addStep(draft, `delete route ${key}`, TAKE, (ApiId) =>
        ports.gateway.send(new DeleteRouteCommand({ ApiId, RouteId: live?.ids.get(`route ${key}`) })),
      );
  }
}

function planResponses(
  draft: Draft,
  { key: route, responses }: ApiRoute,
  found: ApiRoute | undefined,
  made: ReadonlyMap<string, string>,
): void {
  const { ports, live } = draft;
  const routeId = () => made.get(route) ?? live?.ids.get(`route ${route}`);
  const idOf = (key: string) => live?.ids.get(`route ${route} response ${key}`);
  const idsOf = (ApiId: string, key: string) => ({ ApiId, RouteId: routeId(), RouteResponseId: idOf(key) });
  const label = (key: string) => `response ${key} of route ${route}`;
  for (const { key, settings } of responses) {
    const there = found?.responses.find((one: Keyed) => one.key === key);
    if (there === undefined) {
      addStep(draft, `create ${label(key)}`, MAKE, (ApiId) =>
        ports.gateway.send(
          new CreateRouteResponseCommand({ ...settings, ApiId, RouteId: routeId(), RouteResponseKey: key }),
        ),
      );
      continue;
    }
    const patch = patchOf(settings, there.settings);
    if (Object.keys(patch).length > 0)
      addStep(draft, `set ${Object.keys(patch).join(", ")} of ${label(key)}`, CHANGE, (ApiId) =>
        ports.gateway.send(new UpdateRouteResponseCommand({ ...patch, ...idsOf(ApiId, key) })),
      );
  }
  for (const { key } of found?.responses ?? [])
    if (!responses.some((one) => one.key === key))
      addStep(draft, `delete ${label(key)}`, TAKE, (ApiId) =>
        ports.gateway.send(new DeleteRouteResponseCommand(idsOf(ApiId, key))),
      );
}

/** A route with the parts that it leads to as they are there; what is not there yet differs from everything. */
function routeForm({ there }: Draft, { settings, integration, authorizer }: ApiRoute): JsonObject {
  return {
    ...settings,
    ...(integration !== undefined && {
      Target: `integrations/${there.get(`integrations/${integration}`) ?? "to be made"}`,
    }),
    ...(authorizer !== undefined && { AuthorizerId: there.get(`authorizers/${authorizer}`) ?? "to be made" }),
  };
}

function liveForm({ settings, integration, authorizer }: ApiRoute): JsonObject {
  return {
    ...settings,
    ...(integration !== undefined && { Target: `integrations/${integration}` }),
    ...(authorizer !== undefined && { AuthorizerId: authorizer }),
  };
}

function linksNow(draft: Draft, { integration, authorizer }: ApiRoute, ids: Ids) {
  const target = integration && partNow(draft, ids, `integrations/${integration}`);
  const id = authorizer && partNow(draft, ids, `authorizers/${authorizer}`);
  return { ...(target && { Target: `integrations/${target}` }), ...(id && { AuthorizerId: id }) };
}
