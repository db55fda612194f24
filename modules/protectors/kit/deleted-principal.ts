import type { Json, JsonObject } from "../../contract/json.ts";
import { isObject } from "./canonical.ts";

/** A role or user that was deleted shows as its unique id: nobody can use it, and no call takes it. */
function isDeletedPrincipal(name: string): boolean {
  return /^A(ROA|IDA)[A-Z0-9]+$/.test(name);
}

export interface Living {
  /** What the statement says to those who are left; absent where it says nothing to anybody. */
  readonly statement?: JsonObject;
  /** Who is left out, sorted. */
  readonly gone: readonly string[];
}

/** A statement without principals that are gone, for one of them keeps a service from taking all of the policy. */
export function livingStatement(
  statement: JsonObject,
  isGone: (name: string) => boolean = isDeletedPrincipal,
): Living {
  const { Principal, NotPrincipal, ...rest } = statement;
  const [named, spared] = [split(Principal, isGone), split(NotPrincipal, isGone)];
  const gone = [...new Set([...named.gone, ...spared.gone])].sort();
  if (gone.length === 0) return { statement, gone };
  if (NotPrincipal !== undefined)
    // It was about everybody but them, and nobody is left to be spared.
    return {
      statement: {
        ...rest,
        ...(spared.left === undefined ? { Principal: "*" } : { NotPrincipal: spared.left }),
      },
      gone,
    };
  return named.left === undefined ? { gone } : { statement: { ...rest, Principal: named.left }, gone };
}

function split(
  principal: Json | undefined,
  isGone: (name: string) => boolean,
): { readonly left?: Json; readonly gone: readonly string[] } {
  if (!isObject(principal)) return { ...(principal !== undefined && { left: principal }), gone: [] };
  const { AWS, ...others } = principal;
  const names = [AWS ?? []].flat().map(String);
  const living = names.filter((name) => !isGone(name));
  const gone = names.filter(isGone);
  const [one] = living;
  const left = {
    ...others,
    ...(one !== undefined && { AWS: living.length === 1 && !Array.isArray(AWS) ? one : living }),
  };
  return { ...(Object.keys(left).length > 0 && { left }), gone };
}
