const DAY = 24 * 3_600_000;

/**
 * When a clock of a zone shows a time (`2026-03-29T02:30:00`), in milliseconds since 1970. What it shows twice, when summer
 * time ends, counts the second time; what it never shows, when summer time begins, as if that had not begun. `undefined`:
 * no zone of that name is known, or no such time.
 */
export function momentIn(zone: string, local: string): number | undefined {
  const shown = Date.parse(`${local}Z`);
  if (Number.isNaN(shown)) return undefined;
  const clock = clockOf(zone);
  if (clock === undefined) return undefined;
  const offsetAt = (moment: number): number => {
    const parts = Object.fromEntries(
      clock.formatToParts(moment).map(({ type, value }) => [type, Number(value)]),
    );
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(moment / 1000) * 1000;
  };
  // No zone is a day from UTC, so the offset that holds is that of a day before or after.
  const around = [shown - DAY, shown + DAY].map((moment) => ({ at: shown - offsetAt(moment), moment }));
  const real = around.filter(({ at, moment }) => offsetAt(at) === offsetAt(moment));
  return Math.max(...(real.length > 0 ? real : around).map(({ at }) => at));
}

function clockOf(timeZone: string): Intl.DateTimeFormat | undefined {
  const digits = "numeric";
  try {
    return new Intl.DateTimeFormat("en-US", {
      ...{ timeZone, calendar: "gregory", numberingSystem: "latn", hourCycle: "h23" },
      ...{ year: digits, month: digits, day: digits, hour: digits, minute: digits, second: digits },
    });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
