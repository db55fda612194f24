import type { TranslationScope } from "../../kit/translate/scope.ts";
import { translateValue } from "../../kit/translate/value.ts";
import type { Findings } from "../../kit/translate/walk.ts";
import type { FunctionSecrets } from "../document.ts";

/**
 * Environment values are a program's own text: one that the map names is replaced, one that still names the source
 * is warned of, by its variable's name and never its value.
 */
export function translateEnvironment(
  secrets: FunctionSecrets,
  scope: TranslationScope,
  into: Findings,
): FunctionSecrets {
  const left = new Map<string, string[]>();
  const translated = Object.entries(secrets).map(([version, variables]) => {
    const entries = Object.entries(variables).map(([name, value]) => {
      const found = translateValue(value, scope);
      if (found.kind === "replaced") {
        if (found.by !== undefined) into.used.add(found.by);
        return [name, found.value];
      }
      if (found.kind === "missing") left.set(name, [...(left.get(name) ?? []), version]);
      return [name, value];
    });
    return [version, Object.fromEntries(entries)];
  });
  for (const [name, versions] of left)
    into.warnings.add(
      `environment variable ${name} (version ${versions.join(", ")}) still names something of ` +
        `${scope.source.region} or its account; if that is lost too, map the value it has`,
    );
  return Object.fromEntries(translated);
}
