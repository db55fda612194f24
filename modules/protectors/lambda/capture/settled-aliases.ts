import type { AliasDocument, QualifiedDocument } from "../document.ts";
import type { LambdaReads } from "../ports.ts";
import { type Allocated, readAllocated } from "./function-settings.ts";
import { readAliases } from "./settings.ts";

/** Aliases as they are meant, with what is kept warm by alias or version. Of a function without versions nothing is. */
export async function readAliased(
  reads: LambdaReads,
  name: string,
  hasVersions: boolean,
): Promise<{
  readonly aliases: readonly AliasDocument[];
  readonly provisioned: readonly QualifiedDocument[];
}> {
  const allocated = hasVersions ? await readAllocated(reads, name) : [];
  return {
    aliases: settledAliases(await readAliases(reads, name), allocated),
    provisioned: allocated.map(({ qualifier, settings }) => ({ qualifier, settings })),
  };
}

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
