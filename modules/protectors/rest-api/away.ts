import type { JsonObject } from "../../contract/json.ts";
import { leftAway } from "../kit/translate/away.ts";
import type { TranslationScope } from "../kit/translate/scope.ts";
import type { Findings } from "../kit/translate/walk.ts";
import type { StayingAway } from "../staying-away.ts";
import type { ApiMethod, RestApiDocument } from "./document.ts";

/**
 * The API without what only serves functions that a person leaves out: methods that call them, and methods that nobody
 * would guard any more. An API of which no method is left stays away as a whole.
 */
export function withoutServing(
  document: RestApiDocument,
  scope: TranslationScope,
  into: Findings,
): RestApiDocument {
  const away = (settings: JsonObject | undefined): string | undefined => leftAway(settings?.function, scope);
  const guards = new Map(
    document.authorizers.flatMap((one) => {
      const name = away(one);
      return name === undefined ? [] : [[String(one.name), name] as const];
    }),
  );
  const served = ({ integration, authorizer = "" }: ApiMethod): string | undefined =>
    away(integration) ?? guards.get(authorizer);
  const gone: StayingAway[] = [];
  let left = 0;
  let last: string | undefined;
  const resources = document.resources.map(({ path, methods }) => ({
    path,
    methods: Object.fromEntries(
      Object.entries(methods).filter(([verb, method]) => {
        const name = served(method);
        if (name === undefined) left += 1;
        else gone.push({ what: `${verb} ${path} of REST API ${document.name}`, with: name });
        last = name ?? last;
        return name === undefined;
      }),
    ),
  }));
  if (last === undefined && guards.size === 0) return document;
  if (left > 0) into.away.push(...gone);
  else if (last !== undefined) into.away.push({ what: `REST API ${document.name}`, with: last, whole: true });
  return {
    ...document,
    resources,
    authorizers: document.authorizers.filter((one) => !guards.has(String(one.name))),
  };
}
