import type { Json } from "../../../contract/json.ts";
import { type Argument, Given } from "./argument.ts";

/** `api/part`, as the provider imports a part of an API that is there. */
export function importOf(
  { live }: { readonly live: { readonly id: string } | undefined },
  ...ids: readonly (string | undefined)[]
): { readonly importId?: string } {
  if (live === undefined || ids.includes(undefined)) return {};
  return { importId: [live.id, ...ids].join("/") };
}

/** What an API adds, and where it leads, may hold keys of what it calls: given by variables. */
export function given(key: string, of: string, value: Json | undefined): Argument {
  if (value === undefined || (typeof value === "object" && Object.keys(value ?? {}).length === 0))
    return undefined;
  const type = typeof value === "string" ? "string" : "map(string)";
  return new Given(key, of, type, value as string);
}
