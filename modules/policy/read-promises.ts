import type { Diagnostic, SourcePos } from "../core/diagnostic.ts";
import { MINUTES_A_DAY, parseDuration } from "../core/duration.ts";
import { get, items, type Located, text } from "./located.ts";
import type { LockMode, Protection, Sourced } from "./policy.ts";

/** What both a policy and the estate's defaults may say. Undefined: not said, or not in a form to be read. */
export interface Promises {
  readonly every: Sourced<number> | undefined;
  readonly retention: Sourced<number> | undefined;
  readonly copies: readonly Sourced<string>[] | undefined;
  readonly lock: Sourced<LockMode> | undefined;
  readonly protect: Sourced<readonly Protection[]> | undefined;
}

const PROTECTIONS: readonly Protection[] = ["code", "configuration", "triggers"];
const LOCKS: readonly LockMode[] = ["governance", "compliance"];

/** What holds when neither the policy nor the estate says so: daily, 35 days, no copy, a removable lock. */
export function zonekeepDefaults(at: SourcePos): {
  readonly [K in keyof Promises]-?: NonNullable<Promises[K]>;
} {
  const from = "default";
  return {
    every: { value: MINUTES_A_DAY, from, at },
    retention: { value: 35, from, at },
    copies: [],
    lock: { value: "governance", from, at },
    protect: { value: PROTECTIONS, from, at },
  };
}

export function readPromises(node: Located | undefined, from: Sourced<unknown>["from"]): Promises {
  const copies = get(node, "copies");
  return {
    every: sourced(get(get(node, "schedule"), "every"), from, minutes),
    retention: sourced(get(node, "retention"), from, days),
    copies: copies?.kind === "list" ? texts(copies, from) : undefined,
    lock: sourced(get(node, "lock"), from, (lock) => LOCKS.find((mode) => mode === text(lock))),
    protect: sourced(get(node, "protect"), from, protections),
  };
}

/** Neither code nor configuration restores a function alone. */
export function checkProtect(protect: Promises["protect"]): Diagnostic[] {
  if (protect === undefined) return [];
  const { value, at } = protect;
  const [has, lacks] = value.includes("code") ? ["code", "configuration"] : ["configuration", "code"];
  if (value.includes("code") === value.includes("configuration")) return [];
  return [
    {
      severity: "error",
      code: "VALUE",
      message: `protect has ${has} without ${lacks}, and a function is restored from both`,
      hint: `write protect: [code, configuration${value.includes("triggers") ? ", triggers" : ""}]`,
      at,
    },
  ];
}

/** The readable items of a list, each with its place. */
export function texts(node: Located | undefined, from: Sourced<unknown>["from"]): Sourced<string>[] {
  return items(node).flatMap((item) => {
    const value = text(item);
    return value === undefined ? [] : [{ value, from, at: item.at }];
  });
}

export function sourced<T>(
  node: Located | undefined,
  from: Sourced<unknown>["from"],
  read: (node: Located) => T | undefined,
): Sourced<T> | undefined {
  const value = node && read(node);
  return node === undefined || value === undefined ? undefined : { value, from, at: node.at };
}

function minutes(node: Located): number | undefined {
  return parseDuration(text(node) ?? "");
}

function days(node: Located): number | undefined {
  const written = text(node) ?? "";
  return /[dw]$/.test(written)
    ? (parseDuration(written) ?? Number.NaN) / MINUTES_A_DAY || undefined
    : undefined;
}

/** In the language's order, whatever the order written: it means nothing. */
function protections(node: Located): readonly Protection[] | undefined {
  const written = items(node).map(text);
  return written.length === 0 ? undefined : PROTECTIONS.filter((one) => written.includes(one));
}
