export function when(time: Date | number | undefined): string {
  return time === undefined ? "an unknown time" : `${new Date(time).toISOString().slice(0, 19)}Z`;
}

/** DynamoDB restores to the second. */
export function isAt(time: Date | undefined, wanted: number): boolean {
  return time !== undefined && Math.abs(time.getTime() - wanted) < 1000;
}
