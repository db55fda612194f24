import type { LambdaClient } from "@aws-sdk/client-lambda";
import type { S3Client } from "@aws-sdk/client-s3";
import type { BlobRef } from "../../recovery/manifest.ts";
import type { Content, Spool } from "../../recovery/store.ts";

/** What the protector asks. Clients repeat what is throttled by themselves, in adaptive mode: they only slow down. */
export interface LambdaReads {
  readonly account: string;
  readonly region: string;
  readonly lambda: Pick<LambdaClient, "send">;
  readonly s3: Pick<S3Client, "send">;
}

/** What a capture needs beside the API. */
export interface CapturePorts extends LambdaReads {
  /** The bytes behind a presigned address. Its errors do not name the address: it is a bearer secret. */
  readonly download: (address: string) => AsyncIterable<Uint8Array>;
  readonly spool: Spool;
  /** Bytes that are kept already, so that they are not read again: published code is read once ever. */
  readonly known: (ref: BlobRef) => Promise<Content | undefined>;
  readonly pause: (ms: number) => Promise<void>;
}
