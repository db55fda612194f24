import type { FunctionDocument } from "../document.ts";
import { sameContent, type VersionContent } from "./content.ts";
import type { LiveVersion } from "./live.ts";

/** Versions of a point with their content at the destination, ascending. */
export type Wanted = readonly { readonly version: string; readonly content: VersionContent }[];

/**
 * Which versions of a point are there already: from their number to the one they have there. Each of those stands for
 * one, since what is bound to a version by its number is bound to that one alone.
 *
 * At `home` a number is never another version's, not even of a function made anew, so equal numbers come first. The rest
 * goes by order: what a restore that was stopped has published is found again as it was published. One that failed is
 * the point's own at its own number alone: published anew it may come up.
 */
export function matchVersions(
  wanted: Wanted,
  live: readonly LiveVersion[],
  home: boolean,
): ReadonlyMap<string, string> {
  const matched = new Map<string, string>();
  const free = new Map(live.map((one) => [one.version, one]));
  const match = (version: string, number: string): void => {
    matched.set(version, number);
    free.delete(number);
  };
  for (const { version, content } of home ? wanted : []) {
    const there = free.get(version);
    if (there !== undefined && sameContent(there.content, content)) match(version, version);
  }
  for (const { version, content } of wanted) {
    if (matched.has(version)) continue;
    const [number] =
      [...free].find(([, there]) => there.failed === undefined && sameContent(there.content, content)) ?? [];
    if (number !== undefined) match(version, number);
  }
  return matched;
}

/** Versions that something of their own is bound to by number: two of them are two, although their content is one. */
export function boundVersions(document: FunctionDocument): ReadonlySet<string> {
  const { policies, asyncConfigs, urls, mappings, provisioned = [] } = document;
  return new Set([
    ...[...policies, ...asyncConfigs, ...urls, ...mappings, ...provisioned].flatMap(
      ({ qualifier }) => qualifier ?? [],
    ),
    ...document.versions
      .filter(({ runtimeManagement, scaling }) => runtimeManagement !== undefined || scaling !== undefined)
      .map(({ version }) => version),
  ]);
}
