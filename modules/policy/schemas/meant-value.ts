import type { Located } from "../yaml/located.ts";
import { timingHint } from "./timing-hint.ts";

interface ValueSchema {
  readonly type?: string;
  readonly pattern?: string;
  readonly anyOf?: readonly ValueSchema[];
}

/** What was meant by a value of the wrong type, as the hint that writes it rightly. `name` is what it stands under. */
export function meantValue(node: Located | undefined, schema: ValueSchema, name: string): string | undefined {
  return quoted(node, schema) ?? listed(node, schema) ?? inDays(node, schema) ?? timing(node, name);
}

/** A number where text is meant, such as an account, only lacks its quotes. */
function quoted(node: Located | undefined, schema: ValueSchema): string | undefined {
  if (node?.kind !== "scalar" || typeof node.value === "string") return undefined;
  const fits = [schema, ...(schema.anyOf ?? [])].some(
    ({ type, pattern }) =>
      type === "string" && pattern !== undefined && new RegExp(pattern, "u").test(node.source),
  );
  return fits ? `write it in quotes: "${node.source}"` : undefined;
}

/** A bare number where a duration of days is meant. */
function inDays(node: Located | undefined, schema: ValueSchema): string | undefined {
  if (node?.kind !== "scalar" || typeof node.value !== "number") return undefined;
  const takes = (text: string) =>
    [schema, ...(schema.anyOf ?? [])].some(
      ({ type, pattern }) =>
        type === "string" && pattern !== undefined && new RegExp(pattern, "u").test(text),
    );
  return takes(`${node.source}d`) && !takes(`${node.source}m`) ? `did you mean ${node.source}d?` : undefined;
}

function timing(node: Located | undefined, name: string): string | undefined {
  const isText = node?.kind === "scalar" && typeof node.value === "string";
  return isText && name.split(".").at(-1) === "schedule" ? timingHint(String(node.value)) : undefined;
}

/** One value where a list is meant, or a list without its brackets. */
function listed(node: Located | undefined, schema: ValueSchema): string | undefined {
  if (schema.type !== "array" || node?.kind !== "scalar" || typeof node.value !== "string") return undefined;
  const parts = node.value.split(/[,;\s]+/).filter((part) => part !== "");
  if (parts.length === 0 || !parts.every((part) => /^[\w.@*?-]+$/.test(part))) return undefined;
  return `write a list: [${parts.map((part) => (/[*?]/.test(part) ? `"${part}"` : part)).join(", ")}]`;
}
