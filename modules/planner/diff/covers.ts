/** Globs of the first list that no single glob of the second covers. */
export function uncovered(globs: readonly string[], by: readonly string[]): string[] {
  return globs.filter((glob) => !by.some((wider) => covers(wider, glob)));
}

/**
 * Whether every name that `glob` matches is matched by `wider` too: `*` for any characters, `?` for one. It matches
 * the glob's own characters, of which only a `*` takes a `*`; so `?*` is not seen to cover `*a`, and what it says is
 * covered is. The last star alone is retried: the time is at most the product of both lengths.
 */
export function covers(wider: string, glob: string): boolean {
  const [pattern, text] = [normal(wider), normal(glob)];
  let at = 0;
  let star: { readonly at: number; taken: number } | undefined;
  for (let i = 0; i < text.length; ) {
    const [wanted, found] = [pattern[at], text[i]];
    if (wanted === "*") star = { at: at++, taken: i };
    else if (wanted === found || (wanted === "?" && found !== "*")) [at, i] = [at + 1, i + 1];
    else if (star === undefined) return false;
    else [at, i] = [star.at + 1, ++star.taken];
  }
  while (pattern[at] === "*") at++;
  return at === pattern.length;
}

/** `*?*` matches what `?*` matches: one form for each meaning. */
function normal(glob: string): string {
  return glob.replace(/[*?]*\*[*?]*/g, (run) => `${run.replaceAll("*", "")}*`);
}
