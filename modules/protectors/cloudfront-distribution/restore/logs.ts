import type { JsonObject } from "../../../contract/json.ts";
import { isObject } from "../../kit/canonical.ts";
import type { Draft } from "./draft.ts";

/** What `--skip` calls where its access logs go. */
export const LOGS = "logs";

/** As CloudFront says that there are none. */
export const NO_LOGS: JsonObject = { Enabled: false, IncludeCookies: false, Bucket: "", Prefix: "" };

/** `logs.s3.amazonaws.com`, where its access logs go by the bucket's ACL; `undefined`: they do not. */
export function logBucketOf({ Logging: logging }: JsonObject): string | undefined {
  if (!isObject(logging) || logging.Enabled !== true) return undefined;
  return typeof logging.Bucket === "string" && logging.Bucket !== "" ? logging.Bucket : undefined;
}

/**
 * CloudFront changes the ACL of that bucket with the rights of whoever writes the distribution. A role that may change the
 * ACL of any bucket could open all of them, so the role that restores has no such right, and a person gives it for one.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cf-api-permissions-ref.html
 */
export function planLogs({ request, live, resource, warnings }: Draft, config: JsonObject): void {
  const document = request.translation.document.config;
  if (logBucketOf(document) === undefined) return;
  const bucket = logBucketOf(config);
  if (request.skip?.has(LOGS))
    warnings.push(
      `access logs of ${resource} ${live === undefined ? "are left out" : "go where they do now"}, as --skip ${LOGS} says`,
    );
  else if (bucket !== undefined)
    warnings.push(
      `access logs of ${resource} go to ${bucket}: CloudFront asks s3:GetBucketAcl and s3:PutBucketAcl on that bucket of whoever restores and arms, which no role of zonekeep has; allow both on that bucket alone, or leave logs out with --skip ${LOGS}`,
    );
}
