import type { JsonObject } from "../../contract/json.ts";
import { parserOf } from "../kit/parse.ts";
import schema from "./document.schema.json" with { type: "json" };
import type { Pairs } from "./stores/pairs.ts";

/** Of `DistributionDocument`; another number is another form. */
export const FORMAT = 1;

/**
 * Fields that are kept among the secrets: headers that an origin knows CloudFront by, parameters of tenants, code, in which
 * people write the passwords that it asks for, and what key-value stores hold, whose keys may be tokens too.
 */
export const SEALED = [
  "config.Origins.Items.*.CustomHeaders.Items.*.HeaderValue",
  "config.TenantConfig",
  "functions.*.code",
  "stores.*.pairs",
];

/** A CloudFront function as it is LIVE: in JavaScript, and shared by all distributions that name it. */
export interface EdgeFunction {
  readonly name: string;
  readonly arn: string;
  /** Comment, runtime and key-value stores, as CreateFunction takes them. */
  readonly config: JsonObject;
  /** At most 10 kB. */
  readonly code: string;
}

/** A key-value store that such a function reads, shared by all that name it. */
export interface KeyValueStore {
  readonly name: string;
  /** Ends with an id that CloudFront draws. */
  readonly arn: string;
  readonly comment: string;
  /** At most 5 MB. Absent: the point's secrets are not open. */
  readonly pairs?: Pairs;
}

/** All that CloudFront tells of a distribution, but where it is. */
export interface DistributionContent {
  /** Whether it answered. */
  readonly enabled: boolean;
  /** As CreateDistribution takes it, without CallerReference and Enabled. */
  readonly config: JsonObject;
  /** Those that its behaviours name, by name. */
  readonly functions: readonly EdgeFunction[];
  /** Those that these functions read, by ARN. Absent: none, or the point is older than their contents are kept. */
  readonly stores?: readonly KeyValueStore[];
  readonly tags: Readonly<Record<string, string>>;
}

/** What a distribution was: the part of a recovery point that a restore reads. */
export interface DistributionDocument extends DistributionContent {
  readonly kind: "cloudfront-distribution";
  readonly id: string;
  /** Its id, or another one that a person gives it. */
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  /** Where CloudFront is written. */
  readonly region: string;
  /** `d111111abcdef8.cloudfront.net`: another one wherever it is made. */
  readonly domain: string;
}

/** @throws FormError */
export const parseDistribution = parserOf<DistributionDocument>(schema, "the document of a distribution");
