/**
 * What runs name the rule, queues and replay by which they read an archive: not as the rest of zonekeep's is named, for who
 * touches that is told of, and these come and go with each run.
 */
export const READING = "replay-for-zonekeep-";

const NAME = new RegExp(`^${READING}(\\d{4})(\\d{2})(\\d{2})T(\\d{2})(\\d{2})(\\d{2})Z-[0-9a-f]{8}$`);

/** `random`: 4 bytes. */
export function readingName(began: Date, random: Uint8Array): string {
  const time = began.toISOString().slice(0, 19).replaceAll(/[-:]/g, "");
  return `${READING}${time}Z-${Buffer.from(random).toString("hex")}`;
}

/** When the reading of that name began. Undefined: it is none. */
export function readingBegan(name: string): Date | undefined {
  const [, year, month, day, hour, minute, second] = NAME.exec(name) ?? [];
  if (year === undefined) return undefined;
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}
