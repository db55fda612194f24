import type { AliasDocument } from "../document.ts";
import type { Allocated } from "./function-settings.ts";

/**
 * Aliases as they are meant. Of one that was pointed at another version Lambda shows the version before with a weight of 1,
 * until the provisioned concurrency of the alias is there for the new one: kept as it is read, it would send everything to
 * the old version for ever. https://github.com/hashicorp/terraform-provider-aws/pull/48116
 */
export function settledAliases(
  aliases: readonly AliasDocument[],
  allocated: readonly Allocated[],
): readonly AliasDocument[] {
  const moving = new Set(
    allocated.filter(({ status }) => status === "IN_PROGRESS").map(({ qualifier }) => qualifier),
  );
  return aliases.map((alias) => {
    const shares = Object.values(alias.weights);
    return moving.has(alias.name) && shares.length > 0 && shares.every((share) => share === 1)
      ? { ...alias, weights: {} }
      : alias;
  });
}
