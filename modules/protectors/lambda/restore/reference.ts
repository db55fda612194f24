import type { JsonObject } from "../../../contract/json.ts";
import { canonical, isObject, sameJson } from "../../kit/canonical.ts";
import type { FunctionDocument, VersionDocument } from "../document.ts";
import type { LiveFunction } from "./live.ts";
import type { FunctionRestorePorts } from "./ports.ts";

/** What `--skip` calls the place of code in its owner's bucket: it comes back as a copy. */
const PART = "reference";

export const REFUSED =
  "let lambda.amazonaws.com read s3:GetObject and s3:GetObjectVersion by the bucket's policy, under the ARN of the " +
  `function; or say --skip ${PART}: it comes back as a copy that Lambda keeps; then run the restore again`;

/** Whether code or layers of a function lie in a bucket of their owner. */
export function referenceParts({
  versions,
  layers,
}: Pick<FunctionDocument, "layers" | "versions">): string[] {
  const all = [
    ...versions.map(({ configuration }) => configuration),
    ...layers.map(({ settings }) => settings),
  ];
  return all.some(({ ResolvedS3Object: object }) => object !== undefined) ? [PART] : [];
}

/**
 * Versions whose code Lambda runs straight from a bucket of its owner go on to where that very object is still there.
 * Elsewhere they become a copy of the point's bytes, and `warnings` says so.
 */
export async function planReferences(
  ports: FunctionRestorePorts,
  document: FunctionDocument,
  live: LiveFunction | undefined,
  skip: ReadonlySet<string>,
  warnings: string[],
): Promise<FunctionDocument> {
  const contents = live === undefined ? [] : [live.latest, ...live.versions.map(({ content }) => content)];
  const versions: VersionDocument[] = [];
  for (const version of document.versions) {
    const { configuration, codeSize } = version;
    const inUse = contents.some((content) => sameReference(content.configuration, configuration));
    const label = `version ${version.version} of ${document.name}`;
    versions.push({
      ...version,
      configuration: inUse
        ? configuration
        : await withReachable(ports, label, configuration, { size: codeSize, skip }, warnings),
    });
  }
  return { ...document, versions };
}

/** The same settings, without an object that cannot be used: then `warnings` says so. */
export async function withReachable(
  ports: Pick<FunctionRestorePorts, "object">,
  label: string,
  settings: JsonObject,
  { size, skip }: { readonly size?: number | undefined; readonly skip: ReadonlySet<string> },
  warnings: string[],
): Promise<JsonObject> {
  const { ResolvedS3Object: object, ...copied } = settings;
  if (!isObject(object)) return settings;
  if (skip.has(PART)) {
    warnings.push(`${label} comes back as a copy that Lambda keeps, as --skip ${PART} says`);
    return copied;
  }
  const { S3Bucket, S3Key, S3ObjectVersion } = object;
  const at = { bucket: String(S3Bucket), key: String(S3Key), version: String(S3ObjectVersion) };
  const found = await ports.object(at, size);
  if (found === "present") return settings;
  warnings.push(
    `${label} ran from s3://${at.bucket}/${at.key}, version ${at.version}, which ` +
      `${found === "absent" ? "is not there" : "cannot be read by who restores"}: it comes back as a copy that Lambda keeps`,
  );
  return copied;
}

function sameReference({ ResolvedS3Object: a }: JsonObject, { ResolvedS3Object: b }: JsonObject): boolean {
  return isObject(a) && isObject(b) && sameJson(canonical(a), canonical(b));
}
