import type { JsonObject } from "../../contract/json.ts";
import { type CalledVersion, calledVersion, unknownVersion, versionNow } from "../kit/called-version.ts";
import type { Translation } from "../protector.ts";
import type { Untranslated } from "../untranslated.ts";
import type { TriggersDocument } from "./document.ts";
import { type PoolTrigger, triggersIn, withoutTriggers, withTriggers } from "./triggers.ts";

type Translated = Pick<Translation<TriggersDocument>, "source" | "document" | "used">;

/** Triggers of the destination, each with the published version that it calls, where it calls one. */
function callsOf({ source, document, used }: Translated) {
  const was = triggersIn(source.lambdaConfig);
  return [...triggersIn(document.lambdaConfig)].map(([name, trigger]) => ({
    name,
    trigger,
    call: calledVersion(was.get(name)?.arn ?? "", trigger.arn, used),
  }));
}

/** Versions of functions that are others at the destination, and that this restore does not publish. */
export function unknownVersions(translation: Translated, together: ReadonlySet<string>): Untranslated[] {
  return callsOf(translation).flatMap(({ name, call }) =>
    unknownVersion(`lambdaConfig.${name}`, call, together),
  );
}

/** The configuration with the versions that functions have now, and the triggers whose version did not come back. */
export function versionsNow(
  translation: Translated,
  ids: ReadonlyMap<string, string>,
): { readonly lambdaConfig: JsonObject; readonly lost: readonly string[] } {
  return resolved(translation, (call) => versionNow(call, ids));
}

/** The same as far as its versions are known before anything is done; the others as they were translated. */
export function versionsKnown(translation: Translated, known: ReadonlyMap<string, string>): JsonObject {
  return resolved(translation, ({ was, translated }) => known.get(was) ?? translated).lambdaConfig;
}

function resolved(
  translation: Translated,
  resolve: (call: CalledVersion) => string | undefined,
): { readonly lambdaConfig: JsonObject; readonly lost: readonly string[] } {
  const now = new Map<string, PoolTrigger>();
  const lost: string[] = [];
  for (const { name, trigger, call } of callsOf(translation)) {
    if (call === undefined) continue;
    const arn = resolve(call);
    if (arn === undefined) lost.push(name);
    else if (arn !== trigger.arn) now.set(name, { ...trigger, arn });
  }
  const config = withTriggers(translation.document.lambdaConfig, now);
  return { lambdaConfig: lost.length === 0 ? config : withoutTriggers(config, lost, { key: true }), lost };
}
