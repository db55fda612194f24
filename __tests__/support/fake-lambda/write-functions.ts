import type * as L from "@aws-sdk/client-lambda";
import { RUNTIMES } from "../../../modules/core/runtimes/table.ts";
import { codeHash } from "./base.ts";
import { conflict, invalid, moved } from "./errors.ts";
import { FakeFunctionReads } from "./read-functions.ts";
import { type Config, type Fn, newFn, type Version } from "./state.ts";

const PENDING =
  "The operation cannot be performed at this time. The function is currently in the following state: Pending";

/** What a new function has where its maker says nothing. */
const DEFAULTS: Config = {
  Timeout: 3,
  MemorySize: 128,
  PackageType: "Zip",
  Architectures: ["x86_64"],
  EphemeralStorage: { Size: 512 },
  TracingConfig: { Mode: "PassThrough" },
  SnapStart: { ApplyOn: "None", OptimizationStatus: "Off" },
};

/** How functions change: versions numbered by Lambda, and pending for a while after each change. */
export class FakeFunctionWrites extends FakeFunctionReads {
  /** The day in UTC: AWS refuses runtimes from theirs on. */
  today = "2026-11-29";

  CreateFunction({ FunctionName = "", Code, Tags = {}, Publish, ...settings }: L.CreateFunctionRequest) {
    requireRoom(Tags);
    this.#requireRuntime(settings.Runtime, "create");
    if (this.functions.has(FunctionName)) throw conflict(`Function already exist: ${FunctionName}`);
    const logging = { LogFormat: "Text", LogGroup: `/aws/lambda/${FunctionName}` };
    const fn = newFn({
      config: { ...DEFAULTS, LoggingConfig: logging },
      code: this.bytesOf(Code),
      revision: "",
      sourceKey: Code?.SourceKMSKeyArn,
      image: Code?.ImageUri,
      object: referred(Code),
    });
    this.configure(fn, settings as Config);
    Object.assign(fn, { tags: { ...Tags }, pending: 2 });
    this.functions.set(FunctionName, fn);
    if (Publish) this.#publish(FunctionName, fn);
    return this.shown(FunctionName, fn.latest, "$LATEST", fn);
  }

  UpdateFunctionCode({ FunctionName = "", RevisionId, ...input }: L.UpdateFunctionCodeRequest) {
    const { Architectures, SourceKMSKeyArn: sourceKey } = input;
    const fn = this.#readyFn(FunctionName, RevisionId);
    this.#requireRuntime(fn.latest.config.Runtime, "update");
    fn.latest = {
      ...fn.latest,
      code: this.bytesOf(input),
      sourceKey,
      image: input.ImageUri,
      object: referred(input),
    };
    this.configure(fn, { Architectures });
    fn.pending = 1;
    return this.shown(FunctionName, fn.latest, "$LATEST", fn);
  }

  UpdateFunctionConfiguration({
    FunctionName = "",
    RevisionId,
    ...settings
  }: L.UpdateFunctionConfigurationRequest) {
    const fn = this.#readyFn(FunctionName, RevisionId);
    this.#requireRuntime(settings.Runtime ?? fn.latest.config.Runtime, "update");
    this.configure(fn, settings as Config);
    fn.pending = 1;
    return this.shown(FunctionName, fn.latest, "$LATEST", fn);
  }

  PublishVersion({ FunctionName = "", CodeSha256, RevisionId, PublishTo }: L.PublishVersionRequest) {
    const fn = this.#readyFn(FunctionName, RevisionId);
    if (CodeSha256 !== undefined && CodeSha256 !== codeHash(fn.latest.code, fn.latest.image))
      throw invalid("CodeSha256 is different");
    if (PublishTo === "LATEST_PUBLISHED") {
      fn.published.set("$LATEST.PUBLISHED", { ...fn.latest, revision: this.revision() });
      return this.shown(FunctionName, fn.latest, "$LATEST.PUBLISHED", fn);
    }
    const numbers = [...fn.published.keys()].filter((version) => /^[0-9]+$/.test(version));
    const last = numbers.sort((a, b) => Number(a) - Number(b)).at(-1);
    const same = last !== undefined && counted(this.versionAt(FunctionName, last)) === counted(fn.latest);
    const version = same ? last : this.#publish(FunctionName, fn);
    return this.shown(FunctionName, this.versionAt(FunctionName, version), version, fn);
  }

  DeleteFunction({ FunctionName = "" }: L.DeleteFunctionRequest) {
    this.fnOf(FunctionName);
    this.functions.delete(FunctionName);
    return {};
  }

  /** An update keeps what it is not told; Lambda's ways to say none remove a setting. */
  protected configure(fn: Fn, { Layers, ImageConfig, VpcConfig, ...rest }: Config): void {
    const { Ipv6AllowedForDualStack: dual, ...vpc } = (VpcConfig ?? {}) as L.VpcConfig;
    fn.latest = {
      ...fn.latest,
      revision: this.revision(),
      config: {
        ...fn.latest.config,
        ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
        // Not both address families is what a VPC has where nobody says so.
        ...(VpcConfig !== undefined && {
          VpcConfig: { ...vpc, ...(dual === true && { Ipv6AllowedForDualStack: true }) },
        }),
        ...(ImageConfig !== undefined && { ImageConfigResponse: { ImageConfig } }),
        ...(Array.isArray(Layers) && { Layers: Layers.map((Arn: string) => ({ Arn, CodeSize: 1 })) }),
      },
    };
  }

  /** In AWS's own words. */
  #requireRuntime(runtime: unknown, what: "create" | "update"): void {
    const dates = RUNTIMES[String(runtime)];
    const day = what === "create" ? dates?.noCreate : dates?.noUpdate;
    if (day === undefined || this.today < day) return;
    const why = `The runtime parameter of ${runtime} is no longer supported for creating or updating AWS Lambda functions.`;
    throw invalid(`${why} We recommend you use a supported runtime while creating or updating functions.`);
  }

  #publish(name: string, fn: Fn): string {
    const number = Math.max(this.numbers.get(name) ?? 0, ...[...fn.published.keys()].map(Number)) + 1;
    this.numbers.set(name, number);
    fn.published.set(String(number), { ...fn.latest, revision: this.revision() });
    fn.latest.revision = this.revision();
    return String(number);
  }

  #readyFn(name: string, revision: string | undefined): Fn {
    const fn = this.fnOf(name);
    if (fn.pending > 0) {
      this.settle(fn);
      throw conflict(PENDING);
    }
    if (revision !== undefined && revision !== fn.latest.revision) throw moved("GetFunction/GetAlias");
    return fn;
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-tags.html */
export function requireRoom(tags: Readonly<Record<string, string>>): void {
  if (Object.keys(tags).filter((key) => !key.startsWith("aws:")).length > 50)
    throw invalid("Number of tags exceeds resource tag limit.");
}

/** What a version is told from the one before by: another key alone makes none. */
function counted({ config, code, sourceKey, image }: Version): string {
  const { KMSKeyArn: _key, TenancyConfig: _tenancy, ...rest } = config;
  return JSON.stringify([
    Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)),
    codeHash(code, image),
    sourceKey,
  ]);
}

/** Where code stays that Lambda does not copy. */
function referred({
  S3ObjectStorageMode,
  S3Bucket,
  S3Key,
  S3ObjectVersion,
}: L.FunctionCode = {}): Config | undefined {
  return S3ObjectStorageMode === "REFERENCE" ? { S3Bucket, S3Key, S3ObjectVersion } : undefined;
}
