import { exactness } from "../protectors/kit/translate/pattern.ts";
import type { RestoreTarget } from "../protectors/protector.ts";
import { type WrongValue, wrongValue } from "./map-value.ts";

/** Also `*` alone, for the same account on both sides. */
const ACCOUNT_OR_NONE = /^([^*]*|\*)$/;

/** Stands for what a `*` may stand for: digits are in an account, a name and an id alike. */
const ANY = "000000000000";

const NETWORK = /^(subnet|sg|vpc|eni)-[0-9a-f*]*$/;

/** What is wrong with a key that has `*`, whatever stands for it. */
export function wrongPatternKey(key: string): WrongValue | undefined {
  if (!key.includes("*")) return undefined;
  if (key.startsWith("*"))
    return {
      message: 'begins with "*", and would stand for every text',
      hint: 'write how the texts begin that it is for: "arn:aws:sqs:us-east-1:111122223333:*", or "orders-*"',
    };
  const [, kind] = NETWORK.exec(key) ?? [];
  if (kind !== undefined)
    return {
      message: `is a ${kind}'s id with "*", and AWS draws such ids: no two begin alike`,
      hint: `write a line for each: ${kind}-0a1b2c3d: ${kind}-4e5f6a7b`,
    };
  const account = /^[0-9*]+$/.test(key) ? key : (key.split(":")[4] ?? "");
  if (/^[0-9*]+$/.test(account) && account.includes("*") && account !== "*")
    return {
      message: 'is for an account\'s id with "*"',
      hint: 'write its 12 digits, in quotes where they stand alone: "111122223333"',
    };
  return undefined;
}

/** What is wrong with an entry whose key or value has `*`. Without a `target`, as much as can be told. */
export function wrongPattern(key: string, value: string, target?: RestoreTarget): WrongValue | undefined {
  const [stars, others] = [starsIn(key), starsIn(value)];
  if (stars !== others)
    return {
      message: `has ${others === 0 ? "no" : others} "*", and the key has ${stars === 0 ? "none" : stars}`,
      hint: "write as many: each stands for the same text",
    };
  if (!ACCOUNT_OR_NONE.test(value.split(":")[4] ?? ""))
    return { message: 'has an account\'s id with "*"', hint: "write its 12 digits" };
  const wrong = target && wrongValue(key.replaceAll("*", ANY), value.replaceAll("*", ANY), target);
  if (wrong === undefined) return undefined;
  const shown = (text: string): string => text.replaceAll(ANY, "*");
  return { message: shown(wrong.message), hint: shown(wrong.hint) };
}

/** A key before this one that is as exact, and may go by the same texts: nobody could tell which of the two is meant. */
export function equallyExact(key: string, before: readonly string[]): string | undefined {
  if (!key.includes("*")) return undefined;
  const own = exactness(key);
  const end = endOf(key);
  return before.find((other) => {
    if (!other.includes("*") || other === key) return false;
    const its = exactness(other);
    const itsEnd = endOf(other);
    const sameEnd = end.endsWith(itsEnd) || itsEnd.endsWith(end);
    return its.before === own.before && its.text === own.text && sameEnd;
  });
}

function endOf(key: string): string {
  return key.slice(key.lastIndexOf("*") + 1);
}

function starsIn(text: string): number {
  return text.split("*").length - 1;
}
