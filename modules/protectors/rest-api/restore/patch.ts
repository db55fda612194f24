import type { PatchOperation } from "@aws-sdk/client-api-gateway";
import type { Json, JsonObject } from "../../../contract/json.ts";
import { own } from "../../../core/own.ts";
import { sameJson } from "../../kit/canonical.ts";
import { sortedKeys } from "../../kit/sorted-keys.ts";

/** Operations that make the named members as they are wanted; one that is not wanted is emptied. */
export function replacing(
  wanted: JsonObject,
  live: JsonObject,
  members: readonly string[],
): PatchOperation[] {
  return members.flatMap((name) => {
    const [to, from] = [own(wanted, name), own(live, name)];
    if (sameJson(to, from)) return [];
    return [{ op: "replace" as const, path: `/${name}`, value: textOf(to) }];
  });
}

/** What of a set is to be added, and what is to go. `path` ends where the member's own name follows. */
export function memberPatches(
  wanted: Json | undefined,
  live: Json | undefined,
  operation: (op: "add" | "remove", member: string) => PatchOperation,
): PatchOperation[] {
  const [to, from] = [listOf(wanted), listOf(live)];
  return [
    ...to.filter((one) => !from.includes(one)).map((one) => operation("add", one)),
    ...from.filter((one) => !to.includes(one)).map((one) => operation("remove", one)),
  ];
}

/** As a segment of a path, by RFC 6901. https://docs.aws.amazon.com/apigateway/latest/api/API_PatchOperation.html */
export function segment(text: string): string {
  return text.replaceAll("~", "~0").replaceAll("/", "~1");
}

export function isSameJson(a: Json | undefined, b: Json | undefined): boolean {
  return sameJson(a === undefined ? a : sortedKeys(a), b === undefined ? b : sortedKeys(b));
}

function listOf(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
