import type { JsonObject } from "../../../contract/json.ts";
import { differingKeys } from "../../kit/canonical.ts";
import type { ImageDocument } from "../image.ts";

/** What one version is: package, configuration in canonical form, environment. Equal contents are one version. */
export interface VersionContent {
  /** 64 hex digits. */
  readonly codeSha256: string;
  /** Of a version to be made; where its image lies makes no difference to what it is. */
  readonly image?: ImageDocument;
  readonly configuration: JsonObject;
  readonly environment: Readonly<Record<string, string>>;
}

/** What only UpdateFunctionCode can change; everything else UpdateFunctionConfiguration does. */
const WITH_CODE = ["Architectures", "ResolvedS3Object", "SourceKMSKeyArn"];
/** What CreateFunction alone can set. */
const AT_BIRTH = ["PackageType", "TenancyConfig", "CodeSigningConfigArn"];
/**
 * What a function has from its birth on or never has, though its values can change.
 * https://docs.aws.amazon.com/lambda/latest/dg/durable-configuration.html
 */
const FROM_BIRTH = ["DurableConfig"];
/** What PublishVersion does not count: a version that differs from the last one in these alone is not published. */
const NOT_COUNTED = ["KMSKeyArn", "TenancyConfig"];

export interface ContentChange {
  readonly code: boolean;
  /** Keys of the configuration that an update sets. */
  readonly settings: readonly string[];
  readonly environment: boolean;
  /** Keys that no update can set. */
  readonly fixed: readonly string[];
  /** All that differs, for people: names only. */
  readonly differs: readonly string[];
}

export function contentChange(from: VersionContent, to: VersionContent): ContentChange {
  const keys = differingKeys(from.configuration, to.configuration);
  const fixed = keys.filter(
    (key) =>
      AT_BIRTH.includes(key) ||
      (FROM_BIRTH.includes(key) &&
        (from.configuration[key] === undefined || to.configuration[key] === undefined)),
  );
  const bytes = from.codeSha256 !== to.codeSha256;
  const variables = [...new Set([...Object.keys(from.environment), ...Object.keys(to.environment)])]
    .filter((name) => from.environment[name] !== to.environment[name])
    .sort();
  return {
    code: bytes || keys.some((key) => WITH_CODE.includes(key)),
    settings: keys.filter((key) => !WITH_CODE.includes(key) && !fixed.includes(key)),
    environment: variables.length > 0,
    fixed,
    differs: [
      ...(bytes ? ["code"] : []),
      ...keys,
      ...variables.map((name) => `environment variable ${name}`),
    ],
  };
}

export function sameContent(a: VersionContent, b: VersionContent): boolean {
  return contentChange(a, b).differs.length === 0;
}

/** Whether PublishVersion, after a version of content `a`, would take `b` for the same and give that number again. */
export function countsAsSame(a: VersionContent, b: VersionContent): boolean {
  const { differs } = contentChange(a, b);
  return differs.every((key) => NOT_COUNTED.includes(key));
}

/** What UpdateFunctionCode alone makes of one content on the way to another: the package and what is set with it. */
export function withCodeOf(from: VersionContent, to: VersionContent): VersionContent {
  const configuration = Object.fromEntries(
    Object.entries({ ...from.configuration }).filter(([key]) => !WITH_CODE.includes(key)),
  );
  const set = Object.entries(to.configuration).filter(([key]) => WITH_CODE.includes(key));
  const { codeSha256, image } = to;
  return {
    environment: from.environment,
    codeSha256,
    ...(image !== undefined && { image }),
    configuration: { ...configuration, ...Object.fromEntries(set) },
  };
}
