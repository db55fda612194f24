import type { GetFunctionCommandOutput } from "@aws-sdk/client-lambda";
import type { CaptureItem } from "../../contract/events.ts";
import type { Content } from "../../recovery/store.ts";
import { CallError, isAbsent } from "../kit/calls.ts";
import { atOneMoment, ChangedError, present } from "../kit/moment.ts";
import type { Captured, CaptureOptions } from "../protector.ts";
import { isPublished, parseFunctionArn } from "./arn.ts";
import { latestOnly } from "./capture/latest-only.ts";
import { readLayer } from "./capture/layers.ts";
import { readMapping } from "./capture/mapping.ts";
import { readAliases, readAsyncConfigs, readConcurrency, readGrants, readUrls } from "./capture/settings.ts";
import {
  configurationOf,
  getFunction,
  readRevisions,
  readVersion,
  type VersionRead,
  versionsToKeep,
} from "./capture/versions.ts";
import type { FunctionDocument, FunctionSecrets, LayerDocument } from "./document.ts";
import { type FunctionHints, parseHints } from "./hints.ts";
import type { FunctionCapturePorts } from "./ports.ts";
import { keepsTrigger } from "./trigger-kinds.ts";

const NO_VERSIONS: ReadonlyMap<string, string | undefined> = new Map();

/**
 * One function as it was at one moment: revisions are compared before and after. `undefined` when it is gone.
 * @throws CallError for whatever cannot be read: a part that is missing from a point would be missing for ever;
 * FormError for hints of another form
 */
export function captureFunction(
  ports: FunctionCapturePorts,
  item: CaptureItem,
  options: CaptureOptions,
): Promise<Captured<FunctionDocument, FunctionSecrets> | undefined> {
  const hints = parseHints(item.hints);
  return atOneMoment(
    ports.sleep,
    item.name,
    () => readOnce(ports, item, hints, options),
    () => isGone(ports, item.name),
  );
}

async function readOnce(
  ports: FunctionCapturePorts,
  item: CaptureItem,
  hints: FunctionHints,
  { scope, keep }: CaptureOptions,
): Promise<Captured<FunctionDocument, FunctionSecrets>> {
  const { name, arn } = item;
  const { account, region } = parseFunctionArn(arn);
  const before = await getFunction(ports, name);
  const { TagsError: hidden } = before;
  if (hidden !== undefined)
    throw new CallError("lambda:ListTags", name, new Error(`${hidden.ErrorCode}: ${hidden.Message}`));

  // Aliases first: a version they name is then in the later list, unless something changed.
  const everyAlias = await readAliases(ports, name);
  const revisions = scope.code === "latest" ? NO_VERSIONS : await readRevisions(ports, name);
  const found = {
    aliases: everyAlias,
    urls: keepsTrigger(scope.triggers, "url") ? await readUrls(ports, name) : [],
    asyncConfigs: await readAsyncConfigs(ports, name),
    mappings: await present(hints.mappings, (uuid) => readMapping(ports, uuid, arn)),
  };
  const reservedConcurrency = await readConcurrency(ports, name);
  const kept = scope.code === "latest" ? latestOnly(found, item.related) : { ...found, warnings: [] };
  const { aliases, urls, asyncConfigs, mappings } = kept;
  const warnings = [...kept.warnings];

  const aliased = aliases
    .flatMap(({ version, weights }) => [version, ...Object.keys(weights)])
    .filter(isPublished);
  const lost = aliased.find((version) => !revisions.has(version));
  if (lost !== undefined) throw new ChangedError(`an alias names version ${lost}, which is not listed`);
  const used = new Set([
    ...aliased,
    ...[...urls, ...asyncConfigs].map(({ qualifier }) => qualifier),
    ...mappings.flatMap(({ qualifier }) => qualifier ?? []),
    ...calledQualifiers(item.related),
  ]);

  const latest = await readVersion(ports, name, before).catch(async (error: unknown) => {
    // Bytes that are not what was described may be those of an update since.
    if (!(error instanceof ChangedError)) unchanged(name, before, await getFunction(ports, name));
    throw error;
  });
  const published = await present(versionsToKeep(revisions.keys(), used, scope.code), async (version) => {
    const answer = await getFunction(ports, name, version);
    if (configurationOf(answer, `${name}:${version}`).RevisionId !== revisions.get(version))
      throw new ChangedError(`version ${version} has another revision than in the list`);
    // Of all versions the bytes may be too many for the disk.
    return readVersion(ports, `${name}:${version}`, answer, scope.code === "all" ? keep : undefined);
  });
  const versions = [...published, latest];
  const layers = await readLayers(ports, versions, warnings);

  const qualifiers = [
    ...published.map(({ document }) => document.version),
    ...aliases.map((alias) => alias.name),
  ];
  const policies = await present([undefined, ...qualifiers], (qualifier) =>
    readGrants(ports, name, qualifier),
  );

  const revision = unchanged(name, before, await getFunction(ports, name));
  const secrets = secretsOf(versions);
  return {
    document: {
      kind: "lambda",
      name,
      arn,
      account,
      region,
      versions: versions.map(({ document }) => document),
      aliases,
      policies,
      asyncConfigs,
      urls,
      ...(reservedConcurrency !== undefined && { reservedConcurrency }),
      tags: { ...before.Tags },
      layers: layers.map(({ layer }) => layer),
      mappings,
    },
    blobs: [
      ...versions.map(({ document, content }) => ({ name: `code/${document.version}`, content })),
      ...layers.flatMap(({ layer, content }) => (content ? [{ name: `layer/${layer.arn}`, content }] : [])),
    ],
    ...(secrets !== undefined && { secrets }),
    revision,
    warnings,
  };
}

async function isGone(ports: FunctionCapturePorts, name: string): Promise<boolean> {
  try {
    await getFunction(ports, name);
    return false;
  } catch (error) {
    return isAbsent(error);
  }
}

/** Qualifiers under which others call the function, such as a bucket's notifications. */
function calledQualifiers(related: CaptureItem["related"]): readonly string[] {
  return related.flatMap(({ calls = [] }) => calls.flatMap((arn) => parseFunctionArn(arn).qualifier ?? []));
}

async function readLayers(
  ports: FunctionCapturePorts,
  versions: readonly VersionRead[],
  warnings: string[],
): Promise<readonly { readonly layer: LayerDocument; readonly content?: Content }[]> {
  const arns = [...new Set(versions.flatMap(({ layers }) => layers))].sort();
  return present(arns, async (arn) => {
    const { warning, ...read } = await readLayer(ports, arn);
    if (warning !== undefined) warnings.push(warning);
    return read;
  });
}

/** @throws ChangedError unless the function is what it was before the first read. */
function unchanged(
  name: string,
  before: GetFunctionCommandOutput,
  after: GetFunctionCommandOutput,
): Captured<FunctionDocument>["revision"] {
  const from = configurationOf(before, name);
  const to = configurationOf(after, name);
  if (from.RevisionId !== to.RevisionId || from.CodeSha256 !== to.CodeSha256)
    throw new ChangedError(`its revision moved from ${from.RevisionId} to ${to.RevisionId}`);
  return { before: from.RevisionId ?? "", after: to.RevisionId ?? "" };
}

function secretsOf(versions: readonly VersionRead[]): FunctionSecrets | undefined {
  const secrets = versions
    .filter(({ variables }) => Object.keys(variables).length > 0)
    .map(({ document, variables }) => [document.version, variables] as const);
  return secrets.length === 0 ? undefined : Object.fromEntries(secrets);
}
