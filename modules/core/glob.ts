/**
 * `*` stands for any characters, `?` for one; everything else for itself. The last star alone is retried, so the
 * time is at most the product of both lengths whatever the glob.
 */
export function matchesGlob(glob: string, name: string): boolean {
  let at = 0;
  let star: { readonly glob: number; name: number } | undefined;
  for (let i = 0; i < name.length; ) {
    if (glob[at] === "*") {
      star = { glob: at++, name: i };
    } else if (at < glob.length && (glob[at] === "?" || glob[at] === name[i])) {
      at++;
      i++;
    } else if (star !== undefined) {
      at = star.glob + 1;
      i = ++star.name;
    } else return false;
  }
  while (glob[at] === "*") at++;
  return at === glob.length;
}
