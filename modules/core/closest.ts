/** With more of them it is another word: description is not encryption. */
const MAX_SLIPS = 2;

/** The candidate a person most likely meant, if one is near enough to be worth saying. */
export function closest(written: string, candidates: Iterable<string>): string | undefined {
  if (written.length > 64) return undefined;
  let best: string | undefined;
  let min = Math.min(MAX_SLIPS, Math.max(1, Math.floor(written.length / 3))) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - written.length) >= min) continue;
    const distance = editDistance(written.toLowerCase(), candidate.toLowerCase());
    if (distance < min) [best, min] = [candidate, distance];
  }
  return best;
}

/** Insertions, deletions, replacements and swaps of neighbours, each counted once. */
function editDistance(a: string, b: string): number {
  let older: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(
        (above[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (above[j - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (older[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [older, above] = [above, row];
  }
  return above[b.length] ?? 0;
}
