import { type Call, isRead } from "./call.ts";

/** Services whose one control plane stands in us-east-1; what they have set up goes on working without it. */
const GLOBAL: Readonly<Record<string, string>> = {
  iam: "IAM",
  organizations: "Organizations",
  route53: "Route 53",
  cloudfront: "CloudFront",
  // Where what its stores hold is written is told nowhere: nothing may rely on it.
  "cloudfront-keyvaluestore": "CloudFront KeyValueStore",
};
const GLOBAL_HOME = "us-east-1";

/** `lost`: no answer at all. `refused`: an answer that says the control plane is not available. */
type Verdict = "pass" | "lost" | "refused";

export interface Cuts {
  readonly cut: (region: string) => void;
  readonly heal: (region: string) => void;
  /** Sorted. */
  readonly regions: () => string[];
  readonly judge: (call: Call) => Verdict;
}

/**
 * Regions that are lost. Reads of a global service pass: AWS serves IAM's data plane in every region, and a
 * read here stands for it.
 * @param homeOf - the region of the bucket a call is for, where known: it is lost with its region, whatever
 * region the call was signed for
 */
export function makeCuts(homeOf: (call: Call) => string | undefined = () => undefined): Cuts {
  const lost = new Set<string>();
  return {
    cut: (region) => void lost.add(region),
    heal: (region) => void lost.delete(region),
    regions: () => [...lost].sort(),
    judge: (call) => {
      if (call.service !== undefined && call.service in GLOBAL)
        return lost.has(GLOBAL_HOME) && !isRead(call) ? "refused" : "pass";
      return [call.region, homeOf(call)].some((region) => region !== undefined && lost.has(region))
        ? "lost"
        : "pass";
    },
  };
}

/** What AWS would say. */
export function refusal({ service = "", action }: Call): { status: 503; code: string; message: string } {
  const name = GLOBAL[service] ?? service;
  return {
    status: 503,
    code: "ServiceUnavailable",
    message: `the ${name} control plane in ${GLOBAL_HOME} is not available: ${action} is refused in every region`,
  };
}
