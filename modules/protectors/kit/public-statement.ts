import type { Json, JsonObject } from "../../contract/json.ts";
import { isObject } from "./canonical.ts";

/** Condition keys, in lower case, that leave out strangers when they are compared with something certain. */
const BOUNDING = new Set([
  "aws:principalaccount",
  "aws:principalarn",
  "aws:principalorgid",
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:sourceorgid",
  "aws:sourceowner",
  "aws:sourcevpc",
  "aws:sourcevpce",
]);

/** Operators under which a request without the key is refused. Not `IfExists`, `ForAllValues` or a negation. */
const BINDING = /^(ForAnyValue:)?(String(Equals|EqualsIgnoreCase|Like)|Arn(Equals|Like))$/;

/** Whether a statement of a resource's policy lets anybody at all in: no source, account or organisation bounds it. */
export function isPublicStatement({ Effect, Principal, NotPrincipal, Condition }: JsonObject): boolean {
  if (Effect !== "Allow") return false;
  if (NotPrincipal === undefined && !isAnybody(Principal)) return false;
  const conditions = isObject(Condition) ? Object.entries(Condition) : [];
  return !conditions.some(([operator, tests]) => BINDING.test(operator) && bounds(tests as Json));
}

/**
 * A source with wildcards that leave the account open bounds nothing, nor does a bucket's name with one: anybody can make
 * a bucket of that name. A variable (`${aws:PrincipalArn}`) is what the caller brings along.
 */
export function namesSource(arn: string): boolean {
  const [, , , , account = "", resource = ""] = arn.split(":");
  if (arn.includes("${")) return false;
  return /^[0-9]{12}$/.test(account) || (account === "" && /^[^*?]+$/.test(resource));
}

function isAnybody(principal: Json | undefined): boolean {
  if (principal === "*") return true;
  return isObject(principal) && listOf(principal.AWS).includes("*");
}

function bounds(tests: Json): boolean {
  if (!isObject(tests)) return false;
  return Object.entries(tests).some(
    ([key, value]) => BOUNDING.has(key.toLowerCase()) && listOf(value as Json).every(isCertain),
  );
}

function isCertain(value: Json): boolean {
  if (typeof value !== "string") return false;
  return value.startsWith("arn:") ? namesSource(value) : !/[*?]|\$\{/.test(value);
}

function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
