import { CreateModelCommand, DeleteModelCommand, UpdateModelCommand } from "@aws-sdk/client-api-gateway";
import type { JsonObject } from "../../../contract/json.ts";
import { CHANGE, MAKE, TAKE } from "../../kit/api-methods.ts";
import { DEFAULT_MODELS, refersTo } from "../default-models.ts";
import type { RestApiDocument } from "../document.ts";
import { modelForm, schemaOf } from "../form.ts";
import { readModels } from "../read.ts";
import { isSameJson, replacing } from "./patch.ts";
import type { ApiRestorePorts } from "./ports.ts";
import { type Section, sending, type Write } from "./write.ts";

/** A model that refers to one which is not there yet is made with this, and gets its own schema once all are there. */
const STUB = '{"type":"object"}';

type Models = readonly JsonObject[];

export function modelsSection(ports: ApiRestorePorts, { models }: RestApiDocument): Section<Models, Models> {
  return {
    noun: "models",
    wanted: models,
    fresh: DEFAULT_MODELS,
    read: async (api) => (await readModels(ports, api)).map(({ settings }) => modelForm(settings, api)),
    writes: (live, api, prune) => writesOf(ports, models, live, api, prune),
  };
}

function writesOf(
  ports: ApiRestorePorts,
  wanted: Models,
  live: Models,
  restApiId: string,
  prune: boolean,
): Write[] {
  const send = sending(ports, restApiId);
  const there = new Map(live.map((one) => [String(one.name), one]));
  const names = new Set(there.keys());
  const writes: Write[] = [];
  const later: Write[] = [];
  for (const model of inOrder(wanted)) {
    const { name = "", contentType = "", description, schema } = texts(model);
    const now = there.get(name);
    const isStub = refersTo(model).some((one) => !names.has(one) && one !== name);
    names.add(name);
    if (now !== undefined && now.contentType === contentType) {
      const patchOperations = replacing(forApi(model, restApiId), forApi(now, restApiId), [
        "description",
        "schema",
      ]);
      if (patchOperations.length > 0 && !isSameJson(model, now)) later.push(update(name, patchOperations));
      continue;
    }
    // The media type of a model never changes.
    if (now !== undefined) writes.push(remove(name));
    writes.push({
      title: `create model ${name}`,
      call: MAKE,
      send: async () => {
        const full = schema === undefined ? {} : { schema: isStub ? STUB : schemaOf(schema, restApiId) };
        const input = {
          restApiId,
          name,
          contentType,
          ...(description !== undefined && { description }),
          ...full,
        };
        await send(MAKE, `model ${name}`, () => ports.gateway.send(new CreateModelCommand(input)));
      },
    });
    if (isStub && schema !== undefined)
      later.push(update(name, [{ op: "replace", path: "/schema", value: schemaOf(schema, restApiId) }]));
  }
  const extra = prune ? [...there.keys()].filter((name) => !wanted.some((one) => one.name === name)) : [];
  return [...writes, ...later, ...extra.map(remove)];

  function update(name: string, patchOperations: ReturnType<typeof replacing>): Write {
    return {
      title: `set model ${name}`,
      call: CHANGE,
      send: async () => {
        await send(CHANGE, `model ${name}`, () =>
          ports.gateway.send(new UpdateModelCommand({ restApiId, modelName: name, patchOperations })),
        );
      },
    };
  }

  function remove(name: string): Write {
    return {
      title: `delete model ${name}`,
      call: TAKE,
      send: async () => {
        await send(TAKE, `model ${name}`, () =>
          ports.gateway.send(new DeleteModelCommand({ restApiId, modelName: name })),
        );
      },
    };
  }
}

function forApi(model: JsonObject, api: string): JsonObject {
  const { schema } = model;
  return typeof schema === "string" ? { ...model, schema: schemaOf(schema, api) } : model;
}

function texts(model: JsonObject): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(model).map(([key, value]) => [key, String(value)]));
}

/** Those that are referred to first, as far as they do not refer to each other in a circle. */
function inOrder(models: Models): Models {
  const byName = new Map(models.map((one) => [String(one.name), one]));
  const done = new Set<JsonObject>();
  const visit = (model: JsonObject, above: ReadonlySet<JsonObject>): void => {
    if (done.has(model) || above.has(model)) return;
    for (const name of refersTo(model)) {
      const other = byName.get(name);
      if (other !== undefined) visit(other, new Set([...above, model]));
    }
    done.add(model);
  };
  for (const model of models) visit(model, new Set());
  return [...done];
}
