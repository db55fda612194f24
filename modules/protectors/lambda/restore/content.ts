import type { JsonObject } from "../../../contract/json.ts";
import { differingKeys, sameJson } from "../../kit/canonical.ts";
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
const WITH_CODE = ["Architectures", "SourceKMSKeyArn"];
/** What CreateFunction alone can set. */
const AT_BIRTH = ["PackageType", "TenancyConfig", "CodeSigningConfigArn"];

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
  const bytes = from.codeSha256 !== to.codeSha256;
  const variables = [...new Set([...Object.keys(from.environment), ...Object.keys(to.environment)])]
    .filter((name) => from.environment[name] !== to.environment[name])
    .sort();
  return {
    code: bytes || keys.some((key) => WITH_CODE.includes(key)),
    settings: keys.filter((key) => !WITH_CODE.includes(key) && !AT_BIRTH.includes(key)),
    environment: variables.length > 0,
    fixed: keys.filter((key) => AT_BIRTH.includes(key)),
    differs: [
      ...(bytes ? ["code"] : []),
      ...keys,
      ...variables.map((name) => `environment variable ${name}`),
    ],
  };
}

export function sameContent(a: VersionContent, b: VersionContent): boolean {
  return (
    a.codeSha256 === b.codeSha256 &&
    sameJson(a.configuration, b.configuration) &&
    contentChange(a, b).differs.length === 0
  );
}
