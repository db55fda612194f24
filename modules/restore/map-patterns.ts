import { exactness } from "../protectors/kit/translate/pattern.ts";
import type { RestoreTarget } from "../protectors/protector.ts";
import { type WrongValue, wrongValue } from "./map-value.ts";

/** Stands for what a `*` may stand for: digits are in an account, a name and an id alike. */
const ANY = "000000000000";

/** What is wrong with an entry whose key or value has `*`. Without a `target`, as much as can be told. */
export function wrongPattern(key: string, value: string, target?: RestoreTarget): WrongValue | undefined {
  const [stars, others] = [starsIn(key), starsIn(value)];
  if (stars !== others)
    return {
      message: `has ${others === 0 ? "no" : others} "*", and the key has ${stars === 0 ? "none" : stars}`,
      hint: "write as many: each stands for the same text",
    };
  if (key.startsWith("*"))
    return { message: "is for a key that begins with *", hint: "write how the texts begin that it is for" };
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
