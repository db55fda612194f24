/** How AWS wants a request, and so an error, to be written. */
export type Protocol = "json" | "query" | "ec2" | "rest-json" | "rest-xml" | "s3";

/** One AWS call as it can be told from the outside, without trusting the answer. */
export interface Call {
  /** The name it was signed for: `lambda`, `s3`, `iam`. Absent: not an AWS call. */
  readonly service?: string;
  /** The region it was signed for, which for IAM says only where the caller is at home. */
  readonly region?: string;
  readonly accessKey?: string;
  /** The operation, `PutObject`; method and path where AWS's own models know none. */
  readonly action: string;
  /** What it is about: a function's name, `bucket/key`, a role's name. */
  readonly resource?: string;
  readonly protocol: Protocol;
}

/** A call and how it ended. Never a body, never a query string. */
export interface RecordedCall {
  /** Counts up from 1 within one sandbox. */
  readonly id: number;
  /** When it arrived; ISO 8601, UTC. */
  readonly time: string;
  readonly service?: string;
  readonly region?: string;
  readonly accessKey?: string;
  readonly action: string;
  readonly resource?: string;
  /** Who called, as the embedded AWS saw it: an ARN. Absent when the call never reached it. */
  readonly caller?: string;
  /** 0: there was no answer. */
  readonly status: number;
  readonly durationMs: number;
  /** Who decided how it ended: the embedded AWS, a region that is cut off, or an injected fault. */
  readonly by: "aws" | "cut" | "fault";
}

/** Reads change nothing, so they pass when only a control plane is lost. */
export function isRead({ action }: Pick<Call, "action">): boolean {
  return (
    /^(Get|List|Describe|Head|Search|Simulate|Test|Lookup)[A-Z]/.test(action) || /^(GET|HEAD) /.test(action)
  );
}
