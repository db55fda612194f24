import { KINDS, type Thing } from "../contract/kinds.ts";
import { isArn, parseArn } from "../core/arn.ts";
import { SPECS } from "./kinds.ts";

/** The thing that an ARN names, where it is of a kind that we know. */
export function thingAt(arn: string): Thing | undefined {
  if (!isArn(arn)) return undefined;
  const parsed = parseArn(arn);
  for (const kind of KINDS) {
    const { idOf, ownResource = (resource) => resource } = SPECS[kind];
    const id = idOf(parsed);
    if (id === undefined) continue;
    const hanging = parsed.resource.length - ownResource(parsed.resource).length;
    return { kind, id, arn: arn.slice(0, arn.length - hanging) };
  }
  return undefined;
}
