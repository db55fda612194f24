import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import type { CaptureItem } from "../../contract/events.ts";
import type { ThingId } from "../../contract/kinds.ts";
import type { Content } from "../../recovery/store.ts";
import type { CaptureOptions } from "../capture-options.ts";
import { CallError, isAbsent } from "../kit/calls.ts";
import { noMark, unarmedPoint, withoutMark } from "../kit/mark.ts";
import { atOneMoment, ChangedError, present } from "../kit/moment.ts";
import type { Captured } from "../protector.ts";
import { isPublished, parseFunctionArn } from "./arn.ts";
import { begin } from "./capture/begin.ts";
import { readCodeSigning, readRecursion } from "./capture/function-settings.ts";
import { grantedVersions } from "./capture/granted.ts";
import { ImageGoneError } from "./capture/image.ts";
import { latestOnly } from "./capture/latest-only.ts";
import { readLayer } from "./capture/layers.ts";
import { readMapping } from "./capture/mapping.ts";
import { ofItem } from "./capture/of-item.ts";
import { runtimeNotices } from "./capture/runtimes.ts";
import { readAsyncConfigs, readGrants, readUrls } from "./capture/settings.ts";
import { readAliased } from "./capture/settled-aliases.ts";
import { sourceRevisions } from "./capture/source-revisions.ts";
import { type BesideVersion, settingsBeside } from "./capture/version-settings.ts";
import {
  configurationOf,
  failedVersion,
  getFunction,
  readVersion,
  secretsOf,
  type VersionRead,
  versionsToKeep,
} from "./capture/versions.ts";
import { requireWhole } from "./capture/whole.ts";
import type { FunctionDocument, FunctionSecrets, LayerDocument } from "./document.ts";
import { type FunctionHints, parseHints } from "./hints.ts";
import type { FunctionCapturePorts } from "./ports.ts";
import { keepsTrigger } from "./trigger-kinds.ts";

