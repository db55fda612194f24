import { ACCOUNT } from "../../../sandbox/demo/regions.ts";
import { isRead, type RecordedCall } from "../../../sandbox/gateway/call.ts";

/**
 * Who wrote what, each once and sorted: `zonekeep-us-east-1-capture s3:PutObject us-east-1/blobs`. Calls that
 * were refused or never arrived wrote nothing.
 */
export function writers(calls: readonly RecordedCall[]): string[] {
  const found = calls
    .filter((call) => !isRead(call) && call.status === 200)
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
    .replace(new RegExp(`^zonekeep-${ACCOUNT}-[^/]+/(${ACCOUNT}/)?`), "")
    .replace(/^([^/]+\/(blobs|points|wraps|runs))\/.*$/, "$1")
    .replace(/^work\/[0-9TZ]+-[0-9a-f]{8}\//, "work/<run>/")
    .replace(/^(work\/<run>\/outcomes|work\/map-runs)\/.*$/, "$1")
    .replace(/^(https?:.*|arn:.*)[/:]/, "");
}
