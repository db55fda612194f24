import type { Json, JsonObject } from "../../contract/json.ts";
import { isObject, sameJson } from "../kit/canonical.ts";

/** When a pool calls a function, in one form for all triggers. */
export interface PoolTrigger {
  /** ARN of the function, with its qualifier. */
  readonly arn: string;
  /** Form of the event. Absent: the trigger knows but one. */
  readonly version?: string;
  /** ARN of the key by which a custom sender's event is encrypted. */
  readonly key?: string;
}

/** By Cognito's name of each: `PreSignUp`. */
export type PoolTriggers = ReadonlyMap<string, PoolTrigger>;

/** One trigger by two members: AWS tells both, and takes both where they name the same function. */
const TOKEN = { legacy: "PreTokenGeneration", now: "PreTokenGenerationConfig" } as const;
/** What the legacy one means. */
const FIRST_VERSION = "V1_0";
/** The only triggers that the key is for. Both have the same. */
const SENDERS = ["CustomSMSSender", "CustomEmailSender"];
export const SENDER_KEY = "KMSKeyID";

/** A member that this version does not know is a trigger too, where it has the form of one. */
export function triggersIn(config: JsonObject): PoolTriggers {
  const found = new Map<string, PoolTrigger>();
  for (const [name, value] of Object.entries(config)) {
    if (name === SENDER_KEY || (name === TOKEN.legacy && config[TOKEN.now] !== undefined)) continue;
    const trigger = triggerOf(value);
    if (trigger === undefined) continue;
    const key = config[SENDER_KEY];
    const keyed = SENDERS.includes(name) && typeof key === "string" ? { ...trigger, key } : trigger;
    if (name === TOKEN.now) found.set(TOKEN.legacy, keyed);
    else found.set(name, name === TOKEN.legacy ? { ...keyed, version: FIRST_VERSION } : keyed);
  }
  return found;
}

function triggerOf(value: Json): PoolTrigger | undefined {
  if (typeof value === "string" && value !== "") return { arn: value };
  if (!isObject(value) || typeof value.LambdaArn !== "string") return undefined;
  const { LambdaArn: arn, LambdaVersion: version } = value;
  return { arn, ...(typeof version === "string" && { version }) };
}

export function sameTrigger(one: PoolTrigger, other: PoolTrigger | undefined): boolean {
  return (
    other !== undefined &&
    sameJson([one.arn, one.version ?? "", one.key ?? ""], [other.arn, other.version ?? "", other.key ?? ""])
  );
}

/** The configuration with these triggers in it, in place of those of the same name. All others stay. */
export function withTriggers(config: JsonObject, triggers: PoolTriggers): JsonObject {
  const members = [...triggers].flatMap(([name, { arn, version, key }]): [string, Json][] => {
    const value = version === undefined ? arn : { LambdaVersion: version, LambdaArn: arn };
    if (name === TOKEN.legacy)
      return [
        [TOKEN.legacy, arn],
        [TOKEN.now, value],
      ];
    return [[name, value], ...(key === undefined ? [] : [[SENDER_KEY, key] as [string, Json]])];
  });
  return { ...config, ...Object.fromEntries(members) };
}

/** The configuration without these; without the key too, where `key` says so and no custom sender is left. */
export function withoutTriggers(
  config: JsonObject,
  names: readonly string[],
  { key }: { readonly key: boolean },
): JsonObject {
  const gone = new Set(names.flatMap((name) => (name === TOKEN.legacy ? [name, TOKEN.now] : [name])));
  const left = Object.fromEntries(Object.entries(config).filter(([name]) => !gone.has(name)));
  if (!key || SENDERS.some((name) => left[name] !== undefined)) return left;
  const { [SENDER_KEY]: _, ...rest } = left;
  return rest;
}

/** Only these of a configuration, and the key where one of them has need of it. */
export function onlyTriggers(config: JsonObject, names: ReadonlySet<string>): JsonObject {
  const others = [...triggersIn(config).keys()].filter((name) => !names.has(name));
  return withoutTriggers(config, others, { key: true });
}
