import { KINDS, type Kind, type Thing } from "../contract/kinds.ts";
import { type Arn, isArn, parseArn } from "../core/arn.ts";
import { matchesGlob } from "../core/glob.ts";
import { thingName } from "../core/thing-name.ts";
import { SPECS } from "./kinds.ts";
import { thingsAt } from "./thing-at.ts";

/** Whether `select.resources` has a thing: by its ARN, or as `sqs-queue/orders-*`. */
export function isNamed(resources: readonly string[], thing: Thing): boolean {
  return resources.some((one) =>
    one.startsWith("arn:") ? one === thing.arn : matchesGlob(one, thingName(thing)),
  );
}

/** The same of an ARN; `part` where what is kept is a part of what it names, such as a bucket's notifications. */
export function namedAt(resources: readonly string[], arn: string): "whole" | "part" | undefined {
  const thing = thingsAt(arn).find((one) => isNamed(resources, one));
  if (thing === undefined)
    return isArn(arn) && resources.includes(arn) && drawnKind(parseArn(arn)) !== undefined
      ? "whole"
      : undefined;
  return SPECS[thing.kind].partOf === undefined ? "whole" : "part";
}

/** Whether an entry may name something of a kind: by the ARN of one, or as `sqs-queue/orders-*`. */
export function mayName(resource: string, kind: Kind): boolean {
  if (!isArn(resource)) return resource.slice(0, resource.indexOf("/")) === kind;
  return thingsAt(resource).some((one) => one.kind === kind) || drawnKind(parseArn(resource)) === kind;
}

/** The kind of an ARN that ends with what AWS drew, and tells no id. */
export function drawnKind({ service, resource }: Arn): Kind | undefined {
  return KINDS.find((kind) => {
    const { arn, drawnResource } = SPECS[kind].written;
    return parseArn(arn).service === service && drawnResource?.test(resource) === true;
  });
}
