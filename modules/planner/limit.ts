import { formatDuration } from "../core/duration.ts";

/** A bound and the page that states it; of one that is our own, whose it is and why. */
export interface Limit {
  readonly value: number;
  readonly source: string;
}

/** A range, both ends allowed. */
export interface Range {
  readonly min: Limit;
  readonly max: Limit;
}

/** A value outside of its bounds, before it is known where it was written. */
export interface LimitFault {
  readonly code: "LIMIT";
  readonly message: string;
  readonly hint: string;
}

/** How a value is told. */
interface Wording {
  /** Figures of its kind; else they are minutes. */
  readonly format?: (value: number) => string;
  /** What to do, from `10m or more`; else to write that. */
  readonly hint?: (bound: string) => string;
}

/** Nothing for a value that is not below its minimum. `subject` names the value, with its figure. */
export function belowMin(subject: string, value: number, min: Limit, wording: Wording = {}): LimitFault[] {
  return value < min.value ? [fault(subject, "minimum", "or more", min, wording)] : [];
}

/** Nothing for a value that is not above its maximum. */
export function aboveMax(subject: string, value: number, max: Limit, wording: Wording = {}): LimitFault[] {
  return value > max.value ? [fault(subject, "maximum", "or less", max, wording)] : [];
}

function fault(
  subject: string,
  name: string,
  side: string,
  { value, source }: Limit,
  { format = formatDuration, hint = (bound) => `write ${bound}` }: Wording,
): LimitFault {
  const bound = format(value);
  return {
    code: "LIMIT",
    message: `${subject}, the ${name} is ${bound}`,
    hint: `${hint(`${bound} ${side}`)}: ${source}`,
  };
}
