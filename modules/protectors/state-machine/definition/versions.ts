import type { JsonObject } from "../../../contract/json.ts";
import { type CalledVersion, calledVersion, unknownVersion, versionNow } from "../../kit/called-version.ts";
import { mapTexts, pathText } from "../../kit/json-texts.ts";
import type { RestoreTarget } from "../../protector.ts";
import type { Untranslated } from "../../untranslated.ts";
import type { StateCall } from "../document.ts";
import { callsOf, type TaskCall } from "./calls.ts";
import { written } from "./translate.ts";

/** A translated definition, what it called at the source, and the keys of the map that were of use. */
export interface Moved {
  readonly was: readonly StateCall[];
  readonly translated: string;
  readonly to: RestoreTarget;
  readonly used: readonly string[];
}

/** Versions that states call, whose numbers are others at the destination, and that this restore does not publish. */
export function unknownVersions(
  moved: Moved,
  path: string,
  together: ReadonlySet<string>,
): readonly Untranslated[] {
  return calledVersions(moved).flatMap(({ version, call }) =>
    unknownVersion(`${path}.${call.at}`, version, together),
  );
}

/** The definition with the versions that there are now, and those that did not come back. */
export function definitionNow(
  moved: Moved,
  ids: ReadonlyMap<string, string>,
): { readonly definition: string; readonly lost: readonly string[] } {
  const lost: string[] = [];
  const texts = new Map<string, string>();
  for (const { version, call } of calledVersions(moved)) {
    const now = versionNow(version, ids);
    if (now === undefined) lost.push(version.was);
    else for (const [at, text] of written(call, now, moved.to)) texts.set(at, text);
  }
  if (texts.size === 0) return { definition: moved.translated, lost };
  const definition = mapTexts(moved.translated, (text, keys) => texts.get(pathText(keys)) ?? text);
  return { definition, lost };
}

/** A translation keeps calls and their order. */
function calledVersions({ was, translated, to, used }: Moved) {
  const { known } = callsOf(JSON.parse(translated) as JsonObject, to);
  return known.flatMap((call, at): { readonly version: CalledVersion; readonly call: TaskCall }[] => {
    const version = calledVersion(was[at]?.to ?? "", call.to, used);
    return version === undefined ? [] : [{ version, call }];
  });
}
