import { type Diagnostic, warning } from "../../core/diagnostic.ts";
import type { Selection } from "../../policy/policy.ts";
import { diffSelection } from "../diff/diff-selection.ts";
import type { PlacedPolicy } from "../expand/resolve-sites.ts";
import { keepsLess, protectWords } from "../scope-words.ts";

/**
 * Policies that keep less of functions which another one keeps more of, at the same site: the newest point of such a
 * function is now of the one, now of the other. Only what is certain without knowing any function: all that one takes,
 * the other takes too. Each policy once, against the first by name.
 */
export function checkScopes(policies: readonly PlacedPolicy[], account: string): Diagnostic[] {
  return policies.flatMap((policy) => {
    const wider = policies.find(
      (other) =>
        other !== policy &&
        keepsLess(policy.protect.value, other.protect.value) &&
        [...policy.placed.keys()].some((site) => other.placed.has(site)) &&
        (takesAllOf(policy, other, account) || takesAllOf(other, policy, account)),
    );
    if (wider === undefined) return [];
    const [some, all] = takesAllOf(wider, policy, account) ? [policy, wider] : [wider, policy];
    return [
      warning(
        "SCOPE",
        policy.protect.at,
        `every function of ${some.name} is one of ${all.name} too, and ${policy.name} keeps less of it ` +
          `(${protectWords(policy.protect.value)}) than ${wider.name} (${protectWords(wider.protect.value)}): ` +
          "its newest point may lack what an older one has",
        `say the same protect in both, or exclude the functions of ${wider.name} here; a restore tells what the point it takes lacks`,
      ),
    ];
  });
}

function takesAllOf(policy: PlacedPolicy, other: PlacedPolicy, account: string): boolean {
  const [all, some] = [policy.select.value, other.select.value];
  if (!asksForNoMore(all, some)) return false;
  return diffSelection(some, all, account).every((difference) => difference.class !== "weakens");
}

/** Soon told, and true of few pairs of many. */
function asksForNoMore(all: Selection, some: Selection): boolean {
  return Object.keys(all.tags).every((key) => Object.hasOwn(some.tags, key));
}
