import type { Json, JsonObject } from "../../../contract/json.ts";
import { staysHome, type TranslationScope } from "../../kit/translate/scope.ts";
import { namesRegion } from "../../kit/translate/value.ts";
import { type Findings, translateObject } from "../../kit/translate/walk.ts";
import type { MappingDocument, PolicyDocument } from "../document.ts";
import { withoutOwn } from "../restore/statement.ts";

export function translatePolicy(
  policy: PolicyDocument,
  path: string,
  scope: TranslationScope,
  into: Findings,
): PolicyDocument {
  const { arn } = scope.source;
  const own = policy.qualifier === undefined ? arn : `${arn}:${policy.qualifier}`;
  return { ...policy, statements: translateStatements(policy.statements, own, path, scope, into) };
}

/** Without the resource they are attached to, `own`: that one follows what they belong to. `path` is what holds them. */
export function translateStatements(
  statements: readonly JsonObject[],
  own: string,
  path: string,
  scope: TranslationScope,
  into: Findings,
): readonly JsonObject[] {
  return statements.map((statement, index) =>
    translateObject(withoutOwn(statement, own), `${path}.statements[${index}]`, scope, into),
  );
}

/** A filter is a pattern, not a name: one that matches the source's region would drop every event elsewhere. */
export function translateMapping(
  mapping: MappingDocument,
  path: string,
  scope: TranslationScope,
  into: Findings,
): MappingDocument {
  const { FilterCriteria, ...rest } = mapping.settings;
  const settings = translateObject(rest, `${path}.settings`, scope, into);
  if (FilterCriteria === undefined) return { ...mapping, settings };
  if (!staysHome(scope) && mentionsSource(FilterCriteria, scope))
    into.warnings.add(
      `${path}.settings.FilterCriteria matches ${scope.source.region} or its account: ` +
        "events of the destination may not pass it",
    );
  return { ...mapping, settings: { ...settings, FilterCriteria } };
}

function mentionsSource(filter: Json, { source, target }: TranslationScope): boolean {
  const text = JSON.stringify(filter);
  if (source.region !== target.region && namesRegion(text, source.region)) return true;
  if (source.region !== target.region && text.includes(`\\"${source.region}\\"`)) return true;
  return source.account !== target.account && text.includes(source.account);
}