/**
 * One function as it was at one moment: `$LATEST` is what it was in the list that is read first, and GetFunction, which
 * has its bytes, its tags and its concurrency, is read last. `undefined` when it is gone.
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
  { scope, keep, today, sourceRevision }: CaptureOptions,
): Promise<Captured<FunctionDocument, FunctionSecrets>> {
  const { name, arn } = item;
  const { account, region } = parseFunctionArn(arn);
  const { before, revisions, since } = await begin(ports, name, scope.code);
  const found = {
    ...(await readAliased(ports, name, revisions.size > 0)),
    urls: keepsTrigger(scope.triggers, "url") ? await readUrls(ports, name) : [],
    asyncConfigs: await readAsyncConfigs(ports, name),
    mappings: await present(hints.mappings, (uuid) => readMapping(ports, uuid, arn)),
  };
  const codeSigningConfig = await readCodeSigning(ports, name);
  const recursiveLoop = await readRecursion(ports, name);
  const kept = scope.code === "latest" ? latestOnly(found, item.related) : { ...found, warnings: [] };
  const { aliases, urls, asyncConfigs, mappings, provisioned } = kept;
  const warnings = [...kept.warnings];

  const aliased = aliases
    .flatMap(({ version, weights }) => [version, ...Object.keys(weights)])
    .filter(isPublished);
  const lost = aliased.find((version) => !revisions.has(version));
  if (lost !== undefined) throw new ChangedError(`an alias names version ${lost}, which is not listed`);
  const used = new Set([
    ...aliased,
    ...[...urls, ...asyncConfigs, ...provisioned].map(({ qualifier }) => qualifier),
    ...mappings.flatMap(({ qualifier }) => qualifier ?? []),
    ...calledQualifiers(item.related),
  ]);

  for (const version of await grantedVersions(ports, name, revisions.keys(), used, scope.code))
    used.add(version);

  const published = await present(versionsToKeep(revisions.keys(), used, scope.code), async (version) => {
    const answer = await getFunction(ports, name, version);
    if (configurationOf(answer, `${name}:${version}`).RevisionId !== revisions.get(version))
      throw new ChangedError(`version ${version} has another revision than in the list`);
    if (answer.Configuration?.State === "Failed") warnings.push(failedVersion(version, answer.Configuration));
    // Of all versions the bytes may be too many for the disk.
    const reading = readVersion(ports, `${name}:${version}`, answer, {
      keep,
      packagesToo: scope.code === "all",
    });
    const read = await reading.catch((error: unknown) => {
      // Rules of a repository expire images of versions that nobody uses: no reason to lose the rest.
      if (!(error instanceof ImageGoneError) || used.has(version)) throw error;
      warnings.push(`version ${version} is not kept: ${error.message}`);
      return undefined;
    });
    return read && withSettings(read, await settingsBeside(ports, name, version, answer.Configuration));
  });
  const qualifiers = [
    ...published.map(({ document }) => document.version),
    ...aliases.map((alias) => alias.name),
  ];
  const policies = await present([undefined, ...qualifiers], (qualifier) =>
    readGrants(ports, name, qualifier),
  );

  const beside = await settingsBeside(ports, name, "$LATEST", before);
  const last = await getFunction(ports, name);
  const revision = unchanged(before, ofItem(configurationOf(last, name), item));
  const { TagsError: hidden, Concurrency: { ReservedConcurrentExecutions: reservedConcurrency } = {} } = last;
  if (hidden !== undefined)
    throw new CallError("lambda:ListTags", name, new Error(`${hidden.ErrorCode}: ${hidden.Message}`));
  warnings.push(...requireWhole(name, last.Tags ?? {}, since));
  const tags = withoutMark(last.Tags ?? {});
  const unarmed = unarmedPoint(last.Tags ?? {});
  warnings.push(...noMark(tags));
  const latest = await readVersion(ports, name, last, { keep, packagesToo: false }).catch(
    async (error: unknown) => {
      // Bytes that are not what was described may be those of an update since.
      if (!(error instanceof ChangedError))
        unchanged(before, configurationOf(await getFunction(ports, name), name));
      throw error;
    },
  );
  const versions = [...published, withSettings(latest, beside)];
  warnings.push(...runtimeNotices(name, versions, today));
  const layers = await readLayers(ports, item, versions, warnings);
  const valuesToo = scope.configuration !== "without-environment";
  const secrets = valuesToo ? secretsOf(versions) : undefined;
  const built = await sourceRevisions(sourceRevision ?? {}, versions, tags, valuesToo);
  warnings.push(...built.warnings);
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
      ...(provisioned.length > 0 && { provisioned }),
      ...(codeSigningConfig !== undefined && { codeSigningConfig }),
      ...(recursiveLoop !== undefined && { recursiveLoop }),
      ...(!valuesToo && { environmentValues: "left-out" }),
      tags,
      ...(unarmed !== undefined && { unarmed }),
      layers: layers.map(({ layer }) => layer),
      mappings,
    },
    blobs: [
      ...versions.map(({ document, content }) => ({ name: `code/${document.version}`, content })),
      ...imageParts(versions),
      ...layers.flatMap(({ layer, content }) => (content ? [{ name: `layer/${layer.arn}`, content }] : [])),
    ],
    ...(secrets !== undefined && { secrets }),
    ...(Object.keys(built.revisions).length > 0 && { sourceRevisions: built.revisions }),
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
  owner: ThingId,
  versions: readonly VersionRead[],
  warnings: string[],
): Promise<readonly { readonly layer: LayerDocument; readonly content?: Content }[]> {
  const arns = [...new Set(versions.flatMap(({ layers }) => layers))].sort();
  return present(arns, async (arn) => {
    const { warning, ...read } = await readLayer(ports, arn, owner);
    if (warning !== undefined) warnings.push(warning);
    return read;
  });
}

function withSettings({ document, ...read }: VersionRead, beside: BesideVersion): VersionRead {
  return { ...read, document: { ...document, ...beside } };
}

/** Versions share most of their layers. */
function imageParts(
  versions: readonly VersionRead[],
): { readonly name: string; readonly content: Content }[] {
  const parts = versions.flatMap((version) => version.parts);
  return [...new Map(parts.map((content) => [`image/sha256:${content.sha256}`, content]))].map(
    ([name, content]) => ({ name, content }),
  );
}

/** @throws ChangedError unless the function is what it was before the first read. */
function unchanged(
  from: FunctionConfiguration,
  to: FunctionConfiguration,
): Captured<FunctionDocument>["revision"] {
  if (from.RevisionId !== to.RevisionId || from.CodeSha256 !== to.CodeSha256)
    throw new ChangedError(`its revision moved from ${from.RevisionId} to ${to.RevisionId}`);
  return { before: from.RevisionId ?? "", after: to.RevisionId ?? "" };
}
