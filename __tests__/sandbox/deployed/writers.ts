import { ACCOUNT, LOST } from "../../../sandbox/demo/regions.ts";
import { isRead, type RecordedCall } from "../../../sandbox/gateway/call.ts";

/** All that may be written while policies run: whose role does what to what. */
export const WRITERS: readonly string[] = [
  // This test, and the command line.
  "root lambda:Invoke zonekeep-us-east-1-capture",
  "root lambda:UpdateFunctionConfiguration zonekeep-us-east-1-discover",
  "root sqs:ReceiveMessage what-the-topic-said",
  "root sqs:ReceiveMessage zonekeep-us-east-1-dead-letters",
  "root states:StartExecution zonekeep-us-east-1",
  "zonekeep-us-east-1-states lambda:Invoke zonekeep-us-east-1-capture",
  "zonekeep-us-east-1-states lambda:Invoke zonekeep-us-east-1-discover",
  "zonekeep-us-east-1-states lambda:Invoke zonekeep-us-east-1-summarise",
  "zonekeep-us-east-1-states s3:PutObject work/map-runs",
  "zonekeep-us-east-1-states sns:Publish zonekeep-us-east-1",
  "zonekeep-us-east-1-states sqs:SendMessage zonekeep-us-east-1-dead-letters",
  "zonekeep-us-east-1-discover monitoring:PutMetricData",
  "zonekeep-us-east-1-discover s3:PutObject work/<run>/items.json",
  "zonekeep-us-east-1-discover s3:PutObject work/<run>/warnings.json",
  "zonekeep-us-east-1-discover s3:PutObject work/lists",
  "zonekeep-us-east-1-discover kms:GenerateDataKeyWithoutPlaintext zonekeep-us-east-1",
  "zonekeep-us-east-1-discover kms:Decrypt zonekeep-us-east-1",
  "zonekeep-us-east-1-capture kms:Decrypt zonekeep-us-east-1",
  "zonekeep-us-east-1-summarise kms:Decrypt zonekeep-us-east-1",
  "zonekeep-us-east-1-summarise kms:Sign zonekeep-us-east-1-signing",
  "zonekeep-us-east-1-capture s3:PutObject work/<run>/outcomes",
  "zonekeep-us-east-1-capture kms:Encrypt zonekeep-us-east-1",
  "zonekeep-us-east-1-capture kms:Encrypt zonekeep-eu-west-1",
  "zonekeep-us-east-1-capture s3:PutObject us-east-1/blobs",
  "zonekeep-us-east-1-capture s3:PutObject us-east-1/wraps",
  "zonekeep-us-east-1-capture s3:PutObject us-east-1/points",
  "zonekeep-us-east-1-capture sts:AssumeRole zonekeep-us-east-1-bos-1a-zone",
  "zonekeep-us-east-1-summarise s3:PutObject us-east-1/runs",
  "zonekeep-us-east-1-summarise monitoring:PutMetricData",
  "zonekeep-us-east-1-summarise sts:AssumeRole zonekeep-us-east-1-bos-1a-zone",
  "zonekeep-us-east-1-bos-1a-zone kms:Encrypt zonekeep-us-east-1-bos-1a",
  "zonekeep-us-east-1-bos-1a-zone kms:Encrypt zonekeep-eu-west-1",
  "zonekeep-us-east-1-bos-1a-zone s3:PutObject us-east-1-bos-1a/blobs",
  "zonekeep-us-east-1-bos-1a-zone s3:PutObject us-east-1-bos-1a/wraps",
  "zonekeep-us-east-1-bos-1a-zone s3:PutObject us-east-1-bos-1a/points",
  "zonekeep-us-east-1-bos-1a-zone s3:PutObject us-east-1-bos-1a/runs",
].sort();

/**
 * Who wrote what, each once and sorted: `zonekeep-us-east-1-capture s3:PutObject us-east-1/blobs`. Calls that
 * were refused or never arrived wrote nothing.
 */
export function writers(calls: readonly RecordedCall[]): string[] {
  const found = calls
    .filter((call) => !isRead(call) && call.status >= 200 && call.status < 300)
    .map(({ caller, service, action, resource }) =>
      `${nameOf(caller)} ${service}:${action} ${part(resource)}`.trimEnd(),
    );
  return [...new Set(found)].sort();
}

/** A role's name; `root`. */
function nameOf(caller = ""): string {
  return /:assumed-role\/([^/]+)\//.exec(caller)?.[1] ?? caller.replace(/^.*:/, "");
}

/** What a call was about, without what differs from run to run. */
function part(resource = ""): string {
  return resource
    .replace(new RegExp(`^zonekeep-${ACCOUNT}-${LOST}/(${ACCOUNT}/)?`), "")
    .replace(/^([^/]+\/(blobs|points|wraps|runs))\/.*$/, "$1")
    .replace(/^work\/[0-9TZ]+-[0-9a-f]{8}\//, "work/<run>/")
    .replace(/^(work\/<run>\/outcomes|work\/map-runs|work\/lists)\/.*$/, "$1")
    .replace(/^(https?:.*|arn:.*)[/:]/, "");
}
