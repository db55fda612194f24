import type { ThingId } from "../../contract/kinds.ts";
import { encodeId } from "../../recovery/id-segment.ts";

/** What the result of a restore is called when nobody says: `orders-api.eu-west-1.restore.json`. */
export function resultFile(things: readonly ThingId[], as: string | undefined, to: string): string {
  const [first, ...others] = things;
  const name = as ?? encodeId(first?.id ?? "");
  const more = others.length === 0 ? "" : `-and-${others.length}-more`;
  return `${name}${more}.${to}.restore.json`;
}
