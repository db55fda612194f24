/** `a, b and 3 more`: so many names at the most, the others counted. */
export function few(names: readonly string[], most: number): string {
  const shown = names.slice(0, most).join(", ");
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}
