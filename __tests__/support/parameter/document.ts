import { parserOf } from "../../../modules/protectors/kit/parse.ts";

export interface ParameterDocument {
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly type: string;
  readonly topic: string;
  readonly createdAt: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly watch?: { readonly id: string; readonly enabled: boolean };
}

export interface ParameterSecrets {
  readonly value: string;
}

const text = { type: "string", minLength: 1 };
const closed = (properties: object, required: readonly string[]) => ({
  type: "object",
  additionalProperties: false,
  properties,
  required,
});

export const parseDocument = parserOf<ParameterDocument>(
  closed(
    {
      name: text,
      arn: text,
      account: text,
      region: text,
      type: text,
      topic: text,
      createdAt: text,
      tags: { type: "object", additionalProperties: { type: "string" } },
      watch: closed({ id: text, enabled: { type: "boolean" } }, ["id", "enabled"]),
    },
    ["name", "arn", "account", "region", "type", "topic", "createdAt", "tags"],
  ),
  "the document of a parameter",
);

export const parseSecrets = parserOf<ParameterSecrets>(
  closed({ value: text }, ["value"]),
  "the secrets of a parameter",
);

export const parseActivation = parserOf<{ readonly name: string; readonly watch: boolean }>(
  closed({ name: text, watch: { type: "boolean" } }, ["name", "watch"]),
  "the activation of a parameter",
);

/** There are no hints. */
export const parseHints = parserOf<undefined>({ not: {} }, "the hints of a parameter");
