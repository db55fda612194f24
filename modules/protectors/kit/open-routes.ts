import { shortList } from "../../core/short-list.ts";

/** So many are named; the point has them all. */
const MAX_NAMED = 10;

/**
 * What anybody may call of an API that comes back. That is usual of an API on the web, unlike a policy that lets anybody in,
 * so that no `--allow-public` is asked for it: it is said.
 */
export function openRoutes(resource: string, open: readonly string[]): string[] {
  if (open.length === 0) return [];
  return [
    `${resource}: anybody may call ${shortList(open, MAX_NAMED)} once it is armed: nothing that it has asks who calls`,
  ];
}
