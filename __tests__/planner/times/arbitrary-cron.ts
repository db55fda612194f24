import fc from "fast-check";

const MONTHS = ["JAN", "feb", "Mar", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAYS = ["SUN", "mon", "Tue", "WED", "THU", "FRI", "SAT"];

/** One field in every form that is understood. */
function field(min: number, max: number, names: readonly string[] = []): fc.Arbitrary<string> {
  const number = fc.integer({ min: min, max: max });
  const value = number.chain((n) => fc.constantFrom(String(n), names[n - min] ?? String(n)));
  const range = fc.tuple(number, number).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
  const step = fc.integer({ min: 1, max: max - min });
  const part = fc.oneof(
    value,
    range,
    fc.tuple(fc.constantFrom("*"), step).map(([all, n]) => `${all}/${n}`),
    fc.tuple(range, step).map(([over, n]) => `${over}/${n}`),
  );
  return fc.oneof(
    fc.constant("*"),
    fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(",")),
  );
}

/** Any cron that is taken, as a person may write it. */
export const cronText: fc.Arbitrary<string> = fc
  .tuple(
    field(0, 59),
    field(0, 23),
    fc.oneof(fc.tuple(field(1, 31), fc.constant("*")), fc.tuple(fc.constant("*"), field(0, 6, WEEKDAYS))),
    field(1, 12, MONTHS),
  )
  .map(([minute, hour, [day, weekday], month]) => `${minute} ${hour} ${day} ${month} ${weekday}`);
