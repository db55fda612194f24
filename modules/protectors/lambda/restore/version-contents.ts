import { canonicalConfiguration } from "../canonical-configuration.ts";
import type { FunctionDocument, FunctionSecrets, VersionDocument } from "../document.ts";
import type { VersionContent } from "./content.ts";
import type { Draft } from "./draft.ts";
import { type FunctionIds, resolve } from "./ids.ts";

/** One version as this destination will read it; layers not yet published keep the document's ARN. */
export function contentOf(
  { document, secrets }: Pick<Draft, "document" | "secrets">,
  version: VersionDocument,
  ids: FunctionIds,
): VersionContent {
  return {
    codeSha256: version.codeSha256,
    ...(version.image !== undefined && { image: version.image }),
    configuration: canonicalConfiguration(resolve(version.configuration, document.arn, ids), document.name),
    environment: secrets[version.version] ?? {},
  };
}

/** Of each version of a point. */
export function contentsOf(
  document: FunctionDocument,
  secrets: FunctionSecrets,
  ids: FunctionIds,
): readonly VersionContent[] {
  return document.versions.map((version) => contentOf({ document, secrets }, version, ids));
}

/** What the function is in the end, by which its mark may go. */
export function latestOf(draft: Draft, ids: FunctionIds): VersionContent | undefined {
  const latest = draft.document.versions.find(({ version }) => version === "$LATEST");
  return latest && contentOf(draft, latest, ids);
}
