/** A moment in UTC, to the second: `2026-11-30T18:20:00Z`. */
export function secondOf(moment: Date | number): string {
  return `${new Date(moment).toISOString().slice(0, 19)}Z`;
}
