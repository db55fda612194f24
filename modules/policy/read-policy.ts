import { uniqueSorted } from "../core/source-order.ts";
import { get, items, type Located, text } from "./located.ts";
import type { Policy, Selection } from "./policy.ts";
import { type Promises, readPromises, sourced, texts, zonekeepDefaults } from "./read-promises.ts";

/**
 * The policy that a file holds, each value with its origin. Of a file with mistakes it is the readable part,
 * good for finding further mistakes and for nothing else.
 */
export function readPolicy(root: Located, defaults: Promises | undefined): Policy {
  const { at } = root;
  const own = readPromises(root, "policy");
  const last = zonekeepDefaults(at);
  return {
    name: text(get(root, "name")) ?? "",
    owner: sourced(get(root, "owner"), "policy", text) ?? { value: "", from: "policy", at },
    select: readSelection(get(root, "select"), root),
    protect: own.protect ?? defaults?.protect ?? last.protect,
    sites: texts(get(root, "sites"), "policy"),
    every: own.every ?? defaults?.every ?? last.every,
    retention: own.retention ?? defaults?.retention ?? last.retention,
    copies: own.copies ?? defaults?.copies ?? last.copies,
    lock: own.lock ?? defaults?.lock ?? last.lock,
    at,
  };
}

function readSelection(node: Located | undefined, root: Located): Selection {
  const tags = get(node, "tags");
  const entries = tags?.kind === "map" ? [...tags.entries] : [];
  return {
    tags: Object.fromEntries(
      entries
        .map(([key, { node: value }]) => [key, tagValues(value)] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
    names: globs(get(node, "names")),
    exclude: globs(get(node, "exclude")),
    at: (node ?? root).at,
  };
}

/** `*` accepts any value, so what stands beside it says nothing more. */
function tagValues(node: Located): string[] {
  const values = node.kind === "list" ? globs(node) : [text(node) ?? ""];
  return values.includes("*") ? ["*"] : values;
}

function globs(node: Located | undefined): string[] {
  return uniqueSorted(items(node).flatMap((item) => text(item) ?? []));
}
