import type * as L from "@aws-sdk/client-lambda";
import { awsError, base64, CONFLICT, type Config, FakeBase, type Fn, type Version } from "./base.ts";

const PENDING =
  "The operation cannot be performed at this time. The function is currently in the following state: Pending";

/** Functions and their versions: numbered by Lambda, pending for a while after each change. */
export class FakeFunctions extends FakeBase {
  CreateFunction({
    FunctionName = "",
    Code,
    Tags,
    Publish: _no,
    Environment,
    ...rest
  }: L.CreateFunctionRequest) {
    if (this.functions.has(FunctionName)) throw awsError(CONFLICT, `Function already exist: ${FunctionName}`);
    const fn: Fn = {
      latest: { config: {}, code: this.bytesOf(Code), sourceKey: Code?.SourceKMSKeyArn },
      dirty: true,
      next: 1,
      published: new Map(),
      aliases: new Map(),
      policies: new Map(),
      urls: new Map(),
      asyncConfigs: new Map(),
      tags: { ...Tags },
      pending: 2,
    };
    this.configure(FunctionName, fn, {
      Timeout: 3,
      MemorySize: 128,
      PackageType: "Zip",
      ...rest,
      Environment,
    });
    this.functions.set(FunctionName, fn);
    return this.shown(FunctionName, fn.latest, "$LATEST", fn);
  }

  UpdateFunctionCode({ FunctionName = "", ...input }: L.UpdateFunctionCodeRequest) {
    const { Architectures, S3Bucket, S3Key, SourceKMSKeyArn: sourceKey } = input;
    const fn = this.readyFn(FunctionName);
    fn.latest = { ...fn.latest, code: this.bytesOf({ S3Bucket, S3Key }), sourceKey };
    if (Architectures !== undefined) fn.latest.config = { ...fn.latest.config, Architectures };
    Object.assign(fn, { dirty: true, pending: 1 });
    return this.shown(FunctionName, fn.latest, "$LATEST", fn);
  }

  UpdateFunctionConfiguration({ FunctionName = "", ...settings }: L.UpdateFunctionConfigurationRequest) {
    const fn = this.readyFn(FunctionName);
    this.configure(FunctionName, fn, settings as Config);
    Object.assign(fn, { dirty: true, pending: 1 });
    return this.shown(FunctionName, fn.latest, "$LATEST", fn);
  }

  PublishVersion({ FunctionName = "", CodeSha256 }: L.PublishVersionRequest) {
    const fn = this.readyFn(FunctionName);
    if (CodeSha256 !== undefined && CodeSha256 !== base64(fn.latest.code))
      throw awsError("InvalidParameterValueException", "CodeSha256 is different");
    if (fn.dirty) {
      fn.published.set(String(fn.next), { ...fn.latest });
      fn.next++;
      fn.dirty = false;
    }
    const version = String(fn.next - 1);
    return this.shown(FunctionName, this.versionAt(FunctionName, version), version, fn);
  }

  GetFunction({ FunctionName = "", Qualifier = "$LATEST" }: L.GetFunctionRequest) {
    const fn = this.fnOf(FunctionName);
    const version = this.versionAt(FunctionName, Qualifier);
    return {
      Configuration: this.shown(FunctionName, version, Qualifier, fn),
      Code: {
        RepositoryType: "S3",
        Location: "https://code.example/",
        ...(version.sourceKey !== undefined && { SourceKMSKeyArn: version.sourceKey }),
      },
      Tags: fn.tags,
      ...(fn.concurrency !== undefined && { Concurrency: { ReservedConcurrentExecutions: fn.concurrency } }),
    };
  }

  GetFunctionConfiguration({ FunctionName = "", Qualifier = "$LATEST" }: L.GetFunctionConfigurationRequest) {
    const fn = this.fnOf(FunctionName);
    const shown = this.shown(FunctionName, this.versionAt(FunctionName, Qualifier), Qualifier, fn);
    fn.pending = Math.max(0, fn.pending - 1);
    return shown;
  }

  ListVersionsByFunction({ FunctionName = "", Marker }: L.ListVersionsByFunctionRequest) {
    const fn = this.fnOf(FunctionName);
    const all = [["$LATEST", fn.latest] as const, ...fn.published].map(([version, content]) =>
      this.shown(FunctionName, content, version, fn),
    );
    return this.paged("Versions", all, Marker);
  }

  PutFunctionConcurrency(input: L.PutFunctionConcurrencyRequest) {
    this.fnOf(input.FunctionName).concurrency = input.ReservedConcurrentExecutions ?? 0;
    return {};
  }

  DeleteFunctionConcurrency({ FunctionName }: L.DeleteFunctionConcurrencyRequest) {
    delete this.fnOf(FunctionName).concurrency;
    return {};
  }

  GetFunctionConcurrency({ FunctionName }: L.GetFunctionConcurrencyRequest) {
    return { ReservedConcurrentExecutions: this.fnOf(FunctionName).concurrency };
  }

  TagResource({ Resource = "", Tags }: L.TagResourceRequest) {
    Object.assign(this.fnOf(Resource.split(":")[6]).tags, Tags);
    return {};
  }

  UntagResource({ Resource = "", TagKeys = [] }: L.UntagResourceRequest) {
    const { tags } = this.fnOf(Resource.split(":")[6]);
    for (const key of TagKeys) delete tags[key];
    return {};
  }

  protected readyFn(name: string): Fn {
    const fn = this.fnOf(name);
    if (fn.pending === 0) return fn;
    fn.pending--;
    throw awsError(CONFLICT, PENDING);
  }

  protected versionAt(name: string, qualifier: string): Version {
    const fn = this.fnAt(name, qualifier);
    const alias = fn.aliases.get(qualifier)?.FunctionVersion;
    return fn.published.get(typeof alias === "string" ? alias : qualifier) ?? fn.latest;
  }

  /** An update keeps what it is not told; Lambda's ways to say none remove a setting. */
  protected configure(name: string, fn: Fn, settings: Config): void {
    const { Layers, ...rest } = settings;
    fn.latest = {
      ...fn.latest,
      config: {
        LoggingConfig: { LogFormat: "Text", LogGroup: `/aws/lambda/${name}` },
        ...fn.latest.config,
        ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
        ...(Array.isArray(Layers) && { Layers: Layers.map((Arn: string) => ({ Arn, CodeSize: 1 })) }),
      },
    };
  }

  protected shown(name: string, { config, code }: Version, version: string, fn: Fn) {
    return {
      Architectures: ["x86_64"],
      EphemeralStorage: { Size: 512 },
      TracingConfig: { Mode: "PassThrough" },
      SnapStart: { ApplyOn: "None", OptimizationStatus: "Off" },
      ...config,
      FunctionName: name,
      FunctionArn: this.arn(name, version === "$LATEST" ? undefined : version),
      Version: version,
      CodeSha256: base64(code),
      CodeSize: code.length,
      LastModified: "2026-01-01T00:00:00.000+0000",
      RevisionId: "revision",
      State: fn.pending > 0 ? "Pending" : "Active",
      LastUpdateStatus: fn.pending > 0 ? "InProgress" : "Successful",
    };
  }
}
