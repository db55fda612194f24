import { createHash } from "node:crypto";
import type { FunctionCode, LambdaClient } from "@aws-sdk/client-lambda";
import { FakeService, type ServiceOptions } from "../fake-aws/service.ts";
import { invalid, notFound } from "./errors.ts";
import type { Fn, Version } from "./state.ts";

export interface LambdaOptions extends ServiceOptions {
  /** Bytes of S3 objects by `bucket/key`. */
  readonly objects?: ReadonlyMap<string, Uint8Array>;
}

export function sha256(code: Uint8Array): string {
  return createHash("sha256").update(code).digest("base64");
}

/** As Lambda writes the hash of a version's code: an image's is its digest, in hexadecimal. */
export function codeHash(code: Uint8Array, image: string | undefined): string {
  return createHash("sha256")
    .update(code)
    .digest(image === undefined ? "base64" : "hex");
}

/** What every part of the fake shares: functions by name, and how one is found. */
export class FakeBase extends FakeService<LambdaClient> {
  readonly service = "lambda";
  readonly functions = new Map<string, Fn>();
  readonly objects: Map<string, Uint8Array>;
  /** The manifest of the image at an address, `undefined` where there is none. */
  imageAt: (address: string) => Uint8Array | undefined = () => undefined;
  /** Bytes by presigned address. */
  readonly #addresses = new Map<string, Uint8Array>();
  /** The last number of a version by function: never given again, not even to a function made anew. */
  readonly numbers = new Map<string, number>();
  #revisions = 0;

  constructor({ objects = new Map(), ...options }: LambdaOptions = {}) {
    super(options);
    this.objects = new Map(objects);
  }

  arn(name: string, qualifier?: string): string {
    const own = `arn:aws:lambda:${this.region}:${this.account}:function:${name}`;
    return qualifier === undefined ? own : `${own}:${qualifier}`;
  }

  /** What stands behind a presigned address. */
  async *download(address: string): AsyncIterable<Uint8Array> {
    const bytes = await this.wire.carry({ service: "download", name: "download", input: { address } }, () => {
      const found = this.#addresses.get(address);
      if (found === undefined) throw new Error("HTTP status 404");
      return found;
    });
    for (let at = 0; at < bytes.length; at += 5) yield bytes.subarray(at, at + 5);
  }

  protected addressOf(about: string, bytes: Uint8Array): string {
    const address = `https://bucket.example/${encodeURIComponent(about)}?X-Amz-Signature=canary-signature`;
    this.#addresses.set(address, bytes);
    return address;
  }

  protected revision(): string {
    return `00000000-0000-4000-9000-${String(++this.#revisions).padStart(12, "0")}`;
  }

  /** An update or a creation is done when it was looked at, and has another revision then. */
  protected settle(fn: Fn): void {
    if (fn.pending === 0) return;
    fn.pending--;
    if (fn.pending === 0) fn.latest.revision = this.revision();
  }

  protected fnOf(name: string | undefined): Fn {
    const fn = this.functions.get(name ?? "");
    if (fn === undefined) throw notFound(`Function not found: ${this.arn(name ?? "")}`);
    return fn;
  }

  /** The function, if it has this version or alias. */
  protected fnAt(name: string, qualifier: string | undefined): Fn {
    const fn = this.fnOf(name);
    const known =
      qualifier === undefined ||
      qualifier === "$LATEST" ||
      fn.aliases.has(qualifier) ||
      fn.published.has(qualifier);
    if (!known) throw notFound(`Cannot find ${this.arn(name, qualifier)}`);
    return fn;
  }

  protected versionAt(name: string, qualifier: string): Version {
    const fn = this.fnAt(name, qualifier);
    const alias = fn.aliases.get(qualifier)?.FunctionVersion;
    return fn.published.get(typeof alias === "string" ? alias : qualifier) ?? fn.latest;
  }

  protected bytesOf({ ZipFile, S3Bucket, S3Key, ImageUri }: FunctionCode = {}): Uint8Array {
    const manifest = ImageUri === undefined ? undefined : this.imageAt(ImageUri);
    if (ImageUri !== undefined && manifest === undefined)
      throw invalid(`Source image ${ImageUri} does not exist.`);
    if (manifest !== undefined) return manifest;
    const found = ZipFile ?? this.objects.get(`${S3Bucket}/${S3Key}`);
    if (found === undefined) throw invalid("Error occurred while GetObject. S3 Error Code: NoSuchKey.");
    return found;
  }
}
