/** Which call an AWS error belongs to; the SDK's own errors name neither the region nor the resource. */
export interface FailedCall {
  /** `s3`, `lambda`: the prefix of IAM actions. */
  readonly service: string;
  /** `GetObject` */
  readonly operation: string;
  readonly region: string;
  /** What the call was about, such as a bucket with its key. */
  readonly resource?: string;
}

const CALL = Symbol("call");

/** The first caller wins: an error that passes through an outer client keeps its own call. */
export function noteFailedCall(error: unknown, call: FailedCall): void {
  if (error instanceof Error && !(CALL in error)) Object.defineProperty(error, CALL, { value: call });
}

export function failedCallOf(error: unknown): FailedCall | undefined {
  return error instanceof Error && CALL in error ? (error[CALL] as FailedCall) : undefined;
}
