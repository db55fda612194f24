import type { JsonObject } from "../../contract/json.ts";
import { type PoolTriggers, SENDER_KEY, sameTrigger, triggersIn } from "./triggers.ts";

/** What a pool has where ours is to be. */
export interface InTheWay {
  readonly name: string;
  /** ARN that it calls instead. */
  readonly calls: string;
  readonly message: string;
}

/** Whether a pool calls as these triggers say, whatever else it calls. */
export function holdsTriggers(config: JsonObject, ours: PoolTriggers): boolean {
  const there = triggersIn(config);
  return [...ours].every(([name, trigger]) => sameTrigger(trigger, there.get(name)));
}

/**
 * A pool calls one function by each trigger, and encrypts for both custom senders by one key: triggers that are there and
 * say otherwise, and custom senders of others by another key.
 */
export function inTheWay(config: JsonObject, ours: PoolTriggers): readonly InTheWay[] {
  const there = triggersIn(config);
  return [...there].flatMap(([name, { arn, version, key }]): InTheWay[] => {
    const wanted = ours.get(name);
    const keys = new Set([...ours.values()].flatMap((one) => one.key ?? []));
    if (wanted === undefined)
      return key === undefined || keys.size === 0 || keys.has(key)
        ? []
        : [
            {
              name,
              calls: arn,
              message: `trigger ${name} has the ${SENDER_KEY} ${key}, and a pool has one for both senders`,
            },
          ];
    if (sameTrigger(wanted, there.get(name))) return [];
    const how = [version, key && `by key ${key}`].filter(Boolean).join(" ");
    return [{ name, calls: arn, message: `trigger ${name} calls ${arn}${how && ` (${how})`}` }];
  });
}
