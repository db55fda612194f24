import { secondOf } from "../../../core/second.ts";

export function when(time: Date | number | undefined): string {
  return time === undefined ? "an unknown time" : secondOf(time);
}

/** DynamoDB restores to the second. */
export function isAt(time: Date | undefined, wanted: number): boolean {
  return time !== undefined && Math.abs(time.getTime() - wanted) < 1000;
}
