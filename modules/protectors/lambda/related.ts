import type { Related } from "../../contract/kinds.ts";
import { groupsThatCall, groupThatIsThere } from "../log-filter/calling.ts";
import type { ProtectorPorts } from "../protector.ts";
import type { RelatedOptions, RelatedTo } from "../related.ts";
import type { SeenCaller } from "../seen.ts";
import { poolsThatCall } from "../user-pool-triggers/calling.ts";
import { readAliases, readGrants } from "./capture/settings.ts";
import { parseHints } from "./hints.ts";
import { groupOf } from "./log-group.ts";
import { type LambdaReads, withLambda } from "./ports.ts";
import { seenCallers } from "./seen.ts";
import { keepsTrigger, TOLD_BY_POLICIES, type ToldByPolicies } from "./trigger-kinds.ts";

type FindCallers = (
  ports: ProtectorPorts,
  callers: readonly SeenCaller[],
  called: string,
  options: Pick<RelatedOptions, "warn">,
) => Promise<readonly Related[]>;

/** How things are found that no list of theirs tells of, from whom a function's policies let in. */
const FIND: Readonly<Record<ToldByPolicies, FindCallers>> = {
  cognito: poolsThatCall,
  logs: (ports, callers, ...rest) =>
    groupsThatCall(
      ports,
      callers.flatMap(({ source }) => source ?? []),
      ...rest,
    ),
};

/** What calls a function and is told of by its own policies alone, and the log group that it writes to. */
export async function relatedCallers(
  ports: ProtectorPorts,
  { id: name, arn, hints }: RelatedTo,
  { triggers, warn }: RelatedOptions,
): Promise<readonly Related[]> {
  const kept = TOLD_BY_POLICIES.filter((kind) => keepsTrigger(triggers, kind));
  if (kept.length === 0) return [];
  const callers = await callersOf(withLambda(ports), name);
  const found: Related[] = [];
  for (const kind of kept) found.push(...(await FIND[kind](ports, callers, arn, { warn })));
  if (!kept.includes("logs")) return found;
  const { logGroup = groupOf(name) } = hints === undefined ? {} : parseHints(hints);
  return [...found, ...(await groupThatIsThere(ports, logGroup))];
}

/** Whom the policies of a function and of its aliases let in, as they name them. */
async function callersOf(reads: LambdaReads, name: string): Promise<readonly SeenCaller[]> {
  const aliases = await readAliases(reads, name);
  const policies = [];
  for (const qualifier of [undefined, ...aliases.map((alias) => alias.name)]) {
    const policy = await readGrants(reads, name, qualifier);
    if (policy !== undefined) policies.push(policy);
  }
  return seenCallers({ policies }, []);
}
