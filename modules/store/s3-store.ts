import { Readable } from "node:stream";
import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadObjectCommand,
  PutObjectCommand,
  PutObjectRetentionCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import type { BackupRequest, StoreLocation } from "../contract/events.ts";
import { statusOf } from "../core/failure.ts";
import { collect } from "../recovery/bytes.ts";
import { reaches } from "../recovery/ensure.ts";
import type {
  Content,
  KeyVersions,
  ObjectHead,
  PutOptions,
  Store,
  StoredBytes,
  StoredObject,
  StoredVersion,
} from "../recovery/store.ts";
import { type FoundObject, foundObject } from "./found-object.ts";
import { factsOf } from "./object-facts.ts";
import { resumedBody } from "./resumed-body.ts";
import { isHidden, isMissing, isPassing, isSilence } from "./s3-errors.ts";
import { type VersionedBucket, versionsBelow } from "./versions-below.ts";

export interface S3StoreOptions {
  readonly client: Pick<S3Client, "send">;
  readonly location: Pick<StoreLocation, "account" | "bucket" | "key">;
  /** How new objects are locked. */
  readonly lock: BackupRequest["lock"];
  /** Waits between attempts, in milliseconds. */
  readonly pause?: (ms: number) => Promise<void>;
}

const ATTEMPTS = 5;
/** Up to here a body is held in memory, and the SDK repeats a failed call by itself. */
const SMALL = 1024 * 1024;

/**
 * A versioned bucket with Object Lock. A locked object can still be hidden by a delete marker: reads then take the
 * newest version below it. Errors are the SDK's own, so that whoever called can tell a refusal from a bad network.
 */
export class S3Store implements Store {
  readonly name: string;
  readonly #client: Pick<S3Client, "send">;
  readonly #bucket: VersionedBucket;
  readonly #key: string;
  readonly #lock: BackupRequest["lock"];
  readonly #pause: (ms: number) => Promise<void>;

  constructor({ client, location, lock, pause }: S3StoreOptions) {
    this.name = `s3://${location.bucket}`;
    this.#client = client;
    this.#bucket = { Bucket: location.bucket, ExpectedBucketOwner: location.account };
    this.#key = location.key;
    this.#lock = lock;
    this.#pause = pause ?? ((ms) => new Promise((done) => setTimeout(done, ms)));
  }

