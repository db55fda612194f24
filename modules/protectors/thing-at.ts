import { KINDS, type Thing } from "../contract/kinds.ts";
import { isArn, parseArn } from "../core/arn.ts";
import { SPECS } from "./kinds.ts";

/** The thing that an ARN names, where it is of a kind that we know. */
export function thingAt(arn: string): Thing | undefined {
  if (!isArn(arn)) return undefined;
  for (const kind of KINDS) {
    const id = SPECS[kind].idOf(parseArn(arn));
    if (id !== undefined) return { kind, id, arn };
  }
  return undefined;
}
