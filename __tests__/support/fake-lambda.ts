import { createHash } from "node:crypto";
import type * as L from "@aws-sdk/client-lambda";

/** An error as the SDK throws it. */
export function awsError(name: string, message: string): Error {
  const httpStatusCode = name === "ResourceNotFoundException" ? 404 : 409;
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode } });
}

/** Thrown in place of the n-th answer, as if the process had died there. */
class Killed extends Error {}

type Config = Record<string, unknown>;
interface Version {
  config: Config;
  code: Uint8Array;
}
interface Fn {
  latest: Version;
  /** Version published last; a version is published only when something changed since. */
  dirty: boolean;
  next: number;
  published: Map<string, Version>;
  aliases: Map<string, Config>;
  policies: Map<string, Config[]>;
  urls: Map<string, Config>;
  asyncConfigs: Map<string, Config>;
  concurrency?: number;
  tags: Record<string, string>;
  /** Polls until the last change is done. */
  pending: number;
}

export interface FakeOptions {
  readonly account?: string;
  readonly region?: string;
  /** Bytes of S3 objects by `bucket/key`. */
  readonly objects?: ReadonlyMap<string, Uint8Array>;
  /** Items in a page. */
  readonly page?: number;
}

const CONFLICT = "ResourceConflictException";
const PENDING =
  "The operation cannot be performed at this time. The function is currently in the following state: Pending";

/** Lambda in memory, for the calls of a restore: numbers, conflicts, pending states and pages as AWS has them. */
export class FakeLambda {
  readonly functions = new Map<string, Fn>();
  readonly layers = new Map<string, { config: Config; code: Uint8Array }[]>();
  readonly mappings = new Map<string, Config>();
  /** Every call in order, `CreateFunction`. */
  readonly calls: string[] = [];
  /** Throws `Killed` at this call, counted from 1: before its effect or after it. */
  killAt?: { readonly call: number; readonly when: "before" | "after" };
  /** Answers in place of the call, once. */
  readonly refusals = new Map<string, Error[]>();
  readonly #account: string;
  readonly #region: string;
  readonly #objects: ReadonlyMap<string, Uint8Array>;
  readonly #page: number;

  constructor({
    account = "111122223333",
    region = "eu-west-1",
    objects = new Map(),
    page = 2,
  }: FakeOptions = {}) {
    this.#account = account;
    this.#region = region;
    this.#objects = objects;
    this.#page = page;
  }

  /** What stands for a client. */
  get client(): L.LambdaClient {
    return this as unknown as L.LambdaClient;
  }

  async send(command: { readonly constructor: { readonly name: string }; readonly input: unknown }) {
    const name = command.constructor.name.replace(/Command$/, "");
    const operation = (this as unknown as Record<string, (input: unknown) => unknown>)[name];
    if (operation === undefined) throw new Error(`the fake knows no ${name}`);
    this.calls.push(name);
    const dies = this.killAt?.call === this.calls.length;
    if (dies && this.killAt?.when === "before") throw new Killed(`killed at ${name}`);
    try {
      const refusal = this.refusals.get(name)?.shift();
      if (refusal !== undefined) throw refusal;
      const answer = structuredClone(operation.call(this, structuredClone(command.input)));
      if (!dies) return answer;
    } catch (error) {
      if (!dies) throw error;
    }
    throw new Killed(`killed at ${name}`);
  }

  writes(): string[] {
    return this.calls.filter((name) => !/^(Get|List)/.test(name));
  }

