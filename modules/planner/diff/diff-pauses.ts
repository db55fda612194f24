import { compareText } from "../../core/source-order.ts";
import type { DateText, SchedulePause } from "../../policy/policy.ts";
import { type BlockDifference, differenceOf, other, quoted, was } from "./difference.ts";

/** Days from the first to the one before the second. */
type Span = Pick<SchedulePause, "from" | "to">;

const PATH = "schedule.pauses";

/** Days without runs. Pauses that touch are one, and days before `today` weaken nothing any more. */
export function diffPauses(
  before: readonly SchedulePause[],
  after: readonly SchedulePause[],
  today: DateText | undefined,
): BlockDifference[] {
  const [old, now] = [joined(before), joined(after)];
  const [added, ended] = [without(now, old), without(old, now)];
  const isPast = ({ to }: Span): boolean => today !== undefined && compareText(to, today) <= 0;
  const still = (spans: readonly Span[]): string[] => spans.filter((one) => !isPast(one)).map(span);
  const past = [...added, ...ended].filter(isPast).map(span);
  const reasons = after.flatMap((pause) => {
    const [same, ...more] = before.filter((one) => span(one) === span(pause));
    if (same === undefined || [same, ...more].some(({ reason }) => reason === pause.reason)) return [];
    const what = `pauses from ${span(pause)}: reason ${was(same.reason, pause.reason, quoted)}`;
    return other(`${PATH}.${pause.from}`, same.reason, pause.reason, what);
  });
  return [
    ...differenceOf("weakens", PATH, still(added), (spans) => `no longer runs from ${spans}`),
    ...differenceOf("adds", PATH, still(ended), (spans) => `runs from ${spans} again`),
    ...differenceOf("changes", PATH, past, (spans) => `another pause from ${spans}, which is past`),
    ...reasons,
  ];
}

function joined(pauses: readonly SchedulePause[]): readonly Span[] {
  const spans: Span[] = [];
  for (const { from, to } of pauses.filter(lasts).sort((a, b) => compareText(a.from, b.from))) {
    const last = spans.at(-1);
    if (last === undefined || compareText(last.to, from) < 0) spans.push({ from, to });
    else spans[spans.length - 1] = { from: last.from, to: compareText(last.to, to) < 0 ? to : last.to };
  }
  return spans;
}

/** The days of the first that are in none of the second; both are joined. */
function without(spans: readonly Span[], others: readonly Span[]): Span[] {
  return spans.flatMap((whole) => {
    const left: Span[] = [];
    let { from } = whole;
    for (const taken of others) {
      left.push({ from, to: min(taken.from, whole.to) });
      from = max(from, taken.to);
    }
    return [...left, { from, to: whole.to }].filter(lasts);
  });
}

function min(a: string, b: string): string {
  return compareText(a, b) < 0 ? a : b;
}

function max(a: string, b: string): string {
  return compareText(a, b) < 0 ? b : a;
}

function lasts({ from, to }: Span): boolean {
  return compareText(from, to) < 0;
}

function span({ from, to }: Span): string {
  return `${from} to ${to}`;
}
