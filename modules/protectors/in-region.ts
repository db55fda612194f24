import type { Permission } from "../contract/permission.ts";

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
