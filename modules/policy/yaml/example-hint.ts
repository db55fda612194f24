/** `write retention: 35d`, from the example that the schema gives. */
export function exampleHint(
  schema: { readonly examples?: readonly unknown[] } | undefined,
  key?: string,
): string | undefined {
  const [value] = schema?.examples ?? [];
  if (value === undefined) return undefined;
  return key === undefined ? `write ${flow(value)}` : `write ${key}: ${flow(value)}`;
}

/** A value as YAML on one line. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(", ")}]`;
  if (typeof value === "object" && value !== null)
    return `{ ${Object.entries(value)
      .map(([key, item]) => `${key}: ${flow(item)}`)
      .join(", ")} }`;
  if (typeof value !== "string") return String(value);
  return /^[A-Za-z][\w.@-]*$|^[1-9][0-9]*[mhdw]$/.test(value) ? value : JSON.stringify(value);
}
