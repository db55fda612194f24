import type { JsonObject } from "../../../contract/json.ts";
import { destinationName } from "../../api-destination/arn.ts";
import { type CalledVersion, calledVersion, unknownVersion, versionNow } from "../../kit/called-version.ts";
import type { Translation } from "../../protector.ts";
import type { Untranslated } from "../../untranslated.ts";
import type { RuleDocument, RuleSecrets } from "../document.ts";

type Translated = Pick<Translation<RuleDocument, RuleSecrets>, "source" | "document" | "used">;

/** Versions of functions that are others at the destination, and that this restore does not publish: numbers mean nothing there. */
export function unknownVersions(translation: Translated, together: ReadonlySet<string>): Untranslated[] {
  return translation.document.targets.flatMap((_target, at) =>
    unknownVersion(`targets[${at}].Arn`, versionAt(translation, at), together),
  );
}

/**
 * The targets, all or some, with the versions that functions have now and the ARNs that AWS has drawn, and the Ids of those
 * whose version did not come back.
 */
export function targetsNow(
  translation: Translated,
  targets: readonly JsonObject[],
  ids: ReadonlyMap<string, string>,
): { readonly targets: readonly JsonObject[]; readonly lost: readonly string[] } {
  const lost: string[] = [];
  const now: JsonObject[] = [];
  for (const target of targets) {
    const at = translation.document.targets.findIndex(({ Id }) => Id === target.Id);
    const call = versionAt(translation, at);
    const arn = call === undefined ? undefined : versionNow(call, ids);
    if (call === undefined) now.push(withDrawn(translation, target, at, ids));
    else if (arn === undefined) lost.push(String(target.Id));
    else now.push({ ...target, Arn: arn });
  }
  return { targets: now, lost };
}

/** The targets as the destination has them, as far as its versions are known; the others as they were translated. */
export function targetsKnown(
  translation: Translated,
  targets: readonly JsonObject[],
  known: ReadonlyMap<string, string>,
): readonly JsonObject[] {
  return targets.map((target, at) => {
    const now = known.get(versionAt(translation, at)?.was ?? "");
    return now === undefined ? target : { ...target, Arn: now };
  });
}

/** `source` and `document` hold the same targets in the same order. */
function versionAt({ source, document, used }: Translated, at: number): CalledVersion | undefined {
  return calledVersion(arnOf(source.targets[at]), arnOf(document.targets[at]), used);
}

/** An API destination has another ARN each time that it is made. */
function withDrawn(
  { source, document }: Translated,
  target: JsonObject,
  at: number,
  ids: ReadonlyMap<string, string>,
): JsonObject {
  const arn = arnOf(document.targets[at]);
  return destinationName(arn) === undefined
    ? target
    : { ...target, Arn: ids.get(arnOf(source.targets[at])) ?? arn };
}

function arnOf(target: JsonObject | undefined): string {
  return String(target?.Arn ?? "");
}
