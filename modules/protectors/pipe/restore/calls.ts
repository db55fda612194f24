import type { JsonObject } from "../../../contract/json.ts";
import { destinationName } from "../../api-destination/arn.ts";
import { type CalledVersion, calledVersion, unknownVersion, versionNow } from "../../kit/called-version.ts";
import { AGAIN, RestoreError } from "../../kit/restore-error.ts";
import type { Translation } from "../../protector.ts";
import type { Untranslated } from "../../untranslated.ts";
import type { PipeDocument, PipeSettings } from "../document.ts";

type Translated = Pick<Translation<PipeDocument>, "source" | "document" | "used">;

/** What a pipe reads and calls, by its member. */
export const CALLED = ["Source", "Enrichment", "Target"] as const;
type Called = (typeof CALLED)[number];

/** Versions that are others at the destination, and that this restore does not publish: numbers mean nothing there. */
export function unknownVersions(translation: Translated, together: ReadonlySet<string>): Untranslated[] {
  return CALLED.flatMap((key) => unknownVersion(`settings.${key}`, versionOf(translation, key), together));
}

/** The settings as the destination has them, as far as its versions are known; the others as they were translated. */
export function settingsKnown(translation: Translated, known: ReadonlyMap<string, string>): PipeSettings {
  return withCalled(translation, (key, text) => known.get(versionOf(translation, key)?.was ?? "") ?? text);
}

/**
 * The settings with the versions that functions and machines have now, and with the ARNs that AWS has drawn: of an API
 * destination, and of a table's stream.
 * @throws RestoreError for a version that did not come back
 */
export function settingsNow(translation: Translated, ids: ReadonlyMap<string, string>): PipeSettings {
  return withCalled(translation, (key, text) => {
    const version = versionOf(translation, key);
    if (version === undefined) return isDrawn(text) ? (ids.get(was(translation, key)) ?? text) : text;
    const now = versionNow(version, ids);
    if (now !== undefined) return now;
    throw new RestoreError(
      `pipe ${translation.document.name}`,
      "pipes:CreatePipe",
      `version ${version.version} that it calls did not come back`,
      `let it call an alias, or map ${version.was} to what stands for it; then ${AGAIN}`,
    );
  });
}

function withCalled(translation: Translated, now: (key: Called, text: string) => string): PipeSettings {
  const { settings } = translation.document;
  const called = CALLED.flatMap((key) => {
    const text = textOf(settings, key);
    return text === undefined ? [] : [[key, now(key, text)] as const];
  });
  return { ...settings, ...Object.fromEntries(called) };
}

function versionOf(translation: Translated, key: Called): CalledVersion | undefined {
  const text = textOf(translation.document.settings, key) ?? "";
  return calledVersion(was(translation, key), text, translation.used);
}

function was({ source }: Translated, key: Called): string {
  return textOf(source.settings, key) ?? "";
}

function isDrawn(arn: string): boolean {
  return destinationName(arn) !== undefined || /:table\/[^/]+\/stream\//.test(arn);
}

export function textOf(settings: JsonObject, key: Called): string | undefined {
  const text = settings[key];
  return typeof text === "string" && text !== "" ? text : undefined;
}
