const DAY = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;

/** Whether a text such as `2027-02-28` is a day of the calendar; `2027-02-30` is not. */
export function isDay(text: string): boolean {
  const [, year = "", month = "", day = ""] = DAY.exec(text) ?? [];
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return DAY.test(text) && Number(month) === date.getUTCMonth() + 1 && Number(day) === date.getUTCDate();
}

/** The day of a moment in UTC: `2026-11-29`. */
export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

/** A day so many days after another. */
export function daysAfter(day: string, days: number): string {
  return dayOf(new Date(Date.parse(day) + days * 86_400_000));
}
