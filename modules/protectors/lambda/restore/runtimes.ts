import { type Refused, refusedSince, successorOf } from "../../../core/runtimes/lifecycle.ts";
import { RUNTIMES_PAGE } from "../../../core/runtimes/table.ts";
import type { Blocked } from "../../blocked.ts";
import { byRuntime, runtimeOf, versionWords } from "../by-runtime.ts";
import type { FunctionDocument, VersionDocument } from "../document.ts";
import type { Draft } from "./draft.ts";
import type { LiveFunction } from "./live.ts";

/**
 * Versions that AWS makes no more, since it refuses their runtime also in updates, that are not there and that nothing
 * points at: neither an alias, a policy, a setting, a mapping or the function itself, nor what is restored with it.
 */
export function versionsLeftOut(
  source: FunctionDocument,
  document: FunctionDocument,
  live: LiveFunction | undefined,
  refused: Refused,
  named: ReadonlySet<string> = new Set(),
): readonly VersionDocument[] {
  const pointedAt = qualifiersIn(source);
  return document.versions.filter(
    (version) =>
      version.version !== "$LATEST" &&
      refused(runtimeOf(version), "update") !== undefined &&
      !pointedAt.has(version.version) &&
      !named.has(`${source.arn}:${version.version}`) &&
      !(live?.versions ?? []).some(({ content }) => content.codeSha256 === version.codeSha256),
  );
}

/** The document without some of its versions, and without the layers that they alone use. */
export function withoutVersions(
  document: FunctionDocument,
  away: readonly VersionDocument[],
): FunctionDocument {
  const versions = document.versions.filter((version) => !away.includes(version));
  const used = new Set(versions.flatMap(layersOf));
  const unused = new Set(away.flatMap(layersOf).filter((arn) => !used.has(arn)));
  return { ...document, versions, layers: document.layers.filter(({ arn }) => !unused.has(arn)) };
}

export function leftOutWarnings(
  { name }: Pick<FunctionDocument, "name">,
  away: readonly VersionDocument[],
  today: string,
): readonly string[] {
  return byRuntime(away).map(
    ([runtime, versions]) =>
      `${versionWords(versions)} of ${name} is left out: AWS stopped updating functions to runtime ${runtime} on ` +
      `${refusedSince(runtime, "update", today)}, and nothing points at it; ` +
      `--runtime ${runtime}=${successorOf(runtime, today)} restores it with another one`,
  );
}

function layersOf({ configuration }: VersionDocument): readonly unknown[] {
  return Array.isArray(configuration.Layers) ? configuration.Layers : [];
}

/** What the document itself names of its versions, in whatever part. */
function qualifiersIn({ arn, versions, aliases, ...rest }: FunctionDocument): ReadonlySet<string> {
  const { policies, asyncConfigs, urls, mappings, provisioned = [] } = rest;
  const own = JSON.stringify([versions, policies, asyncConfigs, urls, mappings]);
  const named = versions
    .map(({ version }) => version)
    .filter((version) => own.includes(`"${arn}:${version}"`));
  return new Set([
    ...named,
    ...aliases.flatMap(({ version, weights }) => [version, ...Object.keys(weights)]),
    ...[...policies, ...asyncConfigs, ...urls, ...mappings, ...provisioned].flatMap(
      ({ qualifier }) => qualifier ?? [],
    ),
  ]);
}

/** What CreateFunction makes: the first version that AWS still creates, and the others follow by updates. */
export function firstCreatable(
  versions: readonly VersionDocument[],
  refused: Refused,
): VersionDocument | undefined {
  return versions.find((version) => refused(runtimeOf(version), "create") === undefined);
}

const DOING = { create: "creating", update: "updating" } as const;

/** A reason for each runtime: which versions have it, since when AWS refuses it, and the way out. */
export function refusedRuntimes(
  { document, today, refused }: Pick<Draft, "document" | "today" | "refused">,
  versions: readonly VersionDocument[],
  what: "create" | "update",
): readonly Blocked[] {
  return byRuntime(versions).flatMap(([runtime, of]): Blocked[] => {
    const since = refused(runtime, what);
    if (since === undefined) return [];
    return [
      {
        because: "runtime",
        message: `${document.name} (${versionWords(of)}): AWS stopped ${DOING[what]} functions of runtime ${runtime} on ${since}`,
        hint:
          `--runtime ${runtime}=${successorOf(runtime, today)} restores it with another one; where ${RUNTIMES_PAGE} ` +
          `has a later day by now, --runtime ${runtime}=${runtime} tries it as it is`,
      },
    ];
  });
}
