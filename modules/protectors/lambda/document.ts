import type { JsonObject } from "../../contract/json.ts";
import type { ImageDocument } from "./image.ts";

/** Of `FunctionDocument`; another number is another form. */
export const FORMAT = 1;

/** What a function was: the part of a recovery point that restore reads. Fields keep AWS's own names. */
export interface FunctionDocument {
  readonly kind: "lambda";
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  /** Published versions first, ascending; `$LATEST` last: the order in which a restore publishes them. */
  readonly versions: readonly VersionDocument[];
  readonly aliases: readonly AliasDocument[];
  readonly policies: readonly PolicyDocument[];
  readonly asyncConfigs: readonly QualifiedDocument[];
  readonly urls: readonly QualifiedDocument[];
  /** Absent: unreserved. 0: throttled off on purpose. */
  readonly reservedConcurrency?: number;
  /** `ProvisionedConcurrentExecutions` of aliases and versions. Absent: none has any. */
  readonly provisioned?: readonly QualifiedDocument[];
  /** ARN of the code-signing configuration that checks its deployments. Absent: none does. */
  readonly codeSigningConfig?: string;
  /** Absent: Lambda stops a loop that it detects. */
  readonly recursiveLoop?: "Allow";
  /** `left-out`: the policy keeps no values of environment variables. Absent: they are the point's secrets. */
  readonly environmentValues?: "left-out";
  readonly tags: Readonly<Record<string, string>>;
  /** Key of the point that it was restored from, while it was not armed: what arming brings is not here, and is there. */
  readonly unarmed?: string;
  readonly layers: readonly LayerDocument[];
  readonly mappings: readonly MappingDocument[];
}

export interface VersionDocument {
  /** `$LATEST`, `$LATEST.PUBLISHED` of managed instances, or a number. */
  readonly version: string;
  /** SHA-256 of the package, or of an image's manifest, 64 hex digits; names its blob. */
  readonly codeSha256: string;
  /** Bytes; of an image, those of manifest, configuration and layers together. */
  readonly codeSize: number;
  /** Absent: a package. */
  readonly image?: ImageDocument;
  /** What CreateFunction and UpdateFunctionConfiguration accept, without values of environment variables. */
  readonly configuration: JsonObject;
  /** Names only; values are among the point's secrets. */
  readonly environment: readonly string[];
  /** `UpdateRuntimeOn`, and `RuntimeVersionArn` where it is `Manual`. Absent: `Auto`. */
  readonly runtimeManagement?: JsonObject;
  /** `MinExecutionEnvironments` and `MaxExecutionEnvironments` on managed instances. Absent: nobody said. */
  readonly scaling?: JsonObject;
}

/** Fields that are kept among the secrets, beside values of environment variables. */
export const SEALED = ["mappings.*.settings.FilterCriteria"];

/** Secrets of a point: version to its environment variables. */
export type FunctionSecrets = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface AliasDocument {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** Second version to its share, 0 to 1. */
  readonly weights: Readonly<Record<string, number>>;
}

/** The resource policy of the function (`qualifier` absent) or of one version or alias. */
export interface PolicyDocument {
  readonly qualifier?: string;
  readonly statements: readonly JsonObject[];
}

/** Settings that belong to the function (`$LATEST`), a version or an alias. */
export interface QualifiedDocument {
  readonly qualifier: string;
  readonly settings: JsonObject;
}

export interface LayerDocument {
  /** ARN of the layer version. */
  readonly arn: string;
  readonly name: string;
  /** Absent: the bytes could not be read (another account's layer); a restore elsewhere needs a map entry. */
  readonly sha256?: string;
  readonly settings: JsonObject;
  /** Whom it is shared with, without the resource. Absent: with nobody, or it is another account's. */
  readonly statements?: readonly JsonObject[];
}

/** One event source mapping, as GetEventSourceMapping shows it: filters in clear, which List hides. */
export interface MappingDocument {
  readonly uuid: string;
  /** Alias or version it invokes; absent: the function itself. */
  readonly qualifier?: string;
  readonly enabled: boolean;
  /** What CreateEventSourceMapping accepts, without FunctionName, Enabled and Tags. */
  readonly settings: JsonObject;
  /** Absent: it has none. */
  readonly tags?: Readonly<Record<string, string>>;
}
