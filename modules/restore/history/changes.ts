import type { Json, JsonObject } from "../../contract/json.ts";
import { own } from "../../core/own.ts";
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
  const [before, now] = [partsOf(was), partsOf(is)];
  const secret = sealed
    ? []
    : [...secretsThatDiffer(before.own, now.own, [name]), ...textsThatDiffer(before.texts, now.texts)];
  return [...forward, ...backward, ...secret.map((path): PointChange => ({ path, secret: true }))].sort(
    (a, b) => compareText(a.path, b.path),
  );
}

/** A kind's own secrets, and the fields that are sealed of its document, by their places. */
function partsOf({ secrets }: Held): { readonly own: Json | undefined; readonly texts: JsonObject } {
  if (!isObject(secrets as Json)) return { own: secrets as Json | undefined, texts: {} };
  const { sealed = {}, ...own } = secrets as JsonObject;
  return { own, texts: isObject(sealed) ? sealed : {} };
}

/** Places in either of what is not the same: the document does not tell that such a field came or went. */
function textsThatDiffer(was: JsonObject, is: JsonObject): string[] {
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].filter(
    (place) => !sameJson(own(was, place), own(is, place)),
  );
}

/** Paths of values in both that are not the same; what only one has, documents tell by its name. */
function secretsThatDiffer(was: Json | undefined, is: Json | undefined, path: readonly string[]): string[] {
  if (was === undefined || is === undefined || sameJson(was, is)) return [];
  if (isObject(was) && isObject(is) && path.length < SHOWN)
    return Object.keys(was).flatMap((key) => secretsThatDiffer(own(was, key), own(is, key), [...path, key]));
  return [path.join(".")];
}
