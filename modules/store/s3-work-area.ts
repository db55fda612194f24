import { GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { BackupRequest } from "../contract/events.ts";
import { jsonBytes } from "../recovery/bytes.ts";
import type { WorkArea } from "../runs/work-area.ts";
import { isMissing } from "./s3-errors.ts";

/** The work prefix of a region's bucket. */
export class S3WorkArea implements WorkArea {
  readonly #client: Pick<S3Client, "send">;
  readonly #bucket: { readonly Bucket: string; readonly ExpectedBucketOwner: string };
  readonly #key: string;

  constructor(client: Pick<S3Client, "send">, { work, store }: Pick<BackupRequest, "work" | "store">) {
    this.#client = client;
    this.#bucket = { Bucket: work.bucket, ExpectedBucketOwner: store.account };
    this.#key = work.key;
  }

  async put(key: string, value: unknown): Promise<void> {
    await this.#client.send(
      new PutObjectCommand({
        ...this.#bucket,
        Key: key,
        Body: jsonBytes(value),
        ContentType: "application/json",
        ServerSideEncryption: "aws:kms",
        SSEKMSKeyId: this.#key,
      }),
    );
  }

  async get(key: string): Promise<unknown> {
    try {
      const { Body } = await this.#client.send(new GetObjectCommand({ ...this.#bucket, Key: key }));
      return JSON.parse((await Body?.transformToString()) ?? "");
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }
}
