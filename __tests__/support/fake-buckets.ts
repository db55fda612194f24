import type { NotificationConfiguration, S3Client } from "@aws-sdk/client-s3";

type Command = {
  readonly constructor: { readonly name: string };
  readonly input: {
    readonly Bucket?: string;
    readonly NotificationConfiguration?: NotificationConfiguration;
  };
};

/** Notification documents of buckets in memory: a put replaces the whole, as in S3. */
export class FakeBuckets {
  readonly documents = new Map<string, NotificationConfiguration>();
  readonly calls: string[] = [];
  /** Runs after each put: another writer that comes at once. */
  afterPut: () => void = () => {};

  get client(): S3Client {
    return this as unknown as S3Client;
  }

  async send({ constructor: { name }, input }: Command): Promise<unknown> {
    this.calls.push(name.replace(/Command$/, ""));
    const bucket = input.Bucket ?? "";
    if (name === "GetBucketNotificationConfigurationCommand")
      return structuredClone({ $metadata: {}, ...this.documents.get(bucket) });
    if (name !== "PutBucketNotificationConfigurationCommand") throw new Error(`the fake knows no ${name}`);
    this.documents.set(bucket, structuredClone(input.NotificationConfiguration ?? {}));
    this.afterPut();
    return {};
  }
}
