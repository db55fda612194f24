/** `a, b and 3 more`: so many names at most, the others counted. */
export function shortList(names: readonly string[], max: number): string {
  const shown = names.slice(0, max).join(", ");
  return names.length > max ? `${shown} and ${names.length - max} more` : shown;
}
