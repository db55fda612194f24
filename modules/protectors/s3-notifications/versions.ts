import type { JsonObject } from "../../contract/json.ts";
import type { Translation } from "../protector.ts";
import type { Untranslated } from "../untranslated.ts";
import type { Configuration, NotificationsDocument } from "./document.ts";
import { entriesOf } from "./merge.ts";

type Translated = Pick<Translation<NotificationsDocument>, "source" | "document" | "used">;

/** An entry that calls a published version, whose number is the source's own. */
interface Versioned {
  /** The source's ARN, and its text at the destination, which ends in the number of the source. */
  readonly was: string;
  readonly translated: string;
  readonly version: string;
  /** A person named the version that stands for it. */
  readonly named: boolean;
}

const LAMBDAS = "LambdaFunctionConfigurations";

/** Versions of functions that are others at the destination, and that this restore does not publish: numbers mean nothing there. */
export function unknownVersions(translation: Translated, together: ReadonlySet<string>): Untranslated[] {
  return entriesOf(translation.document.configuration, LAMBDAS).flatMap((_entry, at) => {
    const call = versioned(translation, at);
    if (call === undefined || call.named || call.translated === call.was) return [];
    const { was: value, version } = call;
    const to = ownerOf(call.translated);
    if (together.has(to)) return [];
    return [
      {
        path: `configuration.${LAMBDAS}[${at}].LambdaFunctionArn`,
        value,
        reason: `version ${version} of ${to} need not be the same code; name the version that stands for it`,
      },
    ];
  });
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
    const now = call && (ids.get(call.was) ?? (stands(call, ids) ? call.translated : undefined));
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

function stands({ was, translated, named }: Versioned, ids: ReadonlyMap<string, string>): boolean {
  if (named) return true;
  const restored = [...ids.keys()].some((from) => from.startsWith(`${ownerOf(was)}:`));
  return translated === was && !restored;
}

/** `source` and `document` hold the same entries in the same order. */
function versioned({ source, document, used }: Translated, at: number): Versioned | undefined {
  const was = arnAt(source, at);
  const [, version] = /^arn:[^:]+:lambda:[^:]*:[^:]*:function:[^:]+:([0-9]+)$/.exec(was) ?? [];
  return version === undefined
    ? undefined
    : { was, translated: arnAt(document, at), version, named: used.includes(was) };
}

function arnAt({ configuration }: NotificationsDocument, at: number): string {
  return String(entriesOf(configuration, LAMBDAS)[at]?.LambdaFunctionArn ?? "");
}

/** The function of one of its versions. */
function ownerOf(arn: string): string {
  return arn.slice(0, arn.lastIndexOf(":"));
}
