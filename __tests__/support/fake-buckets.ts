import type * as S from "@aws-sdk/client-s3";
import { awsError } from "./fake-aws/error.ts";
import { FakeService } from "./fake-aws/service.ts";
import { refuseAmbiguous } from "./refuse-ambiguous.ts";

/** Buckets of an account and their notification documents, in memory: a put replaces the whole, as in S3. */
export class FakeBuckets extends FakeService<S.S3Client> {
  readonly service = "s3";
  /** Where each bucket lies. */
  readonly regions = new Map<string, string>();
  readonly documents = new Map<string, S.NotificationConfiguration>();
  /** Whether ListBuckets tells regions: those of general purpose do, some imitations do not. */
  tellsRegions = true;
  /** Runs after each put: another writer that comes at once. */
  afterPut: () => void = () => {};

  add(name: string, document: S.NotificationConfiguration = {}, region = this.region): void {
    this.regions.set(name, region);
    this.documents.set(name, document);
  }

  ListBuckets({ ContinuationToken, BucketRegion, MaxBuckets: most }: S.ListBucketsRequest) {
    const here = [...this.regions].filter(
      ([, region]) => !this.tellsRegions || BucketRegion === undefined || region === BucketRegion,
    );
    const all = here.map(([Name, region]) => ({ Name, ...(this.tellsRegions && { BucketRegion: region }) }));
    return this.paged("Buckets", all, ContinuationToken, { token: "ContinuationToken", most });
  }

  GetBucketLocation({ Bucket, ExpectedBucketOwner }: S.GetBucketLocationRequest) {
    const region = this.#regionOf(Bucket, ExpectedBucketOwner);
    return region === "us-east-1" ? {} : { LocationConstraint: region };
  }

  GetBucketNotificationConfiguration(input: S.GetBucketNotificationConfigurationRequest) {
    this.#regionOf(input.Bucket, input.ExpectedBucketOwner);
    return { $metadata: {}, ...this.documents.get(input.Bucket ?? "") };
  }

  PutBucketNotificationConfiguration(input: S.PutBucketNotificationConfigurationRequest) {
    this.#regionOf(input.Bucket, input.ExpectedBucketOwner);
    refuseAmbiguous(input.NotificationConfiguration ?? {});
    this.documents.set(input.Bucket ?? "", input.NotificationConfiguration ?? {});
    this.afterPut();
    return {};
  }

  #regionOf(name = "", owner = this.account): string {
    const region = this.regions.get(name);
    if (region === undefined) throw awsError("NoSuchBucket", 404, "The specified bucket does not exist");
    if (owner !== this.account) throw awsError("AccessDenied", 403, "Access Denied");
    return region;
  }
}
