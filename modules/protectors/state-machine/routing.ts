/** Parts of a hundred executions by the version of now: versions that became one take theirs together. */
export function sharesOf(
  routing: Readonly<Record<string, number>>,
  now: (version: string) => string,
): Record<string, number> {
  const shares: Record<string, number> = {};
  for (const [version, weight] of Object.entries(routing)) {
    const number = now(version);
    shares[number] = (shares[number] ?? 0) + weight;
  }
  return shares;
}
