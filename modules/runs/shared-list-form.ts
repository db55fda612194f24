import { Ajv } from "ajv";
import { closedSchema, TEXT, TEXTS } from "../core/closed-schema.ts";

/** A list as it lies in the work area: whoever else writes there can neither make one nor shorten it. */
export interface SealedList {
  /** JSON of the list with its name. */
  readonly text: string;
  /** The data key, wrapped in the context of the window: base64. */
  readonly secret: string;
  /** HMAC-SHA256 of the text under the data key, 64 hex digits. */
  readonly mac: string;
}

/** Who reads a list. */
export interface Claim {
  readonly run: string;
  /** ISO 8601. */
  readonly at: string;
}

const tags = { type: "object", additionalProperties: TEXT } as const;
const ajv = new Ajv();
const thing = { kind: TEXT, id: TEXT, arn: TEXT };

/** What lists of Lambda hold; each other list is the inventory of a kind, by its name. */
const ENTRIES: Readonly<Record<string, object>> = {
  lambda: closedSchema({ name: TEXT, arn: TEXT }, { runtime: TEXT, letters: TEXT, logGroup: TEXT }),
  "lambda-mappings": closedSchema({ id: TEXT, of: TEXT }, { source: TEXT, kind: TEXT }),
  "lambda-tags": { type: "array", items: [TEXT, tags], minItems: 2, additionalItems: false },
};
const INVENTORIED = closedSchema(
  {
    ...thing,
    name: TEXT,
    related: { type: "array", items: closedSchema(thing, { calls: TEXTS }) },
    tags,
    feeds: TEXTS,
  },
  { hints: {}, runtime: TEXT, sources: { type: "array", items: closedSchema({ arn: TEXT, trigger: TEXT }) } },
);

export const isSealedList = ajv.compile<SealedList>(
  closedSchema({ text: TEXT, secret: TEXT, mac: { type: "string", pattern: "^[0-9a-f]{64}$" } }),
);

/** A time as runners write it: whoever else writes a claim puts no text of his own into a warning. */
export const isClaim = ajv.compile<Claim>(
  closedSchema({
    run: { type: "string", pattern: "^[0-9TZ]{16}-[0-9a-f]{8}$" },
    at: { type: "string", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.[0-9]{3}Z$" },
  }),
);

const forms = new Map<string, (value: unknown) => boolean>();

/** Whether it is what a runner of this form leaves under that name: it has other members where a list has changed since. */
export function hasFormOf(name: string, list: unknown): boolean {
  const form =
    forms.get(name) ??
    ajv.compile(
      closedSchema({
        name: { const: name },
        entries: { type: "array", items: ENTRIES[name] ?? INVENTORIED },
        warnings: TEXTS,
      }),
    );
  forms.set(name, form);
  return form(list);
}
