/**
 * What source control calls a revision: a commit of git (abbreviated, SHA-1 or SHA-256), one of Subversion (`r4711`), a
 * version (`v1.4.2`), or what `git describe` makes of both (`v1.4.2-3-g1a2b3c4`); `-dirty` after it. Nothing else, and not
 * 32 hexadecimal digits, which many keys have: the text is shown wherever points are.
 */
const REVISION =
  /^(?:[0-9a-f]{7,16}|[0-9a-f]{40}|[0-9a-f]{64}|r[0-9]{1,10}|v?[0-9]{1,6}(?:\.[0-9]{1,6}){1,3}(?:-[0-9]{1,6}-g[0-9a-f]{7,40})?)(?:-dirty)?$/;

export function isSourceRevision(text: string): boolean {
  return REVISION.test(text);
}

/** As `git` abbreviates it, and as it can be asked for: `1a2b3c4d5e6f`. */
export function shortRevision(revision: string): string {
  return revision.replace(/^([0-9a-f]{12})[0-9a-f]{28,52}/, "$1");
}
