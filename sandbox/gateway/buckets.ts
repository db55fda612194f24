import type { Call } from "./call.ts";

/** Bucket names are known everywhere, but a bucket lives in one region: learnt from the calls that make them. */
export interface Buckets {
  /** To be called with each CreateBucket that succeeded. */
  readonly made: (call: Call, body: string | undefined) => void;
  readonly homeOf: (bucket: string) => string | undefined;
}

export function makeBuckets(): Buckets {
  const homes = new Map<string, string>();
  return {
    made: ({ resource, region }, body) => {
      const asked = /<LocationConstraint[^>]*>([^<]+)</.exec(body ?? "")?.[1];
      const home = asked ?? region;
      if (resource !== undefined && home !== undefined) homes.set(resource, home);
    },
    homeOf: (bucket) => homes.get(bucket),
  };
}
