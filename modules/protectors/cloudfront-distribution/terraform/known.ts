import type { Json, JsonObject } from "../../../contract/json.ts";
import { isObject, sameJson } from "../../kit/canonical.ts";
import type { Argument, Arguments } from "../../kit/terraform/argument.ts";

/** What CloudFront has by itself, and the provider of this version leaves to it. */
const DEFAULTS: readonly (readonly [member: string, value: Json])[] = [
  ["ConnectionMode", "direct"],
  ["IpAddressType", "ipv4"],
  ["OriginReadTimeout", 30],
];

/** Members that say something, and that the provider has no argument for, each with its place. */
export function unknownIn(of: JsonObject, known: readonly string[], path: string): readonly string[] {
  return Object.entries(of).flatMap(([member, value]) =>
    known.includes(member) || !says(value) || isDefault(member, value) ? [] : [`${path}${member}`],
  );
}

/** Whether a setting says anything: CloudFront tells what is not set as empty, off, or a list of none. */
export function says(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === "" || value === false || value === 0) return false;
  if (Array.isArray(value)) return value.length > 0;
  return isObject(value) ? Object.values(value).some(says) : true;
}

function isDefault(member: string, value: Json): boolean {
  return DEFAULTS.some(([name, one]) => name === member && sameJson(one, value));
}

/** An object that is not there says nothing. */
export function part(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

/** Members that are an argument each, by the provider's names: those that are not set are left out. */
export function plainWords(of: JsonObject, names: Readonly<Record<string, string>>): Arguments {
  return Object.fromEntries(
    Object.entries(names).flatMap(([member, name]) => {
      const value = of[member];
      return value === undefined || value === "" || value === null ? [] : [[name, value as Argument]];
    }),
  );
}
