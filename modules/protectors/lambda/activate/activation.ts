import type { JsonObject } from "../../../contract/json.ts";
import { parserOf } from "../../kit/parse.ts";
import type { FunctionDocument } from "../document.ts";
import { type FunctionIds, resolve, toQualifier } from "../restore/ids.ts";

/** A statement that lets somebody in. */
export interface ArmedStatement {
  /** Alias or version that it is attached to; absent: the function itself. */
  readonly qualifier?: string;
  /** Without the resource that it is attached to. */
  readonly statement: JsonObject;
  /** The form of the one there now, where the restore may replace it. */
  readonly over?: JsonObject;
}

export interface ArmedUrl {
  readonly qualifier: string;
  readonly settings: JsonObject;
  /** The settings there now, where the restore may replace them. */
  readonly over?: JsonObject;
}

/** What brings events to a restored function. Kept as JSON in the restore's result. */
export interface FunctionActivation {
  /** ARN of the function that was captured: while that one is there too, both would read the same sources. */
  readonly source?: string;
  /** Mappings by their new ids; `enabled` as they were captured. */
  readonly mappings: readonly {
    readonly uuid: string;
    readonly enabled: boolean;
    /** It was there and disabled when the function was restored. */
    readonly off?: boolean;
    /** ARN; empty for what has none, such as Kafka of one's own. */
    readonly source: string;
  }[];
  /** Absent in results of versions that wrote permissions and URLs at the restore. */
  readonly statements?: readonly ArmedStatement[];
  readonly urls?: readonly ArmedUrl[];
  /** A tag of the function says that it is not armed, until it is. */
  readonly marked?: boolean;
  /** Key of the point that it was restored from, for the mark of a disarm. Absent in results of older versions. */
  readonly point?: string;
}

/** What a plan knows of it. */
interface Armed {
  readonly arming: { readonly statements: readonly ArmedStatement[]; readonly urls: readonly ArmedUrl[] };
  readonly off: ReadonlySet<string>;
}

/** With the ids and numbers that the destination gave. */
export function activationOf(
  { arn, mappings }: Pick<FunctionDocument, "arn" | "mappings">,
  source: string,
  { arming, off }: Armed,
  all: ReadonlyMap<string, string>,
  ids: FunctionIds,
): JsonObject {
  const made = mappings.flatMap(({ uuid, enabled, settings: { EventSourceArn: from } }) => {
    const now = all.get(uuid);
    if (now === undefined) return [];
    const state = { enabled, ...(off.has(uuid) && { off: true }) };
    return [{ uuid: now, ...state, source: typeof from === "string" ? from : "" }];
  });
  const statements = arming.statements.flatMap(({ qualifier, statement, over }) => {
    const now = qualifier === undefined ? undefined : toQualifier(qualifier, ids);
    // Of a version that was not published there is no policy.
    if (qualifier !== undefined && now === undefined) return [];
    return [
      {
        ...(now !== undefined && { qualifier: now }),
        statement: resolve(statement, arn, ids),
        ...(over !== undefined && { over }),
      },
    ];
  });
  return { source, mappings: made, statements, urls: arming.urls.map((url) => ({ ...url })) };
}

const text = { type: "string", minLength: 1 };
const json = { type: "object" };

/** @throws FormError */
export const parseActivation = parserOf<FunctionActivation>(
  {
    type: "object",
    additionalProperties: false,
    required: ["mappings"],
    properties: {
      source: text,
      marked: { type: "boolean" },
      point: text,
      mappings: {
        type: "array",
        items: {
          type: "object",
          additionalProperties: false,
          required: ["uuid", "enabled", "source"],
          properties: {
            uuid: text,
            enabled: { type: "boolean" },
            off: { type: "boolean" },
            source: { type: "string" },
          },
        },
      },
      statements: {
        type: "array",
        items: {
          type: "object",
          additionalProperties: false,
          required: ["statement"],
          properties: { qualifier: text, statement: json, over: json },
        },
      },
      urls: {
        type: "array",
        items: {
          type: "object",
          additionalProperties: false,
          required: ["qualifier", "settings"],
          properties: { qualifier: text, settings: json, over: json },
        },
      },
    },
  },
  "what activates the function",
);
