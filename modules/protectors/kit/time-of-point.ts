import { parsePointKey } from "../../recovery/layout.ts";

/** Milliseconds since 1970 at which the run of a point began, by the point's key; NaN for a run that is of no day. */
export function timeOfPoint(point: string): number {
  const [, date = "", time = ""] = /^(\d{8})T(\d{6})Z/.exec(parsePointKey(point)?.run ?? "") ?? [];
  const day = date.replace(/(....)(..)(..)/, "$1-$2-$3");
  return Date.parse(`${day}T${time.replace(/(..)(..)(..)/, "$1:$2:$3")}Z`);
}
