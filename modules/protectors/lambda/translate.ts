import { dnsSuffix } from "../../core/dns-suffix.ts";
import { servingOthers, withoutSources } from "../kit/translate/away.ts";
import { byPattern } from "../kit/translate/pattern.ts";
import { lookUp, staysHome, type TranslationScope, translationScope } from "../kit/translate/scope.ts";
import { type Findings, findings, gathered, translateJson, translateObject } from "../kit/translate/walk.ts";
import type { Translation, TranslationRequest } from "../protector.ts";
import { arnOfFunction } from "./arn.ts";
import type { FunctionDocument, FunctionSecrets, LayerDocument, VersionDocument } from "./document.ts";
import { type ImageDocument, parseRepository } from "./image.ts";
import { groupOf } from "./log-group.ts";
import { labelOf } from "./policy/read.ts";
import { sourceLabel } from "./restore/mapping-settings.ts";
import { mappingPart, statementPart } from "./restore/parts.ts";
import { translateEnvironment } from "./translate/environment.ts";
import { withGiven } from "./translate/given.ts";
import { translateReference } from "./translate/reference.ts";
import { translateRuntimeUpdates } from "./translate/runtime-updates.ts";
import { translateRuntimes } from "./translate/runtimes.ts";
import { translateMapping, translatePolicy, translateStatements } from "./translate/triggers.ts";

export type FunctionTranslation = Translation<FunctionDocument, FunctionSecrets> & {
  readonly secrets: FunctionSecrets;
};

/**
 * Turns what a function was into what it is to be at the destination. Pure. In the same region and account nothing
 * changes; elsewhere whatever is bound to the source and has no entry in the map is listed in `missing`, all at once.
 */
export function translate(
  given: FunctionDocument,
  secrets: FunctionSecrets,
  request: TranslationRequest,
): FunctionTranslation {
  const scope = functionScope(given, request);
  const into = findings();
  const document = serving(given, scope, into);
  const versions = translateRuntimes(document, request.runtimes ?? {}, into).map((version, index) =>
    translateVersion(version, index, scope, into),
  );
  const qualified = (name: "asyncConfigs" | "urls") =>
    document[name].map((item, index) => ({
      ...item,
      settings: translateObject(item.settings, `${name}[${index}].settings`, scope, into),
    }));
  const { codeSigningConfig: signing } = document;
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
    ...(signing !== undefined && {
      codeSigningConfig: translateJson(signing, "codeSigningConfig", scope, into) as string,
    }),
    layers: document.layers.flatMap((layer, i) =>
      staysHome(scope) || scope.remade.has(layer.arn)
        ? [translateLayer(layer, `layers[${i}]`, scope, into)]
        : [],
    ),
    mappings: document.mappings.map((mapping, i) => translateMapping(mapping, `mappings[${i}]`, scope, into)),
  };
  const environment = translateEnvironment(
    withGiven(document, secrets, request.given ?? {}, into),
    scope,
    into,
  );
  return {
    source: document,
    document: translated,
    secrets: environment,
    ...gathered(into),
    ...(scope.remade.size > 0 && { remade: [...scope.remade] }),
  };
}

/** Without the mappings from what stays away, and without statements that let in that alone. */
function serving(document: FunctionDocument, scope: TranslationScope, into: Findings): FunctionDocument {
  const { name, mappings, policies } = document;
  return {
    ...document,
    mappings: servingOthers(mappings, scope, into, {
      serves: ({ settings }) => settings.EventSourceArn,
      what: ({ settings }) => `the mapping of ${name} from ${sourceLabel(settings)}`,
      part: mappingPart,
    }),
    policies: policies.map((policy) => ({
      ...policy,
      statements: withoutSources(policy.statements, scope, into, {
        what: ({ Sid }) =>
          `statement ${typeof Sid === "string" ? Sid : "without-sid"} of ${labelOf({ name, qualifier: policy.qualifier })}`,
        part: statementPart,
      }),
    })),
  };
}

function translateLayer(
  layer: LayerDocument,
  path: string,
  scope: TranslationScope,
  into: Findings,
): LayerDocument {
  const { statements } = layer;
  const { ResolvedS3Object: object, ...settings } = layer.settings;
  const reference =
    object === undefined
      ? undefined
      : translateReference(`layer ${layer.arn}`, object, !staysHome(scope), scope, into);
  return {
    ...layer,
    settings: { ...settings, ...(reference !== undefined && { ResolvedS3Object: reference }) },
    ...(statements !== undefined && {
      statements: translateStatements(statements, layer.arn, path, scope, into),
    }),
  };
}

/** Layers whose bytes are in the point, and that the map does not name, are published again. */
function functionScope(document: FunctionDocument, request: TranslationRequest): TranslationScope {
  const { layers, name } = document;
  const remade = layers.filter(
    ({ sha256, arn }) => sha256 !== undefined && lookUp(request.map, arn) === undefined,
  );
  return translationScope(
    document,
    request,
    arnOfFunction(request.target, request.name ?? name),
    new Set(remade.map(({ arn }) => arn)),
  );
}

function translateVersion(
  version: VersionDocument,
  index: number,
  scope: TranslationScope,
  into: Findings,
): VersionDocument {
  const path = `versions[${index}].configuration`;
  const { ResolvedS3Object: object, ...others } = version.configuration;
  const configuration = translateObject(others, path, scope, into);
  const reference =
    object === undefined
      ? undefined
      : translateReference(
          `version ${version.version}`,
          object,
          scope.target.arn !== scope.source.arn,
          scope,
          into,
        );
  return {
    ...version,
    ...(version.image !== undefined && { image: translateImage(version.image, scope, into) }),
    configuration: {
      ...configuration,
      ...(reference !== undefined && { ResolvedS3Object: reference }),
      ...logging(version, scope, into),
    },
    ...(version.runtimeManagement !== undefined && {
      runtimeManagement: translateRuntimeUpdates(version.version, version.runtimeManagement, scope, into),
    }),
  };
}

/** By the map, or into the repository of the same name there: the point has every byte of the image. */
function translateImage(image: ImageDocument, scope: TranslationScope, into: Findings): ImageDocument {
  const { repository } = image;
  const exact = lookUp(scope.map, repository);
  const mapped = exact === undefined ? byPattern(scope.map, repository) : { to: exact, by: repository };
  if (mapped !== undefined) into.used.add(mapped.by);
  const to = mapped?.to ?? (staysHome(scope) ? repository : repositoryThere(repository, scope));
  if (to !== repository) into.replaced.set(repository, to);
  return { ...image, repository: to };
}

function repositoryThere(address: string, { target }: TranslationScope): string {
  const name = parseRepository(address)?.name ?? address;
  return `${target.account}.dkr.ecr.${target.region}.${dnsSuffix(target.partition)}/${name}`;
}

/** The default log group follows the function's name; another one is kept, since Lambda creates it when absent. */
function logging({ configuration }: VersionDocument, scope: TranslationScope, into: Findings) {
  const settings = configuration.LoggingConfig;
  if (settings === null || typeof settings !== "object" || !("LogGroup" in settings)) return {};
  const group = settings.LogGroup;
  if (group === groupOf(scope.source.name))
    return { LoggingConfig: { ...settings, LogGroup: groupOf(scope.target.name) } };
  if (!staysHome(scope))
    into.warnings.add(`log group ${String(group)} is kept; Lambda creates it if it is absent`);
  return {};
}
