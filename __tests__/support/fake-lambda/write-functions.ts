import type * as L from "@aws-sdk/client-lambda";
import { RUNTIMES } from "../../../modules/core/runtimes/table.ts";
import { codeHash } from "./base.ts";
import { conflict, invalid } from "./errors.ts";
import { FakeFunctionReads } from "./read-functions.ts";
import { type Config, type Fn, newFn } from "./state.ts";

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

  CreateFunction({ FunctionName = "", Code, Tags, Publish, ...settings }: L.CreateFunctionRequest) {
    this.#requireRuntime(settings.Runtime, "create");
    if (this.functions.has(FunctionName)) throw conflict(`Function already exist: ${FunctionName}`);
    const logging = { LogFormat: "Text", LogGroup: `/aws/lambda/${FunctionName}` };
    const fn = newFn({
      config: { ...DEFAULTS, LoggingConfig: logging },
      code: this.bytesOf(Code),
      revision: "",
      sourceKey: Code?.SourceKMSKeyArn,
      image: Code?.ImageUri,
    });
    this.configure(fn, settings as Config);
    Object.assign(fn, { tags: { ...Tags }, pending: 2 });
    this.functions.set(FunctionName, fn);
    if (Publish) this.#publish(fn);
    return this.shown(FunctionName, fn.latest, "$LATEST", fn);
  }

  UpdateFunctionCode({ FunctionName = "", ...input }: L.UpdateFunctionCodeRequest) {
    const { Architectures, SourceKMSKeyArn: sourceKey } = input;
    const fn = this.#readyFn(FunctionName);
    this.#requireRuntime(fn.latest.config.Runtime, "update");
    fn.latest = { ...fn.latest, code: this.bytesOf(input), sourceKey, image: input.ImageUri };
    this.configure(fn, { Architectures });
    fn.pending = 1;
    return this.shown(FunctionName, fn.latest, "$LATEST", fn);
  }

  UpdateFunctionConfiguration({ FunctionName = "", ...settings }: L.UpdateFunctionConfigurationRequest) {
    const fn = this.#readyFn(FunctionName);
    this.#requireRuntime(settings.Runtime ?? fn.latest.config.Runtime, "update");
    this.configure(fn, settings as Config);
    fn.pending = 1;
    return this.shown(FunctionName, fn.latest, "$LATEST", fn);
  }

  PublishVersion({ FunctionName = "", CodeSha256 }: L.PublishVersionRequest) {
    const fn = this.#readyFn(FunctionName);
    if (CodeSha256 !== undefined && CodeSha256 !== codeHash(fn.latest.code, fn.latest.image))
      throw invalid("CodeSha256 is different");
    if (fn.dirty) this.#publish(fn);
    const version = String(fn.next - 1);
    return this.shown(FunctionName, this.versionAt(FunctionName, version), version, fn);
  }

  DeleteFunction({ FunctionName = "" }: L.DeleteFunctionRequest) {
    this.fnOf(FunctionName);
    this.functions.delete(FunctionName);
    return {};
  }

  /** An update keeps what it is not told; Lambda's ways to say none remove a setting. */
  protected configure(fn: Fn, { Layers, ImageConfig, ...rest }: Config): void {
    fn.latest = {
      ...fn.latest,
      revision: this.revision(),
      config: {
        ...fn.latest.config,
        ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
        ...(ImageConfig !== undefined && { ImageConfigResponse: { ImageConfig } }),
        ...(Array.isArray(Layers) && { Layers: Layers.map((Arn: string) => ({ Arn, CodeSize: 1 })) }),
      },
    };
    fn.dirty = true;
  }

  /** In AWS's own words. */
  #requireRuntime(runtime: unknown, what: "create" | "update"): void {
    const dates = RUNTIMES[String(runtime)];
    const day = what === "create" ? dates?.noCreate : dates?.noUpdate;
    if (day === undefined || this.today < day) return;
    const why = `The runtime parameter of ${runtime} is no longer supported for creating or updating AWS Lambda functions.`;
    throw invalid(`${why} We recommend you use a supported runtime while creating or updating functions.`);
  }

  #publish(fn: Fn): void {
    fn.published.set(String(fn.next), { ...fn.latest, revision: this.revision() });
    fn.next++;
    fn.dirty = false;
  }

  #readyFn(name: string): Fn {
    const fn = this.fnOf(name);
    if (fn.pending === 0) return fn;
    fn.pending--;
    throw conflict(PENDING);
  }
}
