import type { JsonObject } from "../../contract/json.ts";
import { type CalledVersion, calledVersion, unknownVersion, versionNow } from "../kit/called-version.ts";
import type { Translation } from "../protector.ts";
import type { Untranslated } from "../untranslated.ts";
import type { Configuration, NotificationsDocument } from "./document.ts";
import { entriesOf } from "./merge.ts";

type Translated = Pick<Translation<NotificationsDocument>, "source" | "document" | "used">;

const LAMBDAS = "LambdaFunctionConfigurations";

/** Versions of functions that are others at the destination, and that this restore does not publish: numbers mean nothing there. */
export function unknownVersions(translation: Translated, together: ReadonlySet<string>): Untranslated[] {
  return entriesOf(translation.document.configuration, LAMBDAS).flatMap((_entry, at) =>
    unknownVersion(`configuration.${LAMBDAS}[${at}].LambdaFunctionArn`, versioned(translation, at), together),
  );
}

/**
 * The entries with the versions that functions have now, and the ARNs of those that did not come back. What no restore
 * touched is at home as it was.
 */
export function versionsNow(
  translation: Translated,
  ids: ReadonlyMap<string, string>,
): { readonly configuration: Configuration; readonly lost: readonly string[] } {
  const { [LAMBDAS]: translated = [], ...rest } = translation.document.configuration;
  const lost: string[] = [];
  const entries: JsonObject[] = [];
  for (const [at, entry] of translated.entries()) {
    const call = versioned(translation, at);
    const now = call && versionNow(call, ids);
    if (call === undefined) entries.push(entry);
    else if (now === undefined) lost.push(call.was);
    else entries.push({ ...entry, LambdaFunctionArn: now });
  }
  return { configuration: { ...(entries.length > 0 && { [LAMBDAS]: entries }), ...rest }, lost };
}

/** The entries as the destination has them, as far as its versions are known; the others as they were translated. */
export function versionsKnown(translation: Translated, known: ReadonlyMap<string, string>): Configuration {
  const { [LAMBDAS]: entries, ...rest } = translation.document.configuration;
  if (entries === undefined) return rest;
  return {
    [LAMBDAS]: entries.map((entry, at) => {
      const now = known.get(versioned(translation, at)?.was ?? "");
      return now === undefined ? entry : { ...entry, LambdaFunctionArn: now };
    }),
    ...rest,
  };
}

/** `source` and `document` hold the same entries in the same order. */
function versioned({ source, document, used }: Translated, at: number): CalledVersion | undefined {
  return calledVersion(arnAt(source, at), arnAt(document, at), used);
}

function arnAt({ configuration }: NotificationsDocument, at: number): string {
  return String(entriesOf(configuration, LAMBDAS)[at]?.LambdaFunctionArn ?? "");
}
