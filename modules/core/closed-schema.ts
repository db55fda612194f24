/** JSON schema of a text. */
export const TEXT = { type: "string" } as const;
/** Of a list of texts. */
export const TEXTS = { type: "array", items: TEXT } as const;

/** Of an object that has all of these members, maybe the optional ones, and no other. */
export function closedSchema(properties: object, optional: object = {}): object {
  return {
    type: "object",
    additionalProperties: false,
    required: Object.keys(properties),
    properties: { ...properties, ...optional },
  };
}
