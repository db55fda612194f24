import { shortList } from "../../core/short-list.ts";
import { loadProtector } from "../../protectors/load.ts";
import { functionsTagged } from "../../restore/tagged.ts";
import { byThen, type Sought } from "./sought.ts";

export type WantedTag = readonly [key: string, value: string];

/** Keys and values that a message names. */
const MAX_NAMED = 20;

/** Functions by the tags that they had when they were captured, each of them. */
export function taggedWith(
  tags: readonly WantedTag[],
  which: { readonly point?: string; readonly at?: number },
): Sought {
  const written = tags.map(([key, value]) => `${key}=${value}`).join(" and ");
  const seen = new Map<string, Set<string>>();
  const unread = new Set<string>();
  return {
    what: `function with tag ${written}${byThen(which.at)}`,
    name: `tag ${written}`,
    find: async (source) => {
      const lambda = await loadProtector("lambda");
      const tagsOf = (document: unknown): Readonly<Record<string, string>> => lambda.parse(document).tags;
      const found = await functionsTagged({ ...source, tagsOf }, tags, which);
      for (const [key, values] of found.seen) seen.set(key, new Set([...(seen.get(key) ?? []), ...values]));
      for (const name of found.leftOut) unread.add(name);
      return found.things.length === 0 ? undefined : found;
    },
    meant: async () => [tagsThere(), ...unreadThere()].join("; "),
  };

  function tagsThere(): string {
    const known = tags.filter(([key]) => seen.has(key));
    if (known.length > 0)
      return known
        .map(([key]) => `${key} is ${shortList([...(seen.get(key) ?? [])].sort(), MAX_NAMED)}`)
        .join("; ");
    return seen.size === 0
      ? "no function there has a tag"
      : `functions there have tags ${shortList([...seen.keys()].sort(), MAX_NAMED)}`;
  }

  function unreadThere(): string[] {
    if (unread.size === 0) return [];
    return [
      `the tags of ${shortList([...unread].sort(), MAX_NAMED)} cannot be read: npx zonekeep verify tells why`,
    ];
  }
}
