/** An AWS action a runner or a restore needs, beside the calls that need it. */
export interface Permission {
  /** `lambda:GetFunction` */
  readonly action: string;
  /** ARN patterns with `{partition}`, `{region}`, `{account}`; `*` only where AWS has no resource level, with a condition. */
  readonly resources: readonly string[];
  readonly condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/**
 * What IAM knows no resource for, in the region of the role: on `*` alone it would be allowed in every region.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-requestedregion
 */
export function inRegion(service: string, ...actions: readonly string[]): Permission[] {
  return actions.map((action) => ({
    action: `${service}:${action}`,
    resources: ["*"],
    condition: { StringEquals: { "aws:RequestedRegion": "{region}" } },
  }));
}
