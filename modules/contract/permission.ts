/** An AWS action a runner or a restore needs, beside the calls that need it. */
export interface Permission {
  /** `lambda:GetFunction` */
  readonly action: string;
  /** ARN patterns with `{partition}`, `{region}`, `{account}`; `*` only where AWS has no resource level, with a condition. */
  readonly resources: readonly string[];
  readonly condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}
