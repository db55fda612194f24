import { arnOfBus } from "../event-rule/arn.ts";
import { translatePattern } from "../event-rule/translate-pattern.ts";
import { translateKey } from "../kit/translate/key.ts";
import { byPattern } from "../kit/translate/pattern.ts";
import { lookUp, type TranslationScope, translationScope } from "../kit/translate/scope.ts";
import { type Findings, findings, gathered } from "../kit/translate/walk.ts";
import type { IdMap, Translation, TranslationRequest } from "../protector.ts";
import { arnOfArchive, busNameOf } from "./arn.ts";
import type { ArchiveDocument } from "./document.ts";

/** What the archive's ARN becomes: names stay, or a person gives another one. */
export function archiveNames(
  { arn, name }: ArchiveDocument,
  { target, name: other = name }: Pick<TranslationRequest, "target" | "name">,
): IdMap {
  return { [arn]: arnOfArchive(target, other) };
}

/** Turns what an archive was into what it is to be at the destination. Pure. */
export function translateArchive(
  source: ArchiveDocument,
  request: TranslationRequest,
): Translation<ArchiveDocument, never> {
  const arn = arnOfArchive(request.target, request.name ?? source.name);
  const scope = translationScope(source, request, arn);
  const into = findings();
  const { name, account, region } = scope.target;
  const { KmsKeyIdentifier: key, ...settings } = source.settings;
  return {
    source,
    document: {
      ...source,
      ...{ name, arn, account, region },
      bus: translateBus(source.bus, scope, into),
      settings: {
        ...translatePattern(settings, scope, into),
        ...(typeof key === "string" && {
          KmsKeyIdentifier: translateKey(key, "settings.KmsKeyIdentifier", scope, into),
        }),
      },
    },
    ...gathered(into),
  };
}

/** The bus of the same name, as every account has `default` in every region, or the one that a person maps it to. */
function translateBus(bus: string, { map, target }: TranslationScope, into: Findings): string {
  const exact = lookUp(map, bus);
  const mapped = exact === undefined ? byPattern(map, bus) : { to: exact, by: bus };
  const to = mapped?.to ?? arnOfBus(target, busNameOf(bus));
  if (mapped !== undefined) into.used.add(mapped.by);
  if (to !== bus) into.replaced.set(bus, to);
  if (!to.startsWith(arnOfBus(target, "")))
    into.missing.push({
      path: "bus",
      value: bus,
      reason: `an archive keeps the events of a bus of its own region; name one of ${target.region} of account ${target.account} by its ARN`,
    });
  return to;
}
