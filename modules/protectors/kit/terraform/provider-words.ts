import type { Json, JsonObject } from "../../../contract/json.ts";
import { own } from "../../../core/own.ts";
import type { Argument, Arguments } from "./argument.ts";

/** `KMSKeyArn` as the provider writes it: `kms_key_arn`. */
export function snakeCase(name: string): string {
  return name
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1_$2")
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase();
}

/**
 * Settings by AWS's own names as arguments of the provider, at every depth. `names`: what is called otherwise there; an
 * empty name is left out.
 */
export function providerWords(settings: JsonObject, names: Readonly<Record<string, string>> = {}): Arguments {
  return Object.fromEntries(
    Object.entries(settings).flatMap(([key, value]) => {
      const name = own(names, key) ?? snakeCase(key);
      return name === "" ? [] : [[name, wordsOf(value, names)] as const];
    }),
  );
}

function wordsOf(value: Json, names: Readonly<Record<string, string>>): Argument {
  if (Array.isArray(value)) return value.map((item: Json) => wordsOf(item, names));
  if (value === null) return undefined;
  return typeof value === "object" ? providerWords(value as JsonObject, names) : value;
}

/** A setting that AWS gives as a text: a number or a truth where that says the same. */
export function plainText(text: string): Argument {
  if (text === "true" || text === "false") return text === "true";
  return /^\d+$/.test(text) && String(Number(text)) === text ? Number(text) : text;
}
