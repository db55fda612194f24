/**
 * When a run began, in milliseconds, as its id says: `20261123T210800Z-1f2e3d4c`. `undefined` for what is no time, such as
 * the 31st of a short month.
 */
export function runTime(run: string): number | undefined {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/.exec(run) ?? [];
  if (year === undefined) return undefined;
  const written = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const time = Date.parse(written);
  return !Number.isNaN(time) && new Date(time).toISOString() === written ? time : undefined;
}
