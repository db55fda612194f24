import type { GetFunctionCommandOutput } from "@aws-sdk/client-lambda";
import type { CaptureItem } from "../../contract/events.ts";
import { errorText } from "../../core/error-text.ts";
import type { Content } from "../../recovery/store.ts";
import type { Captured, CaptureOptions } from "../protector.ts";
import { isPublished, parseFunctionArn } from "./arn.ts";
import { CallError, isNotFound } from "./call.ts";
import { ChangedError } from "./capture/changed.ts";
import { latestOnly } from "./capture/latest-only.ts";
import { readLayer } from "./capture/layers.ts";
import { readMapping } from "./capture/mapping.ts";
import { notifiedQualifiers, readNotifications } from "./capture/notifications.ts";
import { readAliases, readAsyncConfigs, readConcurrency, readPolicy, readUrls } from "./capture/settings.ts";
import {
  configurationOf,
  getFunction,
  readRevisions,
  readVersion,
  type VersionRead,
  versionsToKeep,
} from "./capture/versions.ts";
import type { FunctionDocument, FunctionSecrets, LayerDocument } from "./document.ts";
import type { CapturePorts } from "./ports.ts";
import { keepsTrigger } from "./trigger-kinds.ts";

/** The first read, and three more when the function changes meanwhile. */
const READS = 4;
const NO_VERSIONS: ReadonlyMap<string, string | undefined> = new Map();

/**
 * One function as it was at one moment: the API has no snapshot, so revisions are compared before and after, and
 * what moved is read again. `undefined` when the function is gone.
 * @throws CallError for whatever cannot be read: a part that is missing from a point would be missing for ever.
 */
export async function captureFunction(
  ports: CapturePorts,
  item: CaptureItem,
  options: CaptureOptions,
): Promise<Captured<FunctionDocument> | undefined> {
  for (let read = 1; ; read++) {
    try {
      return await readOnce(ports, item, options);
    } catch (error) {
      // A part that is not found while the function is there has gone since it was listed.
      if (isNotFound(error) && (await isGone(ports, item.name))) return undefined;
      if (!(error instanceof ChangedError) && !isNotFound(error)) throw error;
      if (read >= READS)
        throw new Error(
          `${item.name} keeps changing, seen in ${READS} reads: ${errorText(error)}; the next run tries again`,
        );
      await ports.pause(1000 * read);
    }
  }
}

async function readOnce(
  ports: CapturePorts,
  item: CaptureItem,
  { scope, keep }: CaptureOptions,
): Promise<Captured<FunctionDocument>> {
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
    mappings: await present(item.mappings, (uuid) => readMapping(ports, uuid, arn)),
    notifications: await present(item.buckets, (bucket) => readNotifications(ports, bucket, arn)),
  };
  const reservedConcurrency = await readConcurrency(ports, name);
  const kept = scope.code === "latest" ? latestOnly(found) : { ...found, warnings: [] };
  const { aliases, urls, asyncConfigs, mappings, notifications } = kept;
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
    ...notifiedQualifiers(notifications),
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
    readPolicy(ports, name, qualifier),
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
      notifications,
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

async function isGone(ports: CapturePorts, name: string): Promise<boolean> {
  try {
    await getFunction(ports, name);
    return false;
  } catch (error) {
    return isNotFound(error);
  }
}

/** Reads one after another, for the account's rates belong to the customer; leaves out what is not there. */
async function present<K, T>(
  keys: readonly K[],
  read: (key: K) => Promise<T | undefined>,
): Promise<readonly T[]> {
  const found: T[] = [];
  for (const key of keys) {
    const one = await read(key);
    if (one !== undefined) found.push(one);
  }
  return found;
}

async function readLayers(
  ports: CapturePorts,
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
