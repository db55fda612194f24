import type { Json } from "../../contract/json.ts";
import { isObject } from "../kit/canonical.ts";

/**
 * Whether what a filter looks for in a field, by any of its words, takes a region.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function takesRegion(wanted: Json, region: string): boolean {
  if (Array.isArray(wanted)) return wanted.some((one: Json) => takesRegion(one, region));
  if (!isObject(wanted)) return wanted === region;
  return Object.entries(wanted).some(([word, value]) => takes(word, value, region));
}

function takes(word: string, value: Json, region: string): boolean {
  if (word === "anything-but") return !takesRegion(value, region);
  if (word === "exists") return value === true;
  if (Array.isArray(value)) return value.some((one: Json) => takes(word, one, region));
  if (isObject(value)) {
    const { "equals-ignore-case": text } = value;
    return text !== undefined && takes(word, text, region);
  }
  const text = String(value).toLowerCase();
  if (word === "prefix") return region.startsWith(text);
  if (word === "suffix") return region.endsWith(text);
  if (word === "equals-ignore-case") return region === text;
  return word === "wildcard" && inWildcard(text.split("*"), region);
}

/** First and last part at the ends, the others in this order between. */
function inWildcard(parts: readonly string[], region: string): boolean {
  const [first = "", ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return region === first;
  if (!region.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = region.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return region.length - last.length >= at && region.endsWith(last);
}
