import { createHash } from "node:crypto";
import type * as L from "@aws-sdk/client-lambda";

/** An error as the SDK throws it. */
export function awsError(name: string, message: string): Error {
  const httpStatusCode = name === "ResourceNotFoundException" ? 404 : 409;
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode } });
}

/** Thrown in place of the n-th answer, as if the process had died there. */
class Killed extends Error {}

export type Config = Record<string, unknown>;
export interface Version {
  config: Config;
  code: Uint8Array;
  /** Key of the package: only GetFunction tells, and an update that names none takes it away. */
  sourceKey?: string | undefined;
}
/** One function. */
export interface Fn {
  latest: Version;
  /** Something changed since the last version was published: otherwise none is. */
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

export const CONFLICT = "ResourceConflictException";
export function base64(code: Uint8Array): string {
  return createHash("sha256").update(code).digest("base64");
}

/** What every part of the fake shares: its state, and how a call is counted, refused or killed. */
export class FakeBase {
  readonly functions = new Map<string, Fn>();
  readonly layers = new Map<string, { config: Config; code: Uint8Array }[]>();
  readonly mappings = new Map<string, Config>();
  /** Every call in order, `CreateFunction`. */
  readonly calls: string[] = [];
  /** Throws `Killed` at this call, counted from 1: before its effect or after it. */
  killAt?: { readonly call: number; readonly when: "before" | "after" };
  /** Answers in place of the call, once. */
  readonly refusals = new Map<string, Error[]>();
  protected readonly account: string;
  protected readonly region: string;
  protected readonly objects: ReadonlyMap<string, Uint8Array>;
  protected readonly page: number;

  constructor({
    account = "111122223333",
    region = "eu-west-1",
    objects = new Map(),
    page = 2,
  }: FakeOptions = {}) {
    this.account = account;
    this.region = region;
    this.objects = objects;
    this.page = page;
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
    const own = `arn:aws:lambda:${this.region}:${this.account}:function:${name}`;
    return qualifier === undefined ? own : `${own}:${qualifier}`;
  }

  protected fnOf(name: string | undefined): Fn {
    const fn = this.functions.get(name ?? "");
    if (fn === undefined)
      throw awsError("ResourceNotFoundException", `Function not found: ${this.arn(name ?? "")}`);
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
    if (!known) throw awsError("ResourceNotFoundException", `Cannot find ${this.arn(name, qualifier)}`);
    return fn;
  }

  protected bytesOf(
    code: { readonly S3Bucket?: string | undefined; readonly S3Key?: string | undefined } | undefined,
  ): Uint8Array {
    const found = this.objects.get(`${code?.S3Bucket}/${code?.S3Key}`);
    if (found === undefined)
      throw awsError(
        "InvalidParameterValueException",
        "Error occurred while GetObject. S3 Error Code: NoSuchKey.",
      );
    return found;
  }

  protected paged(list: string, all: readonly unknown[], marker: string | undefined) {
    const from = Number(marker ?? 0);
    const next = from + this.page;
    return { [list]: all.slice(from, next), ...(next < all.length && { NextMarker: String(next) }) };
  }
}
