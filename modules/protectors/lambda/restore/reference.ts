import type { JsonObject } from "../../../contract/json.ts";
import { canonical, isObject, sameJson } from "../../kit/canonical.ts";
import type { FunctionDocument, VersionDocument } from "../document.ts";
import type { LiveFunction } from "./live.ts";
import type { FunctionRestorePorts } from "./ports.ts";

/**
 * Versions whose code Lambda runs straight from a bucket of its owner go on to where that very object is still there.
 * Elsewhere they become a copy of the point's bytes, and `warnings` says so.
 */
export async function planReferences(
  ports: FunctionRestorePorts,
  document: FunctionDocument,
  live: LiveFunction | undefined,
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
        : await withReachable(ports, label, configuration, codeSize, warnings),
    });
  }
  return { ...document, versions };
}

/** The same settings, without an object that cannot be used: then `warnings` says so. */
export async function withReachable(
  ports: Pick<FunctionRestorePorts, "object">,
  label: string,
  settings: JsonObject,
  size: number | undefined,
  warnings: string[],
): Promise<JsonObject> {
  const { ResolvedS3Object: object, ...copied } = settings;
  if (!isObject(object)) return settings;
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
