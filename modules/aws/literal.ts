import { templateText } from "../core/template-text.ts";

/** How cdktf marks a value that Terraform will know later. Text that looks like it would be resolved. */
const TOKEN_MARK = "TfToken[";

/**
 * The same value, with what Terraform would read as a template taken literally: `${` and `%{` are
 * interpolated in Terraform JSON too. Applied once, to everything that came from YAML.
 * Throws on text that imitates cdktf's own marks, which have no escape.
 */
export function literal<T>(value: T): T {
  return escapeDeep(value) as T;
}

function escapeDeep(value: unknown): unknown {
  if (typeof value === "string") return escapeText(value);
  if (Array.isArray(value)) return value.map(escapeDeep);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [escapeText(key), escapeDeep(inner)]),
  );
}

function escapeText(text: string): string {
  if (text.includes(TOKEN_MARK))
    throw new Error(`${JSON.stringify(text)} cannot be written to Terraform: take out ${TOKEN_MARK}`);
  return templateText(text);
}
