import type { IdMap, RestoreTarget, Translation } from "../protector.ts";
import type { FunctionDocument, FunctionSecrets, VersionDocument } from "./document.ts";
import { translateEnvironment } from "./translate/environment.ts";
import { staysHome, type TranslationScope, translationScope } from "./translate/scope.ts";
import { translateMapping, translateNotification, translatePolicy } from "./translate/triggers.ts";
import { type Findings, findings, translateObject } from "./translate/walk.ts";

export interface TranslateOptions {
  readonly target: RestoreTarget;
  /** Empty: nothing is mapped. */
  readonly map: IdMap;
  /** Another name at the destination; the same one by default. */
  readonly name?: string;
}

export interface FunctionTranslation extends Translation<FunctionDocument> {
  /** As it was captured. */
  readonly source: FunctionDocument;
  readonly secrets: FunctionSecrets;
  /** Every text that was replaced, and by what. */
  readonly replaced: IdMap;
  /** Keys of the map that were of use, sorted. */
  readonly used: readonly string[];
}

/**
 * Turns what a function was into what it shall be at the destination. Pure. In the same region and account nothing
 * changes; elsewhere whatever is bound to the source and has no entry in the map is listed in `missing`, all at once.
 */
export function translate(
  document: FunctionDocument,
  secrets: FunctionSecrets,
  options: TranslateOptions,
): FunctionTranslation {
  const scope = translationScope(document, options);
  const into = findings();
  const versions = document.versions.map((version, index) => translateVersion(version, index, scope, into));
  const qualified = (name: "asyncConfigs" | "urls") =>
    document[name].map((item, index) => ({
      ...item,
      settings: translateObject(item.settings, `${name}[${index}].settings`, scope, into),
    }));
  const translated: FunctionDocument = {
    ...document,
    name: scope.target.name,
    arn: scope.target.arn,
    account: scope.target.account,
    region: scope.target.region,
    versions,
    policies: document.policies.map((policy, i) => translatePolicy(policy, `policies[${i}]`, scope, into)),
    asyncConfigs: qualified("asyncConfigs"),
    urls: qualified("urls"),
    layers: document.layers.filter(({ arn }) => staysHome(scope) || scope.republished.has(arn)),
    mappings: document.mappings.map((mapping, i) => translateMapping(mapping, `mappings[${i}]`, scope, into)),
    notifications: document.notifications.map((notification, i) =>
      translateNotification(notification, `notifications[${i}]`, scope, into),
    ),
  };
  const environment = translateEnvironment(secrets, scope, into);
  return {
    source: document,
    document: translated,
    secrets: environment,
    missing: into.missing.toSorted((a, b) => compareText(a.path, b.path) || compareText(a.value, b.value)),
    warnings: [...into.warnings].sort(),
    replaced: Object.fromEntries([...into.replaced].sort(([a], [b]) => compareText(a, b))),
    used: [...into.used].sort(),
  };
}

/** Keys of the map that none of these translations needed: a misspelt one is among them. */
export function unusedEntries(map: IdMap, translations: readonly FunctionTranslation[]): string[] {
  const used = new Set(translations.flatMap((translation) => translation.used));
  return Object.keys(map)
    .filter((key) => !used.has(key))
    .sort();
}

function translateVersion(
  version: VersionDocument,
  index: number,
  scope: TranslationScope,
  into: Findings,
): VersionDocument {
  const path = `versions[${index}].configuration`;
  const configuration = translateObject(version.configuration, path, scope, into);
  return { ...version, configuration: { ...configuration, ...logging(version, scope, into) } };
}

/** The default log group follows the function's name; another one is kept, since Lambda creates it when absent. */
function logging({ configuration }: VersionDocument, scope: TranslationScope, into: Findings) {
  const settings = configuration.LoggingConfig;
  if (settings === null || typeof settings !== "object" || !("LogGroup" in settings)) return {};
  const group = settings.LogGroup;
  if (group === `/aws/lambda/${scope.source.name}`)
    return { LoggingConfig: { ...settings, LogGroup: `/aws/lambda/${scope.target.name}` } };
  if (!staysHome(scope))
    into.warnings.add(`log group ${String(group)} is kept; Lambda creates it if it is absent`);
  return {};
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
