import type { JsonObject } from "../../contract/json.ts";

/** Settings that tell how long events are kept. */
export const OF_RETENTION: readonly string[] = ["retentionInDays", "retentionPolicyName"];

/** The retention policy of the account that tells how long a group keeps events, in place of the group's own days. */
export function accountRetention({ retentionPolicyName: name }: JsonObject): string | undefined {
  return typeof name === "string" ? name : undefined;
}

/** Whether the group's own days are known of both: otherwise there is nothing to compare, and none are written. */
export function knowsRetention(was: JsonObject, is: JsonObject): boolean {
  return accountRetention(was) === undefined && accountRetention(is) === undefined;
}

/** What a person has to know of it before a group is set as it was. */
export function retentionWarnings(resource: string, was: JsonObject, is: JsonObject | undefined): string[] {
  const [then, now] = [accountRetention(was), accountRetention(is ?? {})];
  if (then !== undefined)
    return [
      `${resource} kept its events as long as the account's retention policy ${then} said: days of its own are not in the point, and none are written`,
    ];
  const { retentionInDays: days } = was;
  if (now === undefined || days === undefined) return [];
  return [
    `${resource} keeps its events as long as the account's retention policy ${now} says: its own ${String(days)} days are not compared, and not written`,
  ];
}
