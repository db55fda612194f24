import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";

/** Set at build time, so that two versions differ in their bytes. */
declare const BUILD: string;

interface UploadEvent {
  readonly Records?: readonly {
    readonly s3: { readonly bucket: { readonly name: string }; readonly object: { readonly key: string } };
  }[];
}

const s3 = new S3Client({});

/** Answers each upload with a small document; without an upload it says which build it is. */
export const handler = async (event: UploadEvent): Promise<{ build: string }> => {
  for (const { s3: upload } of event.Records ?? []) {
    // S3 writes keys into events as a form would: `+` is a space.
    const key = decodeURIComponent(upload.object.key.replaceAll("+", " "));
    await s3.send(
      new PutObjectCommand({
        Bucket: upload.bucket.name,
        Key: `thumbnails/${key.replace(/^uploads\//, "")}.json`,
        Body: JSON.stringify({ of: key, width: 320, height: 180 }),
      }),
    );
  }
  return { build: BUILD };
};
