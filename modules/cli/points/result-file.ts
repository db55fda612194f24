import type { ThingId } from "../../contract/kinds.ts";
import { hashOf } from "../../core/hash.ts";
import { thingName } from "../../core/thing-name.ts";
import { encodeId } from "../../recovery/id-segment.ts";

/**
 * What the result of a restore is called when nobody says: `orders-api.eu-west-1.restore.json`. Anything but one function
 * has its kind in the name, and several things a number of their own: no restore replaces the result of another.
 */
export function resultFile(things: readonly ThingId[], as: string | undefined, to: string): string {
  const [first, ...others] = things;
  if (first === undefined) throw new Error("nothing is to be restored");
  const kind = first.kind === "lambda" ? "" : `${first.kind}.`;
  const name = `${kind}${as ?? encodeId(first.id)}`;
  if (others.length === 0) return `${name}.${to}.restore.json`;
  const all = hashOf(things.map(thingName).sort().join(" ")).toString(16).padStart(8, "0");
  return `${name}-and-${others.length}-more-${all}.${to}.restore.json`;
}

/** `policy.orders.eu-west-1.restore.json`: a function may have the name of a policy. */
export function resultFileOfPolicy(policy: string, to: string): string {
  return `policy.${encodeId(policy)}.${to}.restore.json`;
}

/** `tag.service.orders.eu-west-1.restore.json`. Names of files have 255 bytes at most: long ones are cut, and told apart by a number. */
export function resultFileOfTags(
  tags: readonly (readonly [key: string, value: string])[],
  to: string,
): string {
  const words = tags.flat().filter((word) => word !== "");
  const name = words.map(encodeId).join(".");
  if (name.length <= LONGEST) return `tag.${name}.${to}.restore.json`;
  return `tag.${name.slice(0, LONGEST)}-${hashOf(name).toString(16).padStart(8, "0")}.${to}.restore.json`;
}

const LONGEST = 150;
