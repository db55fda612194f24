import type { Thing } from "../contract/kinds.ts";
import { isArn } from "../core/arn.ts";
import { matchesGlob } from "../core/glob.ts";
import { thingName } from "../core/thing-name.ts";
import { SPECS } from "./kinds.ts";
import { thingAt } from "./thing-at.ts";

/** Whether `select.resources` has a thing: by its ARN, or as `sqs-queue/orders-*`. */
export function isNamed(resources: readonly string[], thing: Thing): boolean {
  return resources.some((one) =>
    one.startsWith("arn:") ? one === thing.arn : matchesGlob(one, thingName(thing)),
  );
}

/** The same of an ARN; `part` where what is kept is a part of what it names, such as a bucket's notifications. */
export function namedAt(resources: readonly string[], arn: string): "whole" | "part" | undefined {
  const thing = thingAt(arn);
  if (thing === undefined || !isNamed(resources, thing)) return undefined;
  return SPECS[thing.kind].partOf === undefined ? "whole" : "part";
}

/** The kind that an entry names: by the ARN of one, or as `sqs-queue/orders-*`. */
export function kindNamed(resource: string): string | undefined {
  return isArn(resource) ? thingAt(resource)?.kind : resource.slice(0, resource.indexOf("/"));
}
