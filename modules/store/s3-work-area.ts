import { Readable } from "node:stream";
import { GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { BackupRequest } from "../contract/events.ts";
import { statusOf } from "../core/failure.ts";
import { jsonBytes } from "../recovery/bytes.ts";
import { StrangeWorkError, type WorkArea } from "../runs/work-area.ts";
import { isMissing, isPassing } from "./s3-errors.ts";

const ATTEMPTS = 5;

/** Fewer bytes than were announced. */
class CutOffError extends Error {
  constructor(key: string, size: number, announced: number) {
    super(`${key} of the work area broke off after ${size} of ${announced} bytes`);
  }
}

/** The work prefix of a region's bucket. */
export class S3WorkArea implements WorkArea {
  readonly #client: Pick<S3Client, "send">;
  readonly #bucket: { readonly Bucket: string; readonly ExpectedBucketOwner: string };
  readonly #key: string;
  readonly #pause: (ms: number) => Promise<void>;

  constructor(
    client: Pick<S3Client, "send">,
    { work, store }: Pick<BackupRequest, "work" | "store">,
    pause: (ms: number) => Promise<void> = (ms) => new Promise((done) => setTimeout(done, ms)),
  ) {
    this.#client = client;
    this.#pause = pause;
    this.#bucket = { Bucket: work.bucket, ExpectedBucketOwner: store.account };
    this.#key = work.key;
  }

  async put(key: string, value: unknown): Promise<void> {
    await this.#put(key, value, {});
  }

  /** S3 answers 409 to one of two that write at the same moment. */
  async create(key: string, value: unknown): Promise<boolean> {
    try {
      await this.#put(key, value, { IfNoneMatch: "*" });
      return true;
    } catch (error) {
      if (statusOf(error) === 412 || statusOf(error) === 409) return false;
      throw error;
    }
  }

  async #put(key: string, value: unknown, condition: { readonly IfNoneMatch?: "*" }): Promise<void> {
    await this.#client.send(
      new PutObjectCommand({
        ...this.#bucket,
        Key: key,
        Body: jsonBytes(value),
        ContentType: "application/json",
        ...condition,
        ServerSideEncryption: "aws:kms",
        SSEKMSKeyId: this.#key,
      }),
    );
  }

  /** The SDK repeats a call that fails, and not one whose body breaks off while it is read. */
  async get(key: string, most?: number): Promise<unknown> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#read(key, most);
      } catch (error) {
        if (isMissing(error)) return undefined;
        if (attempt >= ATTEMPTS || !(isPassing(error) || error instanceof CutOffError)) throw error;
        await this.#pause(100 * 2 ** attempt);
      }
    }
  }

  async #read(key: string, most = Number.POSITIVE_INFINITY): Promise<unknown> {
    const { Body, ContentLength } = await this.#client.send(
      new GetObjectCommand({ ...this.#bucket, Key: key }),
    );
    if (ContentLength !== undefined && ContentLength > most) {
      if (Body instanceof Readable) Body.destroy();
      throw new StrangeWorkError(`${key} of the work area has ${ContentLength} bytes`);
    }
    const text = (await Body?.transformToString()) ?? "";
    const size = Buffer.byteLength(text);
    if (ContentLength !== undefined && size < ContentLength) throw new CutOffError(key, size, ContentLength);
    try {
      return JSON.parse(text);
    } catch {
      throw new StrangeWorkError(`${key} of the work area is not JSON (${size} bytes)`);
    }
  }
}