  arn(name: string, qualifier?: string): string {
    const own = `arn:aws:lambda:${this.#region}:${this.#account}:function:${name}`;
    return qualifier === undefined ? own : `${own}:${qualifier}`;
  }

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
      latest: { config: {}, code: this.#read(Code) },
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
    this.#configure(FunctionName, fn, {
      Timeout: 3,
      MemorySize: 128,
      PackageType: "Zip",
      ...rest,
      Environment,
    });
    this.functions.set(FunctionName, fn);
    return this.#shown(FunctionName, fn.latest, "$LATEST", fn);
  }

  UpdateFunctionCode({ FunctionName = "", Architectures, S3Bucket, S3Key }: L.UpdateFunctionCodeRequest) {
    const fn = this.#ready(FunctionName);
    fn.latest = { ...fn.latest, code: this.#read({ S3Bucket, S3Key }) };
    if (Architectures !== undefined) fn.latest.config = { ...fn.latest.config, Architectures };
    Object.assign(fn, { dirty: true, pending: 1 });
    return this.#shown(FunctionName, fn.latest, "$LATEST", fn);
  }

  UpdateFunctionConfiguration({ FunctionName = "", ...settings }: L.UpdateFunctionConfigurationRequest) {
    const fn = this.#ready(FunctionName);
    this.#configure(FunctionName, fn, settings as Config);
    Object.assign(fn, { dirty: true, pending: 1 });
    return this.#shown(FunctionName, fn.latest, "$LATEST", fn);
  }

  PublishVersion({ FunctionName = "", CodeSha256 }: L.PublishVersionRequest) {
    const fn = this.#ready(FunctionName);
    if (CodeSha256 !== undefined && CodeSha256 !== base64(fn.latest.code))
      throw awsError("InvalidParameterValueException", "CodeSha256 is different");
    if (fn.dirty) {
      fn.published.set(String(fn.next), { ...fn.latest });
      fn.next++;
      fn.dirty = false;
    }
    const version = String(fn.next - 1);
    return this.#shown(FunctionName, this.#version(FunctionName, version), version, fn);
  }

  GetFunction({ FunctionName = "", Qualifier = "$LATEST" }: L.GetFunctionRequest) {
    const fn = this.#fn(FunctionName);
    return {
      Configuration: this.#shown(FunctionName, this.#version(FunctionName, Qualifier), Qualifier, fn),
      Code: { RepositoryType: "S3", Location: "https://code.example/" },
      Tags: fn.tags,
      ...(fn.concurrency !== undefined && { Concurrency: { ReservedConcurrentExecutions: fn.concurrency } }),
    };
  }

  GetFunctionConfiguration({ FunctionName = "", Qualifier = "$LATEST" }: L.GetFunctionConfigurationRequest) {
    const fn = this.#fn(FunctionName);
    const shown = this.#shown(FunctionName, this.#version(FunctionName, Qualifier), Qualifier, fn);
    fn.pending = Math.max(0, fn.pending - 1);
    return shown;
  }

  ListVersionsByFunction({ FunctionName = "", Marker }: L.ListVersionsByFunctionRequest) {
    const fn = this.#fn(FunctionName);
    const all = [["$LATEST", fn.latest] as const, ...fn.published].map(([version, content]) =>
      this.#shown(FunctionName, content, version, fn),
    );
    return this.#paged("Versions", all, Marker);
  }

  CreateAlias({ FunctionName = "", ...alias }: L.CreateAliasRequest) {
    const { aliases } = this.#fn(FunctionName);
    if (aliases.has(alias.Name ?? "")) throw awsError(CONFLICT, `Alias already exists: ${alias.Name}`);
    return this.#alias(FunctionName, alias as Config);
  }

  UpdateAlias({ FunctionName = "", ...alias }: L.UpdateAliasRequest) {
    const { aliases } = this.#fn(FunctionName);
    const old = aliases.get(alias.Name ?? "");
    if (old === undefined) throw awsError("ResourceNotFoundException", `no alias ${alias.Name}`);
    return this.#alias(FunctionName, { ...old, ...alias });
  }

  ListAliases({ FunctionName = "", Marker }: L.ListAliasesRequest) {
    return this.#paged("Aliases", [...this.#fn(FunctionName).aliases.values()], Marker);
  }

  PutFunctionConcurrency(input: L.PutFunctionConcurrencyRequest) {
    this.#fn(input.FunctionName).concurrency = input.ReservedConcurrentExecutions ?? 0;
    return {};
  }

  DeleteFunctionConcurrency({ FunctionName }: L.DeleteFunctionConcurrencyRequest) {
    delete this.#fn(FunctionName).concurrency;
    return {};
  }

  GetFunctionConcurrency({ FunctionName }: L.GetFunctionConcurrencyRequest) {
    return { ReservedConcurrentExecutions: this.#fn(FunctionName).concurrency };
  }

  CreateFunctionUrlConfig({ FunctionName = "", Qualifier, ...url }: L.CreateFunctionUrlConfigRequest) {
    const { urls } = this.#at(FunctionName, Qualifier);
    if (urls.has(Qualifier ?? "$LATEST"))
      throw awsError(CONFLICT, "FunctionUrlConfig exists for this Lambda function");
    urls.set(Qualifier ?? "$LATEST", {
      InvokeMode: "BUFFERED",
      ...url,
      FunctionArn: this.arn(FunctionName, Qualifier),
      FunctionUrl: `https://${FunctionName}${urls.size}.lambda-url.${this.#region}.on.aws/`,
    });
    return urls.get(Qualifier ?? "$LATEST");
  }

  UpdateFunctionUrlConfig({ FunctionName, Qualifier = "$LATEST", ...url }: L.UpdateFunctionUrlConfigRequest) {
    const { urls } = this.#fn(FunctionName);
    urls.set(Qualifier, { ...urls.get(Qualifier), ...url });
    return urls.get(Qualifier);
  }

  ListFunctionUrlConfigs({ FunctionName, Marker }: L.ListFunctionUrlConfigsRequest) {
    return this.#paged("FunctionUrlConfigs", [...this.#fn(FunctionName).urls.values()], Marker);
  }

  PutFunctionEventInvokeConfig({
    FunctionName = "",
    Qualifier,
    ...config
  }: L.PutFunctionEventInvokeConfigRequest) {
    const { asyncConfigs } = this.#at(FunctionName, Qualifier);
    asyncConfigs.set(Qualifier ?? "$LATEST", {
      DestinationConfig: { OnSuccess: {}, OnFailure: {} },
      ...config,
      FunctionArn: this.arn(FunctionName, Qualifier ?? "$LATEST"),
      LastModified: new Date(0),
    });
    return {};
  }

  ListFunctionEventInvokeConfigs({ FunctionName, Marker }: L.ListFunctionEventInvokeConfigsRequest) {
    return this.#paged(
      "FunctionEventInvokeConfigs",
      [...this.#fn(FunctionName).asyncConfigs.values()],
      Marker,
    );
  }

  TagResource({ Resource = "", Tags }: L.TagResourceRequest) {
    Object.assign(this.#fn(Resource.split(":")[6]).tags, Tags);
    return {};
  }

  UntagResource({ Resource = "", TagKeys = [] }: L.UntagResourceRequest) {
    const { tags } = this.#fn(Resource.split(":")[6]);
    for (const key of TagKeys) delete tags[key];
    return {};
  }

  AddPermission({
    FunctionName = "",
    Qualifier,
    StatementId,
    Action,
    Principal = "",
    ...input
  }: L.AddPermissionRequest) {
    const { policies } = this.#at(FunctionName, Qualifier);
    const statements = policies.get(Qualifier ?? "") ?? [];
    if (statements.some(({ Sid }) => Sid === StatementId))
      throw awsError(CONFLICT, `The statement id (${StatementId}) provided already exists.`);
    const equals = {
      ...(input.SourceAccount && { "AWS:SourceAccount": input.SourceAccount }),
      ...(input.PrincipalOrgID && { "aws:PrincipalOrgID": input.PrincipalOrgID }),
      ...(input.FunctionUrlAuthType && { "lambda:FunctionUrlAuthType": input.FunctionUrlAuthType }),
      ...(input.EventSourceToken && { "lambda:EventSourceToken": input.EventSourceToken }),
    };
    const condition = {
      ...(Object.keys(equals).length > 0 && { StringEquals: equals }),
      ...(input.SourceArn && { ArnLike: { "AWS:SourceArn": input.SourceArn } }),
      ...(input.InvokedViaFunctionUrl !== undefined && {
        Bool: { "lambda:InvokedViaFunctionUrl": String(input.InvokedViaFunctionUrl) },
      }),
    };
    statements.push({
      Sid: StatementId,
      Effect: "Allow",
      Principal: principalOf(Principal),
      Action,
      Resource: this.arn(FunctionName, Qualifier),
      ...(Object.keys(condition).length > 0 && { Condition: condition }),
    });
    policies.set(Qualifier ?? "", statements);
    return {};
  }

  RemovePermission({ FunctionName, Qualifier = "", StatementId }: L.RemovePermissionRequest) {
    const { policies } = this.#fn(FunctionName);
    policies.set(
      Qualifier,
      (policies.get(Qualifier) ?? []).filter(({ Sid }) => Sid !== StatementId),
    );
    return {};
  }

  GetPolicy({ FunctionName = "", Qualifier }: L.GetPolicyRequest) {
    const statements = this.#at(FunctionName, Qualifier).policies.get(Qualifier ?? "") ?? [];
    if (statements.length === 0)
      throw awsError("ResourceNotFoundException", "The resource you requested does not exist.");
    return { Policy: JSON.stringify({ Version: "2012-10-17", Id: "default", Statement: statements }) };
  }

  PublishLayerVersion({ LayerName = "", Content, ...config }: L.PublishLayerVersionRequest) {
    const versions = this.layers.get(LayerName) ?? [];
    versions.push({ config: config as Config, code: this.#read(Content) });
    this.layers.set(LayerName, versions);
    return this.GetLayerVersion({ LayerName, VersionNumber: versions.length });
  }

  GetLayerVersionByArn({ Arn = "" }: L.GetLayerVersionByArnRequest) {
    const cut = Arn.lastIndexOf(":");
    return this.GetLayerVersion({ LayerName: Arn.slice(0, cut), VersionNumber: Number(Arn.slice(cut + 1)) });
  }

  GetLayerVersion({ LayerName = "", VersionNumber = 0 }: L.GetLayerVersionRequest) {
    const name = LayerName.split(":").at(-1) ?? LayerName;
    const found = this.layers.get(name)?.[VersionNumber - 1];
    if (found === undefined) throw awsError("ResourceNotFoundException", `no layer ${name}:${VersionNumber}`);
    return {
      ...found.config,
      LayerVersionArn: this.layerArn(name, VersionNumber),
      Version: VersionNumber,
      Content: { CodeSha256: base64(found.code), CodeSize: found.code.length },
    };
  }

  ListLayerVersions({ LayerName = "", Marker }: L.ListLayerVersionsRequest) {
    const all = (this.layers.get(LayerName) ?? []).map((_layer, index) => ({
      LayerVersionArn: this.layerArn(LayerName, index + 1),
      Version: index + 1,
    }));
    return this.#paged("LayerVersions", all.reverse(), Marker);
  }

  layerArn(name: string, version: number): string {
    return `arn:aws:lambda:${this.#region}:${this.#account}:layer:${name}:${version}`;
  }

  CreateEventSourceMapping({
    FunctionName = "",
    Enabled = true,
    ...settings
  }: L.CreateEventSourceMappingRequest) {
    const [name = "", qualifier] = FunctionName.split(":");
    this.#at(name, qualifier);
    const arn = this.arn(name, qualifier);
    const source = JSON.stringify([
      settings.EventSourceArn,
      settings.SelfManagedEventSource,
      settings.Topics,
    ]);
    for (const other of this.mappings.values())
      if (other.FunctionArn === arn && other.source === source)
        throw awsError(CONFLICT, "An event source mapping with this event source exists already");
    const UUID = `00000000-0000-4000-8000-${String(this.mappings.size + 1).padStart(12, "0")}`;
    const State = Enabled ? "Creating" : "Disabled";
    this.mappings.set(UUID, { ...settings, UUID, FunctionArn: arn, State, source });
    return this.GetEventSourceMapping({ UUID });
  }

  UpdateEventSourceMapping({
    UUID = "",
    Enabled,
    FunctionName: _same,
    ...settings
  }: L.UpdateEventSourceMappingRequest) {
    const mapping = this.mappings.get(UUID);
    if (mapping === undefined) throw awsError("ResourceNotFoundException", `no mapping ${UUID}`);
    Object.assign(mapping, settings, Enabled !== undefined && { State: Enabled ? "Enabling" : "Disabling" });
    return this.GetEventSourceMapping({ UUID });
  }

  GetEventSourceMapping({ UUID = "" }: L.GetEventSourceMappingRequest) {
    const mapping = this.mappings.get(UUID);
    if (mapping === undefined) throw awsError("ResourceNotFoundException", `no mapping ${UUID}`);
    const { source: _own, ...shown } = mapping;
    if (mapping.State === "Enabling" || mapping.State === "Creating") mapping.State = "Enabled";
    if (mapping.State === "Disabling") mapping.State = "Disabled";
    return shown;
  }

  /** Without encrypted filters, as AWS lists them. */
  ListEventSourceMappings({ FunctionName, EventSourceArn, Marker }: L.ListEventSourceMappingsRequest) {
    const [name = "", qualifier] = FunctionName?.split(":") ?? [];
    if (FunctionName !== undefined) this.#at(name, qualifier);
    const all = [...this.mappings.values()]
      .filter((one) => FunctionName === undefined || one.FunctionArn === this.arn(name, qualifier))
      .filter((one) => EventSourceArn === undefined || one.EventSourceArn === EventSourceArn)
      .map(({ FilterCriteria: _hidden, source: _own, ...rest }) => rest);
    return this.#paged("EventSourceMappings", all, Marker);
  }

  #fn(name: string | undefined): Fn {
    const fn = this.functions.get(name ?? "");
    if (fn === undefined)
      throw awsError("ResourceNotFoundException", `Function not found: ${this.arn(name ?? "")}`);
    return fn;
  }

  #ready(name: string): Fn {
    const fn = this.#fn(name);
    if (fn.pending === 0) return fn;
    fn.pending--;
    throw awsError(CONFLICT, PENDING);
  }

  /** The function, if it has this version or alias. */
  #at(name: string, qualifier: string | undefined): Fn {
    const fn = this.#fn(name);
    const known =
      qualifier === undefined ||
      qualifier === "$LATEST" ||
      fn.aliases.has(qualifier) ||
      fn.published.has(qualifier);
    if (!known) throw awsError("ResourceNotFoundException", `Cannot find ${this.arn(name, qualifier)}`);
    return fn;
  }

  #version(name: string, qualifier: string): Version {
    const fn = this.#at(name, qualifier);
    const alias = fn.aliases.get(qualifier)?.FunctionVersion;
    return fn.published.get(typeof alias === "string" ? alias : qualifier) ?? fn.latest;
  }

  #alias(name: string, alias: Config) {
    const { RoutingConfig, FunctionVersion } = alias as unknown as L.CreateAliasRequest;
    this.#at(name, FunctionVersion);
    for (const version of Object.keys(RoutingConfig?.AdditionalVersionWeights ?? {})) {
      this.#at(name, version);
      if (version === FunctionVersion)
        throw awsError("InvalidParameterValueException", `version ${version} is the alias's own`);
    }
    this.#fn(name).aliases.set(String(alias.Name), alias);
    return alias;
  }

  #read(
    code: { readonly S3Bucket?: string | undefined; readonly S3Key?: string | undefined } | undefined,
  ): Uint8Array {
    const found = this.#objects.get(`${code?.S3Bucket}/${code?.S3Key}`);
    if (found === undefined)
      throw awsError(
        "InvalidParameterValueException",
        "Error occurred while GetObject. S3 Error Code: NoSuchKey.",
      );
    return found;
  }

  /** An update keeps what it is not told; Lambda's ways to say none remove a setting. */
  #configure(name: string, fn: Fn, settings: Config): void {
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

  #shown(name: string, { config, code }: Version, version: string, fn: Fn) {
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

  #paged(list: string, all: readonly unknown[], marker: string | undefined) {
    const from = Number(marker ?? 0);
    const next = from + this.#page;
    return { [list]: all.slice(from, next), ...(next < all.length && { NextMarker: String(next) }) };
  }
}

function principalOf(principal: string): unknown {
  if (principal === "*") return "*";
  if (/^[0-9]{12}$/.test(principal)) return { AWS: `arn:aws:iam::${principal}:root` };
  return principal.startsWith("arn:") ? { AWS: principal } : { Service: principal };
}

function base64(code: Uint8Array): string {
  return createHash("sha256").update(code).digest("base64");
}
