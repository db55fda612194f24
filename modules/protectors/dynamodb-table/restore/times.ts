import { parsePointKey } from "../../../recovery/layout.ts";

/** Milliseconds since 1970 at which the point was made. */
export function timeOf(point: string): number {
  const [, date = "", time = ""] = /^(\d{8})T(\d{6})Z/.exec(parsePointKey(point)?.run ?? "") ?? [];
  const day = date.replace(/(....)(..)(..)/, "$1-$2-$3");
  return Date.parse(`${day}T${time.replace(/(..)(..)(..)/, "$1:$2:$3")}Z`);
}

export function when(time: Date | number | undefined): string {
  return time === undefined ? "an unknown time" : `${new Date(time).toISOString().slice(0, 19)}Z`;
}

/** DynamoDB restores to the second. */
export function isAt(time: Date | undefined, wanted: number): boolean {
  return time !== undefined && Math.abs(time.getTime() - wanted) < 1000;
}
