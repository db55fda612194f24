import type { JsonObject } from "../../contract/json.ts";
import { functionOf, isArn, parseArn } from "../../core/arn.ts";
import { servingOthers } from "../kit/translate/away.ts";
import { lookUp, staysHome, type TranslationScope, translationScope } from "../kit/translate/scope.ts";
import { type Findings, findings, gathered, translateObject } from "../kit/translate/walk.ts";
import type { Translation, TranslationRequest } from "../protector.ts";
import { arnOfPool, poolNamed } from "./arn.ts";
import type { TriggersDocument } from "./document.ts";
import { onlyTriggers, triggersIn } from "./triggers.ts";

/**
 * Whom a pool called, in the words of the destination. Pure. AWS draws the ids of pools: only a replica has that of its
 * primary, and which pool else stands for the source's, the map says.
 */
export function translateTriggers(
  given: TriggersDocument,
  request: TranslationRequest,
): Translation<TriggersDocument, never> {
  const scope = translationScope({ ...given, name: given.pool }, request, given.arn);
  const into = findings();
  const source = { ...given, lambdaConfig: comingBack(given, request, scope, into) };
  const pool = translatePool(source, scope, into);
  const arn = arnOfPool(request.target, pool);
  if (arn !== source.arn) into.replaced.set(source.arn, arn);
  return {
    source,
    document: {
      ...source,
      pool,
      arn,
      account: request.target.account,
      region: request.target.region,
      lambdaConfig: translateObject(source.lambdaConfig, "lambdaConfig", scope, into),
    },
    ...gathered(into),
  };
}

/** Triggers that call what comes back with the pool, where others come back beside it, and serve nothing that stays away. */
function comingBack(
  { pool, lambdaConfig }: TriggersDocument,
  { restored }: TranslationRequest,
  scope: TranslationScope,
  into: Findings,
): JsonObject {
  const all = [...triggersIn(lambdaConfig)].filter(
    ([, { arn }]) => restored === undefined || restored.has(functionOf(arn)),
  );
  const left = servingOthers(all, scope, into, {
    serves: ([, { arn }]) => arn,
    what: ([name]) => `trigger ${name} of user pool ${pool}`,
  });
  return onlyTriggers(lambdaConfig, new Set(left.map(([name]) => name)));
}

function translatePool({ pool, arn }: TriggersDocument, scope: TranslationScope, into: Findings): string {
  if (scope.target.name !== pool) return scope.target.name;
  for (const by of [arn, pool]) {
    const to = lookUp(scope.map, by);
    if (to === undefined) continue;
    into.used.add(by);
    return isArn(to) ? (poolNamed(parseArn(to).resource) ?? to) : to;
  }
  if (!staysHome(scope))
    into.missing.push({
      path: "arn",
      value: arn,
      reason: `it has no replica in ${scope.target.region} of account ${scope.target.account}; create one, or name the user pool that stands for it`,
    });
  return pool;
}
