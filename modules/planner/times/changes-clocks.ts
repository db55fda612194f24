const DAY = 86_400_000;
/** Two years, half a month at a time: no summer time is shorter, nor is the pause that Ramadan puts into one. */
const SAMPLES = 48;
const STEP = 15.2 * DAY;

const known = new Map<string, boolean>();

/**
 * Whether the clocks of a time zone change in the two years from a day on. What this Node does not know may change.
 * Kept once found: a thousand policies name a few zones.
 */
export function changesClocks(timeZone: string, from: Date): boolean {
  const key = `${timeZone} ${from.getUTCFullYear()}`;
  const found = known.get(key) ?? find(timeZone, from);
  known.set(key, found);
  return found;
}

function find(timeZone: string, from: Date): boolean {
  try {
    const format = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" });
    const offsetAt = (time: number): string | undefined =>
      format.formatToParts(time).find(({ type }) => type === "timeZoneName")?.value;
    const first = offsetAt(from.getTime());
    return Array.from({ length: SAMPLES }, (_, i) => offsetAt(from.getTime() + i * STEP)).some(
      (offset) => offset !== first,
    );
  } catch (error) {
    if (error instanceof RangeError) return true;
    throw error;
  }
}
