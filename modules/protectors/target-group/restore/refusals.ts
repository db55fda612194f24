import type { Blocked } from "../../blocked.ts";
import type { GroupDocument } from "../document.ts";
import type { LiveGroup } from "./live.ts";

/** Of a group of instances or addresses. */
export function otherType(resource: string, { type }: LiveGroup): Blocked {
  return {
    because: "live",
    message: `${resource} is there and is of type ${type}, which no call changes`,
    hint: "restore under another name",
  };
}

/** No call makes these groups. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html */
export function faultOfName({ name }: GroupDocument): Blocked | undefined {
  if (/^(?!-)[A-Za-z0-9-]{1,32}(?<!-)$/.test(name)) return undefined;
  return {
    because: "inexpressible",
    message: `${name} cannot be the name of a target group: it has letters, digits and hyphens, 32 at most, none of those at an end`,
    hint: "restore it under another name",
  };
}
