import { isPublished } from "../arn.ts";
import type { Json, JsonObject } from "../document.ts";

/** From what the document says to what the destination has. */
export interface Ids {
  /** ARN of a layer version in the document to its ARN at the destination. */
  readonly layers: Map<string, string>;
  /** Published version of the document to the one at the destination. */
  readonly versions: Map<string, string>;
  /** UUID of a mapping of the document to that of the destination. */
  readonly mappings: Map<string, string>;
}

export function copyIds({ layers, versions, mappings }: Ids): Ids {
  return { layers: new Map(layers), versions: new Map(versions), mappings: new Map(mappings) };
}

export const noIds = (): Ids => copyIds({ layers: new Map(), versions: new Map(), mappings: new Map() });

/** A version's number at the destination; aliases and `$LATEST` keep their names. `undefined`: not published yet. */
export function toQualifier(qualifier: string, ids: Ids): string | undefined {
  return isPublished(qualifier) ? ids.versions.get(qualifier) : qualifier;
}

/** The same settings with layers and versions of this function (`own` is its ARN) as the destination numbers them. */
export function resolve(settings: JsonObject, own: string, ids: Ids): JsonObject {
  return resolveJson(settings, own, ids) as JsonObject;
}

function resolveJson(value: Json, own: string, ids: Ids): Json {
  if (typeof value === "string") return resolveText(value, own, ids);
  if (Array.isArray(value)) return value.map((item: Json) => resolveJson(item, own, ids));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolveJson(item, own, ids)]));
}

function resolveText(value: string, own: string, ids: Ids): string {
  const layer = ids.layers.get(value);
  if (layer !== undefined) return layer;
  if (!value.startsWith(`${own}:`)) return value;
  const version = ids.versions.get(value.slice(own.length + 1));
  return version === undefined ? value : `${own}:${version}`;
}
