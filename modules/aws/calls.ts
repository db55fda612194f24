import type { SiteId } from "../policy/policy.ts";
import type { NameScope, WatchRule } from "./names.ts";

/** Calls of one service, on what is zonekeep's. */
export interface Calls {
  /** As in `aws.s3` and `s3.amazonaws.com`. */
  readonly service: string;
  /** What names of calls begin with: Lambda's carry the version of its API, and S3's are not those of its API. Absent: any. */
  readonly names?: readonly string[];
  /** Values of members of the request, in AWS's own spelling of matches. Absent: on whatever it is. */
  readonly on?: Members;
  /** ARNs that CloudTrail names beside the request. */
  readonly resources?: readonly Match[];
}

interface Members {
  readonly [member: string]: readonly Match[] | Members;
}

type Match =
  | string
  | { readonly prefix: string }
  | { readonly suffix: string }
  | { readonly wildcard: string };

/** A rule of EventBridge: who calls what, and what people are told then. */
export interface WatchedCalls {
  readonly rule: WatchRule;
  readonly calls: readonly Calls[];
  /** Follows "somebody calls X on". */
  readonly on: string;
  /** Member of the request that says which one it is, where `on` does not. */
  readonly named?: string;
  /** What to do, in a sentence or two. */
  readonly advice: string;
  /** Only of this region. Absent: of any, for what no other region hands on. */
  readonly region?: SiteId;
  /** Calls that only read are told too. */
  readonly reads?: true;
}

export interface WatchPlaces extends NameScope {
  readonly region: SiteId;
}

export const OURS = { prefix: "zonekeep-" } as const;

/** A deployment makes the same calls as an attacker; who made them tells one from the other. */
export const DEPLOYMENT = "A deployment of zonekeep does so too.";

/** Where IAM's calls are told, by partition. Not known: nowhere. */
const IAM_TELLS_IN: Readonly<Record<string, SiteId>> = {
  aws: "us-east-1",
  "aws-cn": "cn-north-1",
  "aws-us-gov": "us-gov-west-1",
};

export function tellsOfRoles({ partition, region }: WatchPlaces): boolean {
  return IAM_TELLS_IN[partition] === region;
}
