import type { Json } from "../../contract/json.ts";
import { compareText } from "../../core/source-order.ts";
import { isObject, sameJson } from "../../protectors/kit/canonical.ts";
import type { Difference } from "../../protectors/kit/differences.ts";
import type { Held } from "./held.ts";

/** One thing that differs between two points. Without values it is a secret: that it differs is all that is told. */
export interface PointChange extends Difference {
  readonly secret?: true;
}

/** Names above a secret's value that are shown: `environment`, its version and the variable; a target's field. */
const SHOWN = 4;

/**
 * What changed from one point of a thing to another, sorted by path. A kind says where a restored thing differs, for which
 * what is there beside it is no difference: so both ways are asked.
 */
export function changesBetween(was: Held, is: Held): readonly PointChange[] {
  const differences = (from: Held, to: Held): readonly Difference[] =>
    was.protector.differences(from.document, to.document, {}, { armed: true });
  const forward = differences(was, is);
  const known = new Set(forward.map(({ path }) => path));
  const backward = differences(is, was)
    .filter(({ path }) => !known.has(path))
    .map(
      ({ path, was: now, is: before }): PointChange => ({
        path,
        ...(before !== undefined && { was: before }),
        ...(now !== undefined && { is: now }),
      }),
    );
  const sealed = was.sealed !== undefined || is.sealed !== undefined;
  const name = is.protector.spec.secretsName ?? "secrets";
  const secret = sealed ? [] : secretsThatDiffer(was.secrets as Json, is.secrets as Json, [name]);
  return [...forward, ...backward, ...secret.map((path): PointChange => ({ path, secret: true }))].sort(
    (a, b) => compareText(a.path, b.path),
  );
}

/** Paths of values in both that are not the same; what only one has, documents tell by its name. */
function secretsThatDiffer(was: Json | undefined, is: Json | undefined, path: readonly string[]): string[] {
  if (was === undefined || is === undefined || sameJson(was, is)) return [];
  if (isObject(was) && isObject(is) && path.length < SHOWN)
    return Object.keys(was).flatMap((key) => secretsThatDiffer(was[key], is[key], [...path, key]));
  return [path.join(".")];
}
