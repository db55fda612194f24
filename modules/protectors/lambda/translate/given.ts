import { lookUp } from "../../kit/translate/scope.ts";
import type { Findings } from "../../kit/translate/walk.ts";
import type { FunctionDocument, FunctionSecrets } from "../document.ts";

/** The values of a point, and for variables that it has no value of those that a person gives: the same in each version. */
export function withGiven(
  { name: own, versions }: Pick<FunctionDocument, "name" | "versions">,
  secrets: FunctionSecrets,
  given: Readonly<Record<string, string>>,
  into: Findings,
): FunctionSecrets {
  const known = new Set(versions.flatMap(({ environment }) => environment));
  for (const name of Object.keys(given))
    if (!known.has(name))
      into.warnings.add(`${own} has no environment variable ${name}: its value is not used`);
  const filled = versions.map(({ version, environment }) => {
    const kept = secrets[version] ?? {};
    const more = environment.flatMap((name): [string, string][] => {
      const value = kept[name] === undefined ? lookUp(given, name) : undefined;
      return value === undefined ? [] : [[name, value]];
    });
    return [version, { ...kept, ...Object.fromEntries(more) }] as const;
  });
  return Object.fromEntries(
    filled.filter(([version, variables]) => version in secrets || Object.keys(variables).length > 0),
  );
}
