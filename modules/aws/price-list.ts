/** A figure of a price list: millionths of a US dollar for one unit, in us-east-1 and where it is known to differ. */
export interface Figure {
  readonly micros: number;
  readonly unit: string;
  /** How many of what is counted make one unit. */
  readonly per: number;
  readonly source: string;
  readonly regions?: Readonly<Record<string, number>>;
}

/** The day of the oldest reading: no figure is older, some are newer. */
export const PRICES_OF = "2026-06-13";

const KMS = "https://aws.amazon.com/kms/pricing/";
const CLOUDWATCH = "https://aws.amazon.com/cloudwatch/pricing/";
const S3 = "https://aws.amazon.com/s3/pricing/";
const LAMBDA = "https://aws.amazon.com/lambda/pricing/";
const BACKUP = "https://aws.amazon.com/backup/pricing/";

const GB = 2 ** 30;
const byteMonths = { unit: "GB-month", per: GB };
const bytes = { unit: "GB", per: GB };
const requests = (count: 1_000 | 10_000 | 1_000_000, unit: string) => ({ unit, per: count });
/** Of memory or disk: megabytes times milliseconds. */
const gigabyteSeconds = { unit: "1,000,000 GB-seconds", per: 1_000_000 * 1024 * 1000 };

/** The same as in us-east-1, which these regions are known to share. */
const same = (micros: number, ...regions: readonly string[]): Record<string, number> =>
  Object.fromEntries(regions.map((region) => [region, micros]));

const TRANSFER = 20_000;

/**
 * List prices without free tiers, volume discounts and taxes; the first tier where there are several. Regions that are
 * not named have prices of their own that nobody has looked up: an estimate takes those of us-east-1, and says so.
 */
export const PRICE_LIST = {
  key: {
    micros: 1_000_000,
    unit: "key-month",
    per: 1,
    source: KMS,
    regions: same(1_000_000, "us-west-2", "eu-west-1", "eu-central-1"),
  },
  keyRequest: {
    micros: 30_000,
    ...requests(10_000, "10,000 requests"),
    source: KMS,
    regions: same(30_000, "us-west-2", "eu-west-1", "eu-central-1"),
  },
  /** Of an asymmetric key that is not RSA 2048. */
  signature: {
    micros: 150_000,
    ...requests(10_000, "10,000 requests"),
    source: KMS,
    regions: same(150_000, "us-west-2", "eu-west-1", "eu-central-1"),
  },
  alarm: { micros: 100_000, unit: "alarm-month", per: 1, source: CLOUDWATCH },
  metric: { micros: 300_000, unit: "metric-month", per: 1, source: CLOUDWATCH },
  dashboard: { micros: 3_000_000, unit: "dashboard-month", per: 1, source: CLOUDWATCH },
  metricRequest: { micros: 10_000, ...requests(1_000, "1,000 requests"), source: CLOUDWATCH },
  logIngest: { micros: 500_000, ...bytes, source: CLOUDWATCH },
  logStorage: { micros: 30_000, ...byteMonths, source: CLOUDWATCH },
  /** S3 Standard. https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/AmazonS3/current/region_index.json */
  storage: {
    micros: 23_000,
    ...byteMonths,
    source: S3,
    regions: {
      ...same(23_000, "us-east-2", "us-west-2", "eu-west-1", "eu-north-1"),
      ...same(24_000, "eu-west-2", "eu-west-3"),
      ...same(
        25_000,
        "ca-central-1",
        "ca-west-1",
        "me-south-1",
        "ap-south-1",
        "ap-northeast-1",
        "ap-northeast-2",
      ),
      ...same(25_000, "ap-southeast-1", "ap-southeast-2", "ap-southeast-3"),
      "eu-central-1": 24_500,
      "us-west-1": 26_000,
      "af-south-1": 27_400,
      "sa-east-1": 40_500,
    },
  },
  /** S3 Glacier Instant Retrieval: at once like Standard, 90 days at least. */
  coldStorage: { micros: 4_000, ...byteMonths, source: S3 },
  transition: { micros: 20_000, ...requests(1_000, "1,000 transitions"), source: S3 },
  write: {
    micros: 5_000,
    ...requests(1_000, "1,000 requests"),
    source: S3,
    regions: {
      ...same(5_000, "eu-west-1", "eu-west-2"),
      ...same(5_500, "ca-central-1", "ca-west-1"),
      ...same(4_700, "ap-northeast-1", "ap-northeast-3"),
    },
  },
  read: {
    micros: 400,
    ...requests(1_000, "1,000 requests"),
    source: S3,
    regions: {
      ...same(400, "eu-west-1", "eu-west-2"),
      ...same(440, "ca-central-1", "ca-west-1"),
      ...same(370, "ap-northeast-1", "ap-northeast-3"),
    },
  },
  /** By the region it leaves. */
  transfer: {
    micros: TRANSFER,
    ...bytes,
    source: S3,
    regions: {
      ...same(TRANSFER, "us-east-2", "us-west-1", "us-west-2", "ca-central-1", "eu-west-1", "eu-west-2"),
      ...same(90_000, "ap-northeast-1", "ap-southeast-1"),
      "ap-south-1": 86_000,
    },
  },
  /** S3 Replication Time Control, beside the transfer. */
  timeControl: { micros: 15_000, ...bytes, source: S3, regions: same(15_000, "eu-west-1", "ca-central-1") },
  stateTransition: {
    micros: 25_000,
    ...requests(1_000, "1,000 transitions"),
    source: "https://aws.amazon.com/step-functions/pricing/",
    regions: {
      ...same(25_000, "us-east-2", "us-west-2", "ca-central-1", "eu-west-1", "eu-west-2", "eu-central-1"),
      ...same(25_000, "eu-north-1", "ap-southeast-1", "ap-southeast-2", "ap-northeast-1"),
      "us-west-1": 27_900,
      "eu-west-3": 29_700,
      "ap-northeast-2": 27_100,
      "ap-south-1": 28_500,
      "sa-east-1": 37_500,
    },
  },
  lambdaRequest: { micros: 200_000, ...requests(1_000_000, "1,000,000 requests"), source: LAMBDA },
  /** On arm64. */
  lambdaMemory: { micros: 13_333_400, ...gigabyteSeconds, source: LAMBDA },
  /** Beyond the first 512 MB. */
  lambdaDisk: { micros: 30_900, ...gigabyteSeconds, source: LAMBDA },
  invocation: {
    micros: 1_000_000,
    ...requests(1_000_000, "1,000,000 invocations"),
    source: "https://aws.amazon.com/eventbridge/pricing/",
  },
  notice: {
    micros: 500_000,
    ...requests(1_000_000, "1,000,000 requests"),
    source: "https://aws.amazon.com/sns/pricing/",
  },
  queueRequest: {
    micros: 400_000,
    ...requests(1_000_000, "1,000,000 requests"),
    source: "https://aws.amazon.com/sqs/pricing/",
  },
  bucketBackup: { micros: 50_000, ...byteMonths, source: BACKUP },
  fileSystemBackup: { micros: 50_000, ...byteMonths, source: BACKUP },
  coldFileSystemBackup: { micros: 10_000, ...byteMonths, source: BACKUP },
  tableBackup: { micros: 100_000, ...byteMonths, source: BACKUP },
  coldTableBackup: { micros: 30_000, ...byteMonths, source: BACKUP },
  backupCopy: { micros: TRANSFER, ...bytes, source: BACKUP },
} as const satisfies Readonly<Record<string, Figure>>;
