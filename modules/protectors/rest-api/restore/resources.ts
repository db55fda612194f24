import {
  CreateResourceCommand,
  DeleteMethodCommand,
  DeleteResourceCommand,
} from "@aws-sdk/client-api-gateway";
import { MAKE, PUT, TAKE } from "../../kit/api-methods.ts";
import { methodKey } from "../compare.ts";
import type { ApiResource } from "../document.ts";
import { resourceForm } from "../form.ts";
import { readAuthorizers, readResources, readValidators } from "../read.ts";
import { type LiveResources, putMethod } from "./method.ts";
import type { ApiRestorePorts } from "./ports.ts";
import { type Section, sending, type Write } from "./write.ts";

/** Paths with their methods: a method that differs in anything is made anew, since a put merges with nothing and is refused. */
export function resourcesSection(
  ports: ApiRestorePorts,
  resources: readonly ApiResource[],
): Section<readonly ApiResource[], LiveResources> {
  return {
    noun: "resources",
    wanted: resources,
    fresh: {
      resources: [{ path: "/", methods: {} }],
      ids: new Map([["/", ""]]),
      authorizers: new Map(),
      validators: new Map(),
    },
    read: async (api) => {
      const [authorizers, validators] = [await readAuthorizers(ports, api), await readValidators(ports, api)];
      const found = await readResources(ports, api);
      const names = {
        authorizers: new Map(authorizers.map(({ id, settings }) => [id, String(settings.name)])),
        validators: new Map(validators.map(({ id, settings }) => [id, String(settings.name)])),
        paths: new Map(found.map(({ id = "", path = "/" }) => [id, path])),
      };
      return {
        resources: found.map((one) => resourceForm(one, names)),
        ids: flipped(names.paths),
        authorizers: flipped(names.authorizers),
        validators: flipped(names.validators),
      };
    },
    writes: (live, api, prune) => [
      ...(prune ? pruning(ports, resources, live, api) : []),
      ...making(ports, resources, live, api),
    ],
  };
}

function flipped(map: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...map].map(([a, b]) => [b, a]));
}

/** What the point does not have goes first: of two path variables in one place, API Gateway takes one. */
function pruning(
  ports: ApiRestorePorts,
  wanted: readonly ApiResource[],
  live: LiveResources,
  restApiId: string,
): Write[] {
  const send = sending(ports, restApiId);
  const paths = new Map(wanted.map((one) => [one.path, one]));
  const extra = live.resources.map(({ path }) => path).filter((path) => !paths.has(path));
  // What lies below one goes with it.
  const top = extra.filter((path) => !extra.some((one) => path.startsWith(`${one}/`)));
  const methods = live.resources.flatMap(({ path, methods: there }) =>
    Object.keys(there)
      .filter((verb) => paths.has(path) && paths.get(path)?.methods[verb] === undefined)
      .map((verb) => ({ path, verb })),
  );
  return [
    ...top.map((path) => ({
      title: `delete ${path}`,
      call: TAKE,
      send: async () => {
        const resourceId = live.ids.get(path);
        await send(TAKE, path, () =>
          ports.gateway.send(new DeleteResourceCommand({ restApiId, resourceId })),
        );
      },
    })),
    ...methods.map(({ path, verb }) => ({
      title: `delete ${verb} ${path}`,
      call: TAKE,
      send: async () => {
        const resourceId = live.ids.get(path);
        await send(TAKE, `${verb} ${path}`, () =>
          ports.gateway.send(new DeleteMethodCommand({ restApiId, resourceId, httpMethod: verb })),
        );
      },
    })),
  ];
}

function making(
  ports: ApiRestorePorts,
  wanted: readonly ApiResource[],
  live: LiveResources,
  restApiId: string,
): Write[] {
  const send = sending(ports, restApiId);
  const ids = new Map(live.ids);
  const there = new Map(live.resources.map((one) => [one.path, one]));
  const created = wanted.filter(({ path }) => !there.has(path));
  const methods = wanted.flatMap(({ path, methods: all }) =>
    Object.entries(all).flatMap(([verb, method]) => {
      const now = there.get(path)?.methods[verb];
      if (now !== undefined && methodKey(now) === methodKey(method)) return [];
      return [{ path, verb, method, isThere: now !== undefined }];
    }),
  );
  return [
    ...created.map(({ path }) => ({
      title: `create ${path}`,
      call: MAKE,
      send: async () => {
        const at = path.lastIndexOf("/");
        const parentId = ids.get(path.slice(0, at) || "/");
        const input = { restApiId, parentId, pathPart: path.slice(at + 1) };
        const { id } = await send(MAKE, path, () => ports.gateway.send(new CreateResourceCommand(input)));
        if (id !== undefined) ids.set(path, id);
      },
    })),
    ...methods.map(({ path, verb, method, isThere }) => ({
      title: `${isThere ? "set" : "create"} ${verb} ${path}`,
      call: isThere ? TAKE : PUT,
      send: async () => {
        const at = { restApiId, resourceId: ids.get(path) ?? "", httpMethod: verb };
        const of = `${verb} ${path}`;
        if (isThere) await send(TAKE, of, () => ports.gateway.send(new DeleteMethodCommand(at)));
        await putMethod(ports, (call, act) => send(call, of, act), at, method, { ...live, ids });
      },
    })),
  ];
}
