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