  async head(key: string, version?: string): Promise<ObjectHead | undefined> {
    return (await this.#find(key, version))?.head;
  }

  async open(key: string, version?: string): Promise<StoredBytes | undefined> {
    // Not every store says of a 404 that a marker hides the object; what is opened is known to have been there.
    let opened: string | undefined;
    const answer = await this.#ask(
      key,
      version,
      (VersionId) => {
        opened = VersionId;
        return this.#client.send(
          new GetObjectCommand({ ...this.#bucket, Key: key, VersionId, ChecksumMode: "ENABLED" }),
        );
      },
      () => true,
    );
    if (answer === undefined) return undefined;
    const rest = async (from: number): Promise<AsyncIterable<Uint8Array>> => {
      const part = { Key: key, VersionId: opened, IfMatch: answer.ETag, Range: `bytes=${from}-` };
      return bodyOf(key, await this.#client.send(new GetObjectCommand({ ...this.#bucket, ...part })));
    };
    return Object.assign(resumedBody(bodyOf(key, answer), rest, this.#pause), factsOf(answer));
  }

  /** One PUT, so that S3 keeps the SHA-256 of the whole object; at most 5 GiB. */
  create(key: string, content: Content, options: PutOptions): Promise<"created" | "exists"> {
    return this.#put(key, content, options, { IfNoneMatch: "*" });
  }

  async rewrite(key: string, content: Content, options: PutOptions): Promise<void> {
    await this.#put(key, content, options, {});
  }

  async #put(
    key: string,
    content: Content,
    { lockUntil, irrevocable }: PutOptions,
    condition: { readonly IfNoneMatch?: "*" },
  ): Promise<"created" | "exists"> {
    for (let attempt = 1; ; attempt++) {
      const body = await bodyFor(content);
      try {
        await this.#client.send(
          new PutObjectCommand({
            ...this.#bucket,
            Key: key,
            Body: body,
            ContentLength: content.size,
            ChecksumAlgorithm: "SHA256",
            ChecksumSHA256: Buffer.from(content.sha256, "hex").toString("base64"),
            ...condition,
            ServerSideEncryption: "aws:kms",
            SSEKMSKeyId: this.#key,
            ...(lockUntil !== undefined && {
              ObjectLockMode: irrevocable ? "COMPLIANCE" : this.#lock,
              ObjectLockRetainUntilDate: new Date(lockUntil),
            }),
          }),
        );
        return "created";
      } catch (error) {
        if (statusOf(error) === 412) return "exists";
        // The SDK repeats no call whose body is a stream. The bytes of an earlier attempt that arrived are found by 412.
        const repeated = isSilence(error) && !(body instanceof Readable);
        if (attempt >= ATTEMPTS || repeated || !isPassing(error)) throw error;
        await this.#pause(100 * 2 ** attempt);
      } finally {
        if (body instanceof Readable) body.destroy();
      }
    }
  }

  async extendLock(key: string, until: string, version?: string): Promise<void> {
    const found = await this.#find(key, version);
    if (found === undefined) throw new Error(`${this.name}/${key} is not there to be locked`);
    if (reaches(found.head.lockedUntil, until)) return;
    const { mode, locked } = found;
    await this.#client.send(
      new PutObjectRetentionCommand({
        ...this.#bucket,
        Key: key,
        VersionId: found.version,
        // The later date holds. S3 changes the mode of a lock only for who may lift it, and nobody may.
        // https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
        Retention: {
          Mode: mode ?? this.#lock,
          RetainUntilDate: new Date(Math.max(Date.parse(until), locked?.getTime() ?? 0)),
        },
      }),
    );
  }

  async versions(key: string): Promise<readonly StoredVersion[]> {
    for await (const found of this.versionsBelow(key)) return found.key === key ? found.versions : [];
    return [];
  }

  /**
   * S3 lists the versions of a key from the newest on, and a replica's as its source's: it keeps their ids and times.
   * https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html
   */
  async *versionsBelow(prefix: string): AsyncIterable<KeyVersions> {
    let [key, found]: [string, StoredVersion[]] = ["", []];
    for await (const one of versionsBelow(this.#client, this.#bucket, prefix)) {
      const { Key = "", VersionId = "null", Size = 0, IsLatest, LastModified } = one;
      if (Key !== key && found.length > 0) {
        yield { key, versions: found.reverse() };
        found = [];
      }
      key = Key;
      if (LastModified === undefined)
        throw new Error(`${this.name}/${key}: S3 does not say when it was written`);
      const written = LastModified.toISOString();
      found.push({ version: VersionId, size: Size, current: IsLatest === true, written });
    }
    if (found.length > 0) yield { key, versions: found.reverse() };
  }

  /** From the list of versions, which a delete marker does not shorten. */
  async *list(prefix: string): AsyncIterable<StoredObject> {
    let last: string | undefined;
    for await (const { Key, Size } of versionsBelow(this.#client, this.#bucket, prefix)) {
      if (Key === undefined || Key === last) continue;
      last = Key;
      yield { key: Key, size: Size ?? 0 };
    }
  }

  async #find(key: string, version?: string): Promise<FoundObject | undefined> {
    let asked: string | undefined;
    const answer = await this.#ask(
      key,
      version,
      (VersionId) => {
        asked = VersionId;
        return this.#client.send(
          new HeadObjectCommand({ ...this.#bucket, Key: key, VersionId, ChecksumMode: "ENABLED" }),
        );
      },
      isHidden,
    );
    if (answer === undefined) return undefined;
    const found = foundObject(answer, this.#lock);
    return version === undefined && asked !== undefined
      ? { ...found, head: { ...found.head, hidden: true } }
      : found;
  }

  /** Asks for a version, or the current one; where a delete marker may hide it, for the newest that has bytes. */
  async #ask<T>(
    key: string,
    version: string | undefined,
    ask: (version: string | undefined) => Promise<T>,
    mayBeHidden: (error: unknown) => boolean,
  ): Promise<T | undefined> {
    try {
      return await ask(version);
    } catch (error) {
      if (!isMissing(error)) throw error;
      if (version !== undefined || !mayBeHidden(error)) return undefined;
      for await (const newest of versionsBelow(this.#client, this.#bucket, key))
        return newest.Key === key ? ask(newest.VersionId) : undefined;
      return undefined;
    }
  }
}

async function bodyFor(content: Content): Promise<Readable | Uint8Array> {
  return content.size <= SMALL
    ? collect(content.open(), content.size)
    : Readable.from(content.open(), { objectMode: false });
}

function bodyOf(key: string, { Body }: GetObjectCommandOutput): AsyncIterable<Uint8Array> {
  if (Body instanceof Readable) return Body;
  throw new Error(`${key}: the answer has no body that can be read`);
}
