import { shortList } from "../../core/short-list.ts";
import { compareText, uniqueSorted } from "../../core/source-order.ts";
import type { Plan } from "../plan.ts";
import { keepsLess, protectWords } from "../scope-words.ts";
import { type Coverage, isSelected } from "./coverage.ts";

/** Functions that several policies keep, one of them less than another. */
export interface ScopesInUse {
  /** By name. */
  readonly policies: readonly string[];
  /** ARNs, sorted. */
  readonly functions: readonly string[];
  readonly notice: string;
}

const MAX_NAMED = 10;

/** One entry for each set of policies, by their names. */
export function scopesInUse(
  { resources }: Pick<Coverage, "resources">,
  { policies }: Pick<Plan, "policies">,
): readonly ScopesInUse[] {
  const protects = new Map(policies.map(({ name, protect }) => [name, protect]));
  const found = new Map<
    string,
    { readonly names: readonly string[]; readonly taken: { arn: string; name: string }[] }
  >();
  for (const covered of resources.filter(isSelected)) {
    if (covered.status !== "protected") continue;
    const names = uniqueSorted(covered.by.map(({ policy }) => policy));
    const id = names.join(" ");
    const known = found.get(id) ?? { names, taken: [] };
    if (names.length > 1) found.set(id, known);
    known.taken.push({ arn: covered.arn, name: covered.name });
  }
  return [...found.values()]
    .sort((a, b) => compareText(a.names.join(" "), b.names.join(" ")))
    .flatMap(({ names, taken }): ScopesInUse[] => {
      const kept = names.flatMap((name) => {
        const protect = protects.get(name);
        return protect === undefined ? [] : [{ name, protect }];
      });
      if (!kept.some((one) => kept.some((other) => keepsLess(one.protect, other.protect)))) return [];
      const functions = taken.map(({ name }) => name).sort(compareText);
      const each = kept.map(({ name, protect }) => `${name} keeps ${protectWords(protect)}`);
      return [
        {
          policies: names,
          functions: taken.map(({ arn }) => arn).sort(compareText),
          notice:
            `${shortList(functions, MAX_NAMED)}: ${each.join("; ")}: the newest point may lack what an older one has; ` +
            "say the same protect in both, or exclude them in one",
        },
      ];
    });
}
