import { type Diagnostic, type SourcePos, warning } from "../../core/diagnostic.ts";
import { GENERATIONS, type Policy, type Retention } from "../../policy/policy.ts";
import { copyRetention, GENERATION_DAYS, retentionDays } from "../retention-days.ts";
import type { PriceBook } from "./price-book.ts";
import { SIZES } from "./stock.ts";

/** Where a policy pays for what it does not get. All of it works: these are warnings. */
export function checkWaste(policy: Policy, prices: PriceBook): Diagnostic[] {
  const { retention, copies, protect } = policy;
  const kept: readonly [string, Retention, SourcePos][] = [
    ["points", retention.value, retention.places["cold-after"] ?? retention.at],
    ...copies.value.map((copy): [string, Retention, SourcePos] => {
      const at = copies.places[`${copy.to}.cold-after`] ?? copies.places[`${copy.to}.keep`] ?? copies.at;
      return [`copies in ${copy.to}`, copyRetention(retention.value, copy), at];
    }),
  ];
  // A copy that says nothing of its own is as its source: once is enough.
  const different = kept.filter(
    ([, own], i) =>
      i === 0 || own.keep !== retention.value.keep || own.coldAfter !== retention.value.coldAfter,
  );
  return [
    ...different.flatMap(([what, own, at]) => [
      ...tooSoon(what, own, at, prices),
      ...tooSmall(what, own, at, prices),
    ]),
    ...(protect.value.state.includes("tables") ? fullBackups(policy, prices) : []),
  ];
}

/** Whichever ends last is refused by `checkRetention`; the others cost more than they have to. */
function tooSoon(what: string, retention: Retention, at: SourcePos, { coldStay }: PriceBook): Diagnostic[] {
  const { coldAfter } = retention;
  if (coldAfter === undefined) return [];
  return spansOf(retention)
    .filter(
      ({ days }) => days > coldAfter && days < Math.min(coldAfter + coldStay.value, retentionDays(retention)),
    )
    .map(({ word, days }) =>
      warning(
        "BUDGET",
        at,
        `${word}${what} end after ${days} days, ${days - coldAfter} of them in cold storage, which is paid for ${coldStay.value} days at least`,
        `keep them ${coldAfter + coldStay.value} days or more, or move them later: ${coldStay.source}`,
      ),
    );
}

function tooSmall(
  what: string,
  { coldAfter }: Retention,
  at: SourcePos,
  { coldFloor }: PriceBook,
): Diagnostic[] {
  if (coldAfter === undefined || SIZES.point >= coldFloor.value) return [];
  return [
    warning(
      "BUDGET",
      at,
      `${what} are objects of about ${SIZES.point} bytes, and cold storage counts each as ${coldFloor.value}`,
      `leave out cold-after, unless packages are most of what is kept: ${coldFloor.source}`,
    ),
  ];
}

function fullBackups({ retention }: Policy, { incremental }: PriceBook): Diagnostic[] {
  const days = Math.min(...spansOf(retention.value).map((span) => span.days));
  if (days >= incremental.value) return [];
  return [
    warning(
      "BUDGET",
      retention.places.keep ?? retention.at,
      `tables are kept for ${days} days: under ${incremental.value}, each backup may be a full one`,
      `keep them ${incremental.value} days or more: ${incremental.source}`,
    ),
  ];
}

/** How many days each kind of point is kept. */
function spansOf({ keep, generations }: Retention): { readonly word: string; readonly days: number }[] {
  const spans = GENERATIONS.flatMap((generation) => {
    const count = generations[generation];
    return count === undefined
      ? []
      : [{ word: `${generation} `, days: Math.ceil(count * GENERATION_DAYS[generation]) }];
  });
  return keep === undefined ? spans : [{ word: "", days: keep }, ...spans];
}
