/** JSON schema of a text. */
export const text = { type: "string" } as const;
/** Of a list of texts. */
export const texts = { type: "array", items: text } as const;

/** Of an object that has all of these members, maybe the optional ones, and no other. */
export function closed(properties: object, optional: object = {}): object {
  return {
    type: "object",
    additionalProperties: false,
    required: Object.keys(properties),
    properties: { ...properties, ...optional },
  };
}
