import { KINDS, type Thing } from "../contract/kinds.ts";
import { isArn, parseArn } from "../core/arn.ts";
import { SPECS } from "./kinds.ts";

/** The thing that an ARN names, where it is of a kind that we know; the first where kinds share their ARNs, as APIs do. */
export function thingAt(arn: string): Thing | undefined {
  return thingsAt(arn)[0];
}

/** What an ARN may name. */
export function thingsAt(arn: string): readonly Thing[] {
  if (!isArn(arn)) return [];
  const parsed = parseArn(arn);
  return KINDS.flatMap((kind) => {
    const { idOf, ownResource = (resource) => resource } = SPECS[kind];
    const id = idOf(parsed);
    if (id === undefined) return [];
    const hanging = parsed.resource.length - ownResource(parsed.resource).length;
    return [{ kind, id, arn: arn.slice(0, arn.length - hanging) }];
  });
}
