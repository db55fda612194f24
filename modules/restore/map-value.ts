import { isArn, parseArn } from "../core/arn.ts";
import type { RestoreTarget } from "../protectors/protector.ts";

/** What is wrong with an entry, without the text that it has, and what to write instead. */
export interface WrongValue {
  readonly message: string;
  readonly hint: string;
}

const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const NETWORK = /^(subnet|sg|vpc|eni)-[0-9a-zA-Z]+$/;
const ACCOUNT = /^[0-9]{12}$/;

/** Whether what stands for something can be of its kind, and lies where the restore goes. `undefined`: it can. */
export function wrongValue(key: string, value: string, target: RestoreTarget): WrongValue | undefined {
  if (isBucketArn(key)) return wrongBucket(value, target);
  if (isArn(key)) return wrongArn(key, value, target);
  const [, network] = NETWORK.exec(key) ?? [];
  if (network !== undefined && NETWORK.exec(value)?.[1] !== network)
    return {
      message: `is not a ${network}`,
      hint: `write the id of one in ${target.region}: ${network}-...`,
    };
  if (ACCOUNT.test(key) && !ACCOUNT.test(value))
    return { message: "is not an account", hint: 'write its 12 digits in quotes: "111122223333"' };
  if (/^[0-9]+$/.test(key) && !ACCOUNT.test(key))
    return { message: "stands for digits that are no account", hint: "write all 12 digits of the account" };
  if (BUCKET.test(key) && network === undefined && isArn(value) && !isBucketArn(value) && !ofKey(key, value))
    return {
      message: `is an ARN of ${parseArn(value).service}, and the key is a name`,
      hint: "write a name",
    };
  return undefined;
}

/** The id of a key and its ARN stand for each other. */
function ofKey(key: string, value: string): boolean {
  return parseArn(value).service === "kms" && /^[0-9a-f-]{36}$/.test(key);
}

function isBucketArn(text: string): boolean {
  return /^arn:[^:]+:s3:::[^/]+(\/.*)?$/.test(text);
}

function wrongBucket(value: string, { region, partition }: RestoreTarget): WrongValue | undefined {
  const name = /^arn:[^:]+:s3:::([^/]+)/.exec(value)?.[1] ?? value;
  if (BUCKET.test(name)) return undefined;
  return {
    message: "is not a bucket",
    hint: `write one in ${region}, by its name or its ARN: arn:${partition}:s3:::NAME`,
  };
}

function wrongArn(key: string, value: string, target: RestoreTarget): WrongValue | undefined {
  const was = parseArn(key);
  const where = was.region === "" ? "" : target.region;
  const like = `arn:${target.partition}:${was.service}:${where}:ACCOUNT:${was.resource}`;
  const hint = `write an ARN like ${was.account === "" ? like.replace("ACCOUNT", "") : like.replace("ACCOUNT", target.account)}`;
  if (!isArn(value)) return { message: "is not an ARN, and the key is one", hint };
  const is = parseArn(value);
  if (is.service !== was.service)
    return { message: `is an ARN of ${is.service}, and the key is one of ${was.service}`, hint };
  if (is.partition !== target.partition)
    return { message: `is of partition ${is.partition}, and the restore goes to ${target.partition}`, hint };
  if (was.region !== "" && is.region !== target.region)
    return { message: `lies in ${is.region || "no region"}, and the restore goes to ${target.region}`, hint };
  if (was.account !== "" && !ACCOUNT.test(is.account) && is.account !== "aws")
    return { message: "names no account of 12 digits", hint };
  const [kind, other] = [kindOf(was.resource), kindOf(is.resource)];
  if (kind !== other) return { message: `is ${named(other)}, and the key is ${named(kind)}`, hint };
  return undefined;
}

/** `table`, `function`, `role`: what stands before the first colon or slash; empty where a name stands alone. */
function kindOf(resource: string): string {
  return /^([a-z][a-z-]*)[:/]/.exec(resource)?.[1] ?? "";
}

function named(kind: string): string {
  return kind === "" ? "a name alone" : `of type ${kind}`;
}
