const DAY = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;

/** Whether a text such as `2027-02-28` is a day of the calendar; `2027-02-30` is none. */
export function isDay(text: string): boolean {
  const [, year = "", month = "", day = ""] = DAY.exec(text) ?? [];
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return DAY.test(text) && Number(month) === date.getUTCMonth() + 1 && Number(day) === date.getUTCDate();
}
