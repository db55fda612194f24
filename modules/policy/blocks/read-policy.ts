import { compareText, uniqueSorted } from "../../core/source-order.ts";
import type { Exclusion, Policy, Promises, Selection } from "../policy.ts";
import { get, items, type Located, text } from "../yaml/located.ts";
import { block, sourcedItems, textSet } from "./block.ts";
import type { Profiles } from "./profiles.ts";
import { readAcceptance } from "./read-blocks.ts";
import { readPromises, zonekeepDefaults } from "./read-promises.ts";
import { readSiteTerms } from "./read-sites.ts";

/**
 * The policy that a file holds, each block with its origin. Of a file with mistakes it is the readable part,
 * good for finding further mistakes and for nothing else.
 */
export function readPolicy(root: Located, estate: Partial<Promises>, profiles: Profiles): Policy {
  const { at } = root;
  const owner = get(root, "owner");
  return {
    ...zonekeepDefaults(at),
    ...estate,
    ...profiles.promises(text(get(root, "extends"))),
    ...readPromises(root, "policy"),
    name: text(get(root, "name")) ?? "",
    nameAt: get(root, "name")?.at ?? at,
    owner: { value: text(owner) ?? "", from: "policy", at: owner?.at ?? at },
    select: block(get(root, "select"), "policy", readSelection) ?? {
      value: readSelection(root),
      from: "policy",
      at,
      places: {},
    },
    sites: readSiteTerms(get(root, "sites"), "policy"),
    excludeSites: readSiteTerms(get(root, "exclude-sites"), "policy"),
    accept: sourcedItems(get(root, "accept"), "policy", readAcceptance),
    at,
  };
}

function readSelection(node: Located): Selection {
  const tags = get(node, "tags");
  const entries = tags?.kind === "map" ? [...tags.entries] : [];
  return {
    tags: Object.fromEntries(
      entries
        .map(([key, { node: value }]) => [key, tagValues(value)] as const)
        .sort(([a], [b]) => compareText(a, b)),
    ),
    names: textSet(get(node, "names")),
    arns: textSet(get(node, "arns")),
    runtimes: textSet(get(node, "runtimes")),
    accounts: accountIds(get(node, "accounts")),
    exclude: readExclusions(get(node, "exclude")),
    resources: textSet(get(node, "resources")),
  };
}

/** As written: one without its quotes is a number, told as such, and asks for another account all the same. */
function accountIds(node: Located | undefined): string[] {
  return uniqueSorted(items(node).flatMap((item) => (item.kind === "scalar" ? [item.source] : [])));
}

/** `*` accepts any value, so what stands beside it says nothing more. */
function tagValues(node: Located): string[] {
  const values = node.kind === "list" ? textSet(node) : [text(node) ?? ""];
  return values.includes("*") ? ["*"] : values;
}

function readExclusions(node: Located | undefined): Exclusion[] {
  return items(node)
    .flatMap((item): Exclusion[] => {
      const name = text(item) ?? text(get(item, "name"));
      const reason = text(get(item, "reason"));
      return name === undefined ? [] : [{ name, ...(reason !== undefined && { reason }) }];
    })
    .sort((a, b) => compareText(a.name, b.name) || compareText(a.reason ?? "", b.reason ?? ""));
}
