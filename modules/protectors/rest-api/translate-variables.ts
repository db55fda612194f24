import { isArn, parseArn } from "../../core/arn.ts";
import { leftAway } from "../kit/translate/away.ts";
import { translateTold } from "../kit/translate/own-text.ts";
import type { TranslationScope } from "../kit/translate/scope.ts";
import { translateValue } from "../kit/translate/value.ts";
import type { Findings } from "../kit/translate/walk.ts";
import type { ApiStage, RestApiDocument } from "./document.ts";
import { filled, variablesIn } from "./uri.ts";

type Variables = Readonly<Record<string, string>>;

/**
 * Variables of a stage in the words of the destination. One that names a function in an integration becomes the name that
 * the function has there, with its alias; any other is its owner's text.
 */
export function translateVariables(
  document: RestApiDocument,
  { name, variables = {} }: Pick<ApiStage, "name" | "variables">,
  of: Variables,
  path: string,
  scope: TranslationScope,
  into: Findings,
): Record<string, string> {
  const all = { ...variables, ...of };
  const functions = calledIn(document);
  return Object.fromEntries(
    Object.entries(of).map(([key, value]) => {
      const names = functions.filter((fn) => variablesIn(fn).includes(key));
      const now = names.flatMap((fn) => functionNow(fn, key, all, `${path}.${key}`, scope, into) ?? []);
      return [
        key,
        now[0] ?? String(translateTold(value, `stage variable ${key} of stage ${name}`, scope, into)),
      ];
    }),
  );
}

/** ARNs of functions as integrations and authorizers have them. */
function calledIn({ resources, authorizers }: RestApiDocument): string[] {
  const called = [
    ...resources.flatMap(({ methods }) =>
      Object.values(methods).map(({ integration }) => integration?.function),
    ),
    ...authorizers.map((one) => one.function),
  ];
  return [...new Set(called)].filter((one) => typeof one === "string");
}

const NAME = /^(arn:[^:]+:lambda:[^:]+:\d{12}:function:)([^:]+)((?::.*)?)$/;

/** What a variable is to hold, so that the function that it names, or names a part of, is the one there. */
function functionNow(
  fn: string,
  key: string,
  all: Variables,
  path: string,
  scope: TranslationScope,
  into: Findings,
): string | undefined {
  const [, , part = ""] = NAME.exec(fn) ?? [];
  // Where the variable is a part of a name, or only the alias, its text stays.
  if (!part.startsWith(`\${stageVariables.${key}}`) || part !== `\${stageVariables.${key}}`) return undefined;
  const was = filled(fn, all);
  if (!isArn(was) || variablesIn(was).length > 0) return undefined;
  const away = leftAway(was, scope);
  if (away !== undefined) {
    into.warnings.add(`stage variable ${key} names ${away}, which stays away: requests that go by it fail`);
    return undefined;
  }
  const found = translateValue(was, scope);
  if (found.kind === "missing") into.missing.push({ path, value: was, reason: found.reason });
  if (found.kind !== "replaced") return undefined;
  into.replaced.set(was, found.value);
  if (found.by !== undefined) into.used.add(found.by);
  const value = all[key] ?? "";
  const { resource } = parseArn(found.value);
  const [name = "", alias] = resource.replace(/^function:/, "").split(":");
  // The variable may hold the alias too: `orders:live`.
  return value.includes(":") && alias !== undefined ? `${name}:${alias}` : name;
}
