import type { Json, JsonObject } from "../../../contract/json.ts";
import type { Ids } from "../../protector.ts";
import { isPublished } from "../arn.ts";

interface IdTable {
  get(from: string): string | undefined;
  set(from: string, to: string): void;
}

/** From what the document says to what the destination has: the ids of one function in those of the whole restore. */
export interface FunctionIds {
  /** ARN of a layer version in the document to its ARN at the destination. */
  readonly layers: IdTable;
  /** ARN of what AWS draws an ARN for each time that it is made, such as a target group or the stream of a table, to the one that was made. */
  readonly drawn: IdTable;
  /** Published version of the document to the one at the destination. */
  readonly versions: IdTable;
  /** UUID of a mapping of the document to that of the destination. */
  readonly mappings: IdTable;
}

/** `source` and `own` are the function's ARNs there and here: a version is known by its whole ARN outside of its function. */
export function functionIds(all: Ids, source: string, own: string): FunctionIds {
  const asIs: IdTable = {
    get: (from) => all.get(from),
    set: (from, to) => {
      all.set(from, to);
    },
  };
  return {
    layers: asIs,
    drawn: asIs,
    mappings: asIs,
    versions: {
      get: (version) => all.get(`${source}:${version}`)?.slice(own.length + 1),
      set: (version, number) => {
        all.set(`${source}:${version}`, `${own}:${number}`);
      },
    },
  };
}

/** A version's number at the destination; aliases and `$LATEST` keep their names. `undefined`: not published yet. */
export function toQualifier(qualifier: string, ids: FunctionIds): string | undefined {
  return isPublished(qualifier) ? ids.versions.get(qualifier) : qualifier;
}

/** The same settings with layers, streams of tables, target groups, consumers of streams and versions of this function (`own` is its ARN) as the destination has them. */
export function resolve(settings: JsonObject, own: string, ids: FunctionIds): JsonObject {
  return resolveJson(settings, own, ids) as JsonObject;
}

function resolveJson(value: Json, own: string, ids: FunctionIds): Json {
  if (typeof value === "string") return resolveText(value, own, ids);
  if (Array.isArray(value)) return value.map((item: Json) => resolveJson(item, own, ids));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolveJson(item, own, ids)]));
}

/** A consumer of a stream of Kinesis: its ARN ends in when it was registered. */
const STREAM_CONSUMER = /:stream\/[^/]+\/consumer\//;

/** What an API calls by, as far as its id goes; the rest is stage, method and path. */
const API = /^(arn:[^:]+:execute-api:[^:]*:[^:]*:[^/:]+)(.*)$/;

/** The stream of a table, which is another one each time that it is switched on. */
const TABLE_STREAM = /:table\/[^/]+\/stream\//;

function resolveText(value: string, own: string, ids: FunctionIds): string {
  if (value.includes(":layer:")) return ids.layers.get(value) ?? value;
  if (value.includes(":targetgroup/") || STREAM_CONSUMER.test(value) || TABLE_STREAM.test(value))
    return ids.drawn.get(value) ?? value;
  const [, api, rest = ""] = API.exec(value) ?? [];
  if (api !== undefined) return ids.drawn.get(value) ?? `${ids.drawn.get(api) ?? api}${rest}`;
  if (!value.startsWith(`${own}:`)) return value;
  const version = ids.versions.get(value.slice(own.length + 1));
  return version === undefined ? value : `${own}:${version}`;
}
