import type { GetObjectCommandOutput } from "@aws-sdk/client-s3";
import type { ObjectHead } from "../recovery/store.ts";

type Facts = Pick<GetObjectCommandOutput, "ContentLength" | "ChecksumSHA256" | "ChecksumType" | "VersionId">;

/** What GET and HEAD say alike of a version. */
export function factsOf({
  ContentLength,
  ChecksumSHA256,
  ChecksumType,
  VersionId,
}: Facts): Pick<ObjectHead, "size" | "sha256" | "version"> {
  // The checksum of a multipart upload is one of checksums: it says nothing about the bytes.
  const whole = ChecksumSHA256 !== undefined && ChecksumType !== "COMPOSITE" && !ChecksumSHA256.includes("-");
  return {
    size: ContentLength ?? 0,
    ...(whole && { sha256: Buffer.from(ChecksumSHA256, "base64").toString("hex") }),
    ...(VersionId !== undefined && { version: VersionId }),
  };
}
