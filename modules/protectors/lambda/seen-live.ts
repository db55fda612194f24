import { orNone } from "../kit/attempt.ts";
import type { SeenCaller } from "../seen.ts";
import { readAliases, readGrants } from "./capture/settings.ts";
import type { LambdaReads } from "./ports.ts";
import { seenCallers } from "./seen.ts";

/**
 * The same of a function that is there, by its policy and those of its aliases: a call, one for the list of aliases and one
 * for each of them. Versions' own policies are read by captures alone.
 */
export async function seenLive(
  reads: LambdaReads,
  name: string,
  related: readonly { readonly arn: string }[],
): Promise<readonly SeenCaller[]> {
  const policies = [];
  // Gone since it was listed: nobody calls it.
  const aliases = (await orNone(() => readAliases(reads, name))) ?? [];
  for (const qualifier of [undefined, ...aliases.map((alias) => alias.name)]) {
    const found = await readGrants(reads, name, qualifier);
    if (found !== undefined) policies.push(found);
  }
  return seenCallers({ policies }, related);
}
