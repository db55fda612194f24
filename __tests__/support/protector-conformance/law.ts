import { inspect, isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import type { AnyConforming, Sizes } from "./conforming.ts";
import { Journey } from "./journey.ts";

/** One promise of every kind. */
export interface Law {
  readonly number: number;
  readonly title: string;
  /** Why it says nothing about this kind. */
  readonly notApplicable?: (kind: AnyConforming) => string | undefined;
  /** @throws where the kind breaks it */
  readonly check: (kind: AnyConforming, sizes: Sizes) => Promise<void>;
}

export function demand(holds: boolean, broken: () => string): void {
  if (!holds) throw new Error(broken());
}

/** @throws with each place where they differ */
export function demandEqual(is: unknown, expected: unknown, what: string): void {
  demand(isDeepStrictEqual(plain(is), plain(expected)), () =>
    [what, ...unequal(plain(is), plain(expected), "")].join("\n  "),
  );
}

function unequal(is: unknown, expected: unknown, path: string): string[] {
  if (isDeepStrictEqual(is, expected)) return [];
  if (!isTree(is) || !isTree(expected) || Array.isArray(is) !== Array.isArray(expected))
    return [`${path} is ${show(is)}, not ${show(expected)}`];
  const keys = [...new Set([...Object.keys(is), ...Object.keys(expected)])];
  return keys.flatMap((key) => unequal(is[key], expected[key], path === "" ? key : `${path}.${key}`));
}

function isTree(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** As it is stored: without what JSON leaves out. */
export function plain(value: unknown): unknown {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);
}

export function show(value: unknown): string {
  return inspect(plain(value), { depth: 12, breakLength: 160, maxStringLength: 300 });
}

/** Tries a law on things of the kind. */
export function forThings(
  kind: AnyConforming,
  sizes: Sizes,
  act: (journey: Journey) => Promise<void>,
): Promise<void> {
  // biome-ignore lint/suspicious/noExplicitAny: the values are the kind's own
  const arbitrary = kind.arbitrary as fc.Arbitrary<any>;
  return fc.assert(
    fc.asyncProperty(arbitrary, (value) => act(new Journey(kind, value))),
    // Shrinking runs everything again; the first counterexample says enough when cases are few.
    {
      numRuns: sizes.cases,
      endOnFailure: sizes.cases < 20,
      ...(sizes.seed !== undefined && { seed: sizes.seed }),
    },
  );
}

const FEATURES = 40;

/** Sizes for laws that cost little, and want to meet every part that a kind has. */
export function manyThings(sizes: Sizes): Sizes {
  return { ...sizes, cases: Math.max(sizes.cases, sizes.features ?? FEATURES) };
}

/** At most so many of the calls, the first and the last among them. */
export function spread<T>(all: readonly T[], points = all.length): readonly T[] {
  if (all.length <= points) return all;
  return Array.from(
    { length: points },
    (_, n) => all[Math.round((n * (all.length - 1)) / (points - 1))] as T,
  );
}

/** The error that something ends with; `undefined`: it went well. */
export async function errorOf(act: () => unknown): Promise<Error | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
