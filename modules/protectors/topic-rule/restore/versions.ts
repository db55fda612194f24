import { type CalledVersion, calledVersion, unknownVersion, versionNow } from "../../kit/called-version.ts";
import { AGAIN, RestoreError } from "../../kit/restore-error.ts";
import type { Translation } from "../../protector.ts";
import type { Untranslated } from "../../untranslated.ts";
import { functionsOf, withFunctions } from "../calls.ts";
import type { TopicRuleDocument, TopicRuleSettings } from "../document.ts";

type Translated = Pick<Translation<TopicRuleDocument>, "source" | "document" | "used">;

/** Versions of functions that are others at the destination, and that this restore does not publish: numbers mean nothing there. */
export function unknownVersions(translation: Translated, together: ReadonlySet<string>): Untranslated[] {
  return [...versionsOf(translation)].flatMap(([path, version]) => unknownVersion(path, version, together));
}

/** The settings as the destination has them, as far as its versions are known; the others as they were translated. */
export function settingsKnown(
  translation: Translated,
  known: ReadonlyMap<string, string>,
): TopicRuleSettings {
  const versions = versionsOf(translation);
  return withFunctions(
    translation.document.settings,
    ({ path, arn }) => known.get(versions.get(path)?.was ?? "") ?? arn,
  );
}

/**
 * The settings with the versions that functions have now.
 * @throws RestoreError for a version that did not come back
 */
export function settingsNow(translation: Translated, ids: ReadonlyMap<string, string>): TopicRuleSettings {
  const versions = versionsOf(translation);
  return withFunctions(translation.document.settings, ({ path, arn }) => {
    const version = versions.get(path);
    if (version === undefined) return arn;
    const now = versionNow(version, ids);
    if (now !== undefined) return now;
    throw new RestoreError(
      `topic rule ${translation.document.name}`,
      "iot:CreateTopicRule",
      `version ${version.version} that it calls did not come back`,
      `let it call an alias, or map ${version.was} to what stands for it; then ${AGAIN}`,
    );
  });
}

/** By their places; `source` and `document` hold the same calls in the same order, the source those of its SQL beside it. */
function versionsOf({ source, document, used }: Translated): ReadonlyMap<string, CalledVersion> {
  const was = [
    ...(source.called ?? []),
    ...functionsOf({ ...source.settings, sql: "" }).map(({ arn }) => arn),
  ];
  return new Map(
    functionsOf(document.settings).flatMap(({ path, arn }, at) => {
      const version = calledVersion(was[at] ?? "", arn, used);
      return version === undefined ? [] : [[path, version] as const];
    }),
  );
}
