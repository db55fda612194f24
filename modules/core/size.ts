const BYTES = { kB: 1000, MB: 1_000_000 } as const;
const SIZE = /^([1-9][0-9]{0,5})(kB|MB)$/;

/** Bytes in `500kB` or `10MB`: a kB is 1000 bytes; at most six digits, no fractions. */
export function parseSize(text: string): number | undefined {
  const [, count, unit] = SIZE.exec(text) ?? [];
  if (count === undefined || unit === undefined) return undefined;
  return Number(count) * BYTES[unit as keyof typeof BYTES];
}
