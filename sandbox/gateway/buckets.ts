import type { AwsError } from "./answer.ts";
import type { Call } from "./call.ts";

/** Bucket names are known everywhere, but a bucket lives in one region: learnt from the calls that make them. */
export interface Buckets {
  /** To be called with each CreateBucket that succeeded. */
  readonly made: (call: Call, body: string | undefined) => void;
  /** Region of the bucket that an S3 call is for, where known. */
  readonly homeOf: (call: Call) => string | undefined;
}

export function makeBuckets(): Buckets {
  const homes = new Map<string, string>();
  return {
    made: ({ resource, region }, body) => {
      const asked = /<LocationConstraint[^>]*>([^<]+)</.exec(body ?? "")?.[1];
      const home = asked ?? region;
      if (resource !== undefined && home !== undefined) homes.set(resource, home);
    },
    homeOf: ({ service, resource }) =>
      service === "s3" && resource !== undefined ? homes.get(resource.split("/")[0] ?? "") : undefined,
  };
}

/** What S3 says to a client that looks for a bucket in another region than its own. */
export function redirect({ resource = "" }: Call, home: string): AwsError {
  return {
    status: 301,
    code: "PermanentRedirect",
    message: `bucket ${resource.split("/")[0]} is in ${home}: address it there`,
    headers: { "x-amz-bucket-region": home },
  };
}
