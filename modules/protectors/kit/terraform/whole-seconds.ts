import type { Argument } from "./argument.ts";

/** A time in ISO 8601 as the provider shows it: without parts of a second. Anything else as it is. */
export function wholeSeconds(time: Argument): Argument {
  return typeof time === "string" ? time.replace(/\.\d+Z$/, "Z") : time;
}
